"""Running a course by papermill with values of one's own: kept, taken up again, shown."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import nbformat
import pytest

from officina_courses.errors import NotebookError, ParametersError
from officina_courses.runs import (
    PlannedRun,
    RunRecord,
    RunRequest,
    kept_records,
    plan_runs,
    write_page,
)
from officina_courses.runs.one import write_plan
from officina_courses.runs.record import NOTEBOOK, RECORD, folder_of
from officina_courses.scaffold import new_course

PARAMETERS = "seed: int = 1\nfail: bool = False  # whether the last cell fails"
SOURCES = (
    PARAMETERS,
    "import os\nblock = bytearray(50 << 20)\nprint('seed', seed)",
    "assert not fail, '<b>as asked</b>'",
)


# In a process of its own, as the command line is one: workers are forked, and a fork of a process
# that has threads may wait for ever for a lock that one of them held.
DO_RUNS = """
import sys
from pathlib import Path
from officina_courses.runs import do_runs
from officina_courses.runs.one import PLAN
folder, into, plan = map(Path, sys.argv[1:])
told = list(do_runs(folder, PLAN.validate_json(plan.read_bytes()), into, workers=2))
assert len(told) == len(PLAN.validate_json(plan.read_bytes()))
"""


def did(folder: Path, runs: Sequence[PlannedRun], into: Path) -> dict[str, RunRecord]:
    """The records of these runs, done by two workers, by the runs' keys."""
    write_plan(into / "plan.json", runs)
    argv = [sys.executable, "-c", DO_RUNS, str(folder), str(into), str(into / "plan.json")]
    subprocess.run(argv, check=True, timeout=200)
    return {record.run.key: record for record in kept_records(into)}


