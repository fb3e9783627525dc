"""The page of shipped courses: some rows can be renewed, and the others stay."""

from __future__ import annotations

import argparse
from datetime import UTC, datetime
from pathlib import Path

import pytest
from benchmarks.courses import PAGE, Checked, _courses, not_built, page, rows, rows_of

from officina_courses.environments.folder import FOLDER_VARIABLE, EnvironmentsFolder
from officina_courses.gates.report import GateReport, Measured, results
from officina_courses.shipped import shipped_courses


def checked(course: str, seconds: float) -> Checked:
    """A course that passes all gates, with one notebook."""
    row = Measured(
        path=f"source/01-a/{course}.ipynb", profile="smoke", outcome="passed", seconds=seconds
    )
    report = GateReport(
        course_id=course, version="1.0.0", profiles=("smoke",), gates=results([]), measured=(row,),
        cells=(), data_files=(), seconds=seconds, machine="here",
        checked_at=datetime(2026, 3, 2, tzinfo=UTC),
    )  # fmt: skip
    return Checked(report, 1.5)


def test_a_renewed_course_takes_the_place_of_its_rows_and_the_others_stay() -> None:
    first = {name: rows(checked(name, 10)) for name in ("first-steps", "sector-energy")}
    before = page(first, "a machine")
    assert page(rows_of(before), "a machine") == before
    after = page({**rows_of(before), "sector-energy": rows(checked("sector-energy", 77))}, "m")
    assert "| `sector-energy` | 1.0.0 | 14 of 14 | 77 | 1.5 | 2026-03-02 |" in after
    assert "`sector-energy/sector-energy` | smoke | passed | 77.0 |" in after
    assert "`first-steps/first-steps` | smoke | passed | 10.0 |" in after
    assert len(after.splitlines()) == len(before.splitlines())


def test_figures_are_not_written_where_a_course_has_no_python(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "none"))
    monkeypatch.setattr("benchmarks.run.machine", lambda: "here")
    other = tmp_path / "courses.md"
    monkeypatch.setattr("benchmarks.courses.PAGE", other)
    other.write_text(before := PAGE.read_text() + "here")
    asked = argparse.Namespace(only=["sector-energy", "fine-tuning"], write=True)
    assert _courses(asked) == 2
    assert other.read_text() == before
    said = capsys.readouterr().err
    assert said.startswith("Nothing was measured or written:")
    assert "has no Python, or too old a one, for fine-tuning. " in said
    assert "officina course environment build courses/fine-tuning," in said


def test_a_course_without_packages_needs_no_python(tmp_path: Path) -> None:
    energy = [folder for folder in shipped_courses() if folder.name == "sector-energy"]
    assert not_built(energy, EnvironmentsFolder(tmp_path)) == ""
