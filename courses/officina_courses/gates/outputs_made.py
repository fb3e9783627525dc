"""Makes ``outputs.json`` of a course that has just been taken through the gates."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from officina_courses.brought_outputs import (
    NotebookOutputs,
    Outputs,
    cell_ids,
    code_of,
    write_outputs,
)
from officina_courses.checks.subject import Subject, read_subject
from officina_courses.errors import RunImpossible
from officina_courses.gates.home import course_home
from officina_courses.gates.measuring import Ran, measure
from officina_courses.gates.report import GateReport
from officina_courses.model import Course
from officina_courses.running.best import kernels_of_courses
from officina_courses.running.elsewhere import run_elsewhere
from officina_courses.runs.plan import RunRequest, plan_runs


class Kept(NamedTuple):
    """What was written, and which cells that showed something here do not stand in it."""

    file: Path
    left_out: tuple[str, ...]


def make_outputs(folder: Path, report: GateReport) -> Kept:
    """Run each solution once more, as on another machine; keep what cells showed both times.

    What shows something else each time, such as a time, or on each processor, such as the last
    digit of a long sum, would be a difference for everybody.

    Raises
    ------
    RunImpossible
        Where a notebook does not run a second time.

    """
    subject = read_subject(folder)
    profile = report.profiles[0] if report.profiles else None
    first = {(cell.path, cell.name): cell.shown for cell in report.cells}
    notebooks = dict(subject.notebooks())
    kept: dict[str, NotebookOutputs] = {}
    if subject.course is not None:
        for path, shown in _run_again(subject, subject.course, profile):
            same = {name: said for name, said in shown.items() if first.get((path, name)) == said}
            kept[path] = NotebookOutputs(code=code_of(notebooks[path]), cells=same)
    outputs = Outputs(profile=profile, notebooks=kept)
    left_out = (
        f"{path}: {name}"
        for (path, name), said in first.items()
        if said and not (path in kept and kept[path].cells.get(name))
    )
    return Kept(write_outputs(folder, outputs), tuple(left_out))


def _run_again(
    subject: Subject, course: Course, profile: str | None
) -> Iterator[tuple[str, dict[str, str]]]:
    given = {
        run.path: run.parameters for run in plan_runs(subject.folder, RunRequest(profile=profile))
    }
    with kernels_of_courses(), course_home(subject.folder, given) as home:
        for path, notebook in subject.notebooks():
            ran = measure(run_elsewhere, home, path, course, profile)
            if ran.measured.outcome != "passed" or len(ran.cells) != len(notebook.cells):
                raise _not_run(path, ran)
            named = zip(cell_ids(notebook), ran.cells, strict=True)
            yield path, {name: cell.shown for name, cell in named}


def _not_run(path: str, ran: Ran) -> RunImpossible:
    told = " ".join(finding.message for finding in ran.findings)
    return RunImpossible(
        f"{path} could not be run a second time, as on another machine: {told}",
        why="So nobody knows which of its cells show the same elsewhere; no outputs.json was "
        "written.",
        todo="Where it ended for want of memory, raise memory_mib in course.toml; check again.",
    )