def write_notebook(path: Path, *sources: str) -> None:
    cells: list[dict[str, Any]] = [
        {"cell_type": "code", "source": source, "outputs": [], "execution_count": None,
         "metadata": {"tags": ["parameters"]} if source == PARAMETERS else {}}
        for source in sources
    ]  # fmt: skip
    content = {"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": cells}
    path.write_text(json.dumps(content))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course with one notebook that takes values and one that takes none."""
    folder = tmp_path_factory.mktemp("runs") / "c"
    course = new_course(folder, course_id="c", title="C")
    exercise = folder / "source" / course.exercises[0].id
    for path in exercise.glob("*.ipynb"):
        path.unlink()
    write_notebook(exercise / "takes.ipynb", *SOURCES)
    write_notebook(exercise / "plain.ipynb", "x = 1")
    text = (folder / "course.toml").read_text().partition("[profiles.")[0]
    text += '[profiles.smoke]\nsummary = "short"\nparameters = {seed = 7}\n'
    (folder / "course.toml").write_text(text)
    return folder


def test_a_matrix_runs_a_notebook_once_for_each_value_that_it_knows(folder: Path) -> None:
    runs = plan_runs(folder, RunRequest(matrix=(("seed", ("1", "2", "2")),), profile="smoke"))
    planned = [(Path(run.path).name, run.parameters, run.chosen_by) for run in runs]
    assert planned == [
        ("plain.ipynb", {}, {}),
        ("takes.ipynb", {"seed": 1}, {"seed": "person"}),
        ("takes.ipynb", {"seed": 2}, {"seed": "person"}),
    ]


@pytest.mark.parametrize(
    "request_",
    [
        RunRequest(exercises=("nope",)),
        RunRequest(profile="nope"),
        RunRequest(person={"sed": 1}),
        RunRequest(matrix=(("sed", ("1",)),)),
        RunRequest(person={"seed": "x"}),
    ],
)
def test_what_there_is_not_is_refused_before_anything_runs(
    folder: Path, request_: RunRequest
) -> None:
    with pytest.raises(ParametersError):
        plan_runs(folder, request_)


def test_one_value_beside_a_matrix_of_that_name_is_refused_with_both(folder: Path) -> None:
    with pytest.raises(ParametersError) as refused:
        plan_runs(folder, RunRequest(person={"seed": 3}, matrix=(("seed", ("1", "2")),)))
    assert refused.value.what == "seed has one value, 3, and several in the matrix: 1, 2."
    assert "--matrix seed=" in refused.value.todo


def test_a_changed_file_makes_another_run(tmp_path: Path) -> None:
    new_course(tmp_path / "c", course_id="c", title="C")
    before = {run.key for run in plan_runs(tmp_path / "c", RunRequest())}
    next((tmp_path / "c" / "source").glob("*/*.ipynb")).with_name("data.csv").write_text("1")
    assert before.isdisjoint(run.key for run in plan_runs(tmp_path / "c", RunRequest()))


def test_a_broken_notebook_is_told(tmp_path: Path) -> None:
    new_course(tmp_path / "c", course_id="c", title="C")
    next((tmp_path / "c" / "source").glob("*/*.ipynb")).write_text("{")
    with pytest.raises(NotebookError):
        plan_runs(tmp_path / "c", RunRequest())


@pytest.fixture(scope="module")
def done(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Path, dict[str, RunRecord]]:
    """Four runs, two at a time, of which one fails."""
    into = tmp_path_factory.mktemp("into")
    passing = plan_runs(folder, RunRequest(matrix=(("seed", ("3", "4")),)))
    failing = plan_runs(folder, RunRequest(person={"fail": True}))[1:]
    found = did(folder, passing + failing, into)
    return into, {f"{Path(one.run.path).stem} {one.run.parameters}": one for one in found.values()}


@pytest.mark.sandbox
def test_values_reach_the_notebook_and_what_it_showed_is_kept(
    done: tuple[Path, dict[str, RunRecord]],
) -> None:
    into, records = done
    record = records["takes {'seed': 3}"]
    assert record.outcome == "passed"
    ran = nbformat.read(folder_of(into, record.run) / NOTEBOOK, as_version=4)  # type: ignore[no-untyped-call]
    assert [cell.outputs[0].text for cell in ran.cells if cell.outputs] == ["seed 3\n"]


@pytest.mark.sandbox
def test_a_run_says_what_it_was_made_of_and_what_it_used(
    done: tuple[Path, dict[str, RunRecord]],
) -> None:
    _, records = done
    record = records["takes {'seed': 4}"]
    assert record.software["papermill"]
    assert record.usage is not None
    assert record.usage.memory_mib > 50  # the block that the notebook made
    assert 0 < record.usage.cpu_seconds < 60


@pytest.mark.sandbox
def test_a_cell_that_fails_is_told_with_its_place(done: tuple[Path, dict[str, RunRecord]]) -> None:
    _, records = done
    record = records["takes {'fail': True}"]
    assert record.outcome == "failed"
    assert record.message == "AssertionError: <b>as asked</b>"
    assert record.cell_index == 3  # after the cell that papermill writes


@pytest.mark.sandbox
def test_what_passed_is_not_run_again_and_what_failed_is(
    folder: Path, done: tuple[Path, dict[str, RunRecord]]
) -> None:
    into, records = done
    runs = [record.run for record in records.values()]
    again = did(folder, runs, into)
    for record in records.values():
        repeated = again[record.run.key].started_at != record.started_at
        assert repeated == (record.outcome == "failed")


@pytest.mark.sandbox
def test_a_half_kept_run_is_no_run(
    folder: Path, done: tuple[Path, dict[str, RunRecord]], tmp_path: Path
) -> None:
    _, records = done
    run = records["plain {}"].run
    folder_of(tmp_path, run).mkdir(parents=True)
    (folder_of(tmp_path, run) / RECORD).write_text('{"run": ')
    assert kept_records(tmp_path) == []
    [record] = did(folder, [run], tmp_path).values()
    assert record.outcome == "passed"


@pytest.mark.sandbox
def test_the_page_shows_all_runs_and_escapes_what_they_say(
    done: tuple[Path, dict[str, RunRecord]],
) -> None:
    into, _ = done
    page = write_page(into, kept_records(into)).read_text()
    assert "3 of 4 passed" in page
    assert "&lt;b&gt;as asked" in page
    assert "<b>as asked" not in page
