"""The page of shipped courses: some rows can be renewed, and the others stay."""

from __future__ import annotations

from datetime import UTC, datetime

from benchmarks.courses import Checked, page, rows, rows_of

from officina_courses.gates.report import GateReport, Measured, results


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
