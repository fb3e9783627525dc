"""Makes ``outputs.json`` of a course that has just been taken through the gates."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from officina_courses.brought_outputs import (
    NotebookOutputs,
    Outputs,
    cell_ids,
    code_of,
    write_outputs,
)
from officina_courses.checks.subject import Subject, read_subject
from officina_courses.gates.home import course_home
from officina_courses.gates.measuring import measure
from officina_courses.gates.report import GateReport
from officina_courses.model import Course
from officina_courses.running.best import best_way
from officina_courses.runs.plan import RunRequest, plan_runs


def make_outputs(folder: Path, report: GateReport) -> Path:
    """Run each solution once more, and keep what its cells showed both times.

    What shows something else each time, such as a time, would be a difference for everybody.
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
    return write_outputs(folder, Outputs(profile=profile, notebooks=kept))


def _run_again(
    subject: Subject, course: Course, profile: str | None
) -> Iterator[tuple[str, dict[str, str]]]:
    notebooks = list(subject.notebooks())
    sources = [cell.source for _, notebook in notebooks for cell in notebook.cells]
    given = {
        run.path: run.parameters for run in plan_runs(subject.folder, RunRequest(profile=profile))
    }
    with best_way(course.environment, sources) as way, course_home(subject.folder, given) as home:
        for path, notebook in notebooks:
            ran = measure(way, home, path, course, profile).cells
            if len(ran) == len(notebook.cells):
                named = zip(cell_ids(notebook), ran, strict=True)
                yield path, {name: cell.shown for name, cell in named}
