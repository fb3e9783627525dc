"""Outputs that a course brings are compared where they are of this code, and refused in words."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from officina_courses.brought_outputs import (
    MOST_BYTES,
    NotebookOutputs,
    Outputs,
    code_of,
    read_outputs,
    write_outputs,
)
from officina_courses.check import GATE_CHECKS
from officina_courses.checks.outputs import check_outputs
from officina_courses.checks.subject import read_subject
from officina_courses.course_files import OUTPUTS_FILE, course_files
from officina_courses.errors import CourseError, RunImpossible
from officina_courses.gates import outputs_made
from officina_courses.gates.cells_run import RanCell
from officina_courses.gates.report import GateReport
from officina_courses.gates.seen_cells import seen_cells
from officina_courses.running.protocol import NotebookToRun, RunResult
from officina_courses.scaffold import new_course

NOTHING = Outputs(profile=None, notebooks={})


@pytest.fixture
def course(tmp_path: Path) -> Path:
    folder = tmp_path / "rain"
    new_course(folder, course_id="rain", title="Rain")
    return folder


def brought(course: Path, shown: str) -> Outputs:
    """All cells of the first notebook showed this."""
    (path, notebook), *_ = read_subject(course).notebooks()
    ids = [str(cell["id"]) for cell in notebook.content["cells"]]
    cells = dict.fromkeys(ids, shown)
    known = {path: NotebookOutputs(code=code_of(notebook), cells=cells)}
    return Outputs(profile="smoke", notebooks=known)


def test_it_goes_with_the_course_and_comes_back_as_it_was(course: Path) -> None:
    outputs = brought(course, "a" * 32)
    first = write_outputs(course, outputs).read_bytes()
    assert read_outputs(course) == outputs
    assert write_outputs(course, outputs).read_bytes() == first
    assert OUTPUTS_FILE in {file.path for file in course_files(course)}
    assert list(check_outputs(read_subject(course))) == []
    assert check_outputs in GATE_CHECKS


def test_a_cell_that_shows_something_else_than_elsewhere_is_told(course: Path) -> None:
    subject = read_subject(course)
    (path, notebook), *_ = subject.notebooks()
    ran = {path: tuple(RanCell(0.1, "a" * 32) for _ in notebook.cells)}
    said = []
    for outputs in (brought(course, "a" * 32), brought(course, "b" * 32), NOTHING):
        cells = [one for one in seen_cells(subject, (), ran, outputs) if one.path == path]
        said.append({one.as_brought for one in cells if one.seconds is not None})
    assert said == [{True}, {False}, {None}]


def test_outputs_of_other_code_are_not_compared_and_told(course: Path) -> None:
    outputs = brought(course, "a" * 32)
    (path, notebook), *_ = read_subject(course).notebooks()
    other = outputs.notebooks[path].model_copy(update={"code": "c" * 32})
    changed = outputs.model_copy(update={"notebooks": {path: other, "source/gone.ipynb": other}})
    assert changed.of(path, notebook) == {}
    write_outputs(course, changed)
    told = [each.message for each in check_outputs(read_subject(course))]
    assert [each.partition(" of other code")[1] for each in told] == [" of other code"] * 2


def test_outputs_of_cells_that_are_gone_are_told_by_name(course: Path) -> None:
    outputs = brought(course, "a" * 32)
    (path, _), *_ = read_subject(course).notebooks()
    cells = {**outputs.notebooks[path].cells, "gone": "b" * 32}
    known = outputs.notebooks[path].model_copy(update={"cells": cells})
    write_outputs(course, outputs.model_copy(update={"notebooks": {path: known}}))
    [finding] = check_outputs(read_subject(course))
    assert finding.code == "OFF231"
    assert "are of cells that it does not have: gone." in finding.message


def test_a_notebook_whose_outputs_are_not_there_is_told(course: Path) -> None:
    (path, _), *_ = read_subject(course).notebooks()
    write_outputs(course, NOTHING)
    [finding] = check_outputs(read_subject(course))
    assert f"There are no outputs of {path}." in finding.message


def test_nothing_is_written_where_a_notebook_does_not_run_a_second_time(
    course: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def died(what: NotebookToRun) -> RunResult:
        return RunResult(outcome="died", cell_index=0)

    monkeypatch.setattr(outputs_made, "run_elsewhere", died)
    report = GateReport.model_construct(profiles=("smoke",), cells=())
    with pytest.raises(RunImpossible, match=r"could not be run a second time.*ended the kernel"):
        outputs_made.make_outputs(course, report)
    assert not (course / OUTPUTS_FILE).exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("no json", "Invalid JSON"),
        ("[" * 5000, "Invalid JSON"),
        ('{"format": 2, "profile": null, "notebooks": {}}', "format: Input should be 1"),
        (json.dumps({"profile": None, "notebooks": {"a": {"code": "x", "cells": {}}}}), "code"),
        (" " * (MOST_BYTES + 1), "more than 4 MiB"),
    ],
    ids=["no-json", "deep", "newer", "no-fingerprint", "large"],
)
def test_what_cannot_be_read_is_told_with_the_way_out(
    course: Path, content: str, said: str
) -> None:
    (course / OUTPUTS_FILE).write_text(content)
    with pytest.raises(CourseError, match=f"{said}.*--gates --outputs"):
        read_outputs(course)
    (finding,) = check_outputs(read_subject(course))
    assert finding.code == "OFF230"
