"""Checks of nbgrader's metadata: whether nbgrader takes the notebook and marks somebody."""

from __future__ import annotations

from collections.abc import Iterator

from officina_courses.checks.codes import found
from officina_courses.checks.subject import Subject
from officina_courses.course_files import SOURCE
from officina_courses.grade_cells import CURRENT_SCHEMA, GradeCell
from officina_courses.model import Finding
from officina_courses.notebooks import Cell, Notebook


def check_grading(subject: Subject) -> Iterator[Finding]:
    """What is wrong with the graded cells of each notebook, and with each exercise's points."""
    for path, notebook in subject.notebooks():
        yield from _ids(path, notebook)
        yield from _versions(path, notebook)
        for cell in notebook.cells:
            if cell.grading is not None:
                yield from _cell(path, cell, cell.grading)
        yield from _untested(path, notebook)
    yield from _pointless(subject)


def _ids(path: str, notebook: Notebook) -> Iterator[Finding]:
    first: dict[str, Cell] = {}
    for cell in notebook.cells:
        grade_id = cell.grading.grade_id if cell.grading else ""
        if grade_id and grade_id in first:
            what = (
                f'Cell {first[grade_id].index} and cell {cell.index} both have the id "{grade_id}".'
            )
            yield found("OFF030", what, path=path, cell=grade_id)
        elif grade_id:
            first[grade_id] = cell


def _versions(path: str, notebook: Notebook) -> Iterator[Finding]:
    others = {
        cell.grading.schema_version
        for cell in notebook.cells
        if cell.grading and not cell.grading.problems
    } - {CURRENT_SCHEMA}
    if others:
        versions = ", ".join(str(version) for version in sorted(others))
        what = f"Cells have nbgrader metadata of version {versions} instead of {CURRENT_SCHEMA}."
        yield found("OFF037", what, path=path)


def _cell(path: str, cell: Cell, grading: GradeCell) -> Iterator[Finding]:
    for problem in grading.problems:
        yield found("OFF032", f"Of cell {cell.index}, {problem}.", path=path, cell=cell.name)
    if not grading.grade_id and not grading.problems:
        what = f"Cell {cell.index} is one of nbgrader's and has no id."
        yield found("OFF031", what, path=path, cell=cell.name)
    if grading.points < 0:
        what = f"Cell {cell.index} has {grading.points:g} points."
        yield found("OFF033", what, path=path, cell=cell.name)
    if misfit := _misfit(cell, grading):
        yield found("OFF036", f"Cell {cell.index} {misfit}.", path=path, cell=cell.name)


def _misfit(cell: Cell, grading: GradeCell) -> str:
    if grading.task:
        return "" if cell.kind == "markdown" else "is a task, and is not Markdown"
    if cell.kind == "code" or not (grading.grade or grading.solution):
        return ""
    if grading.is_test:
        return "holds tests, and is not code"
    if grading.is_answer:
        return "is an answer that tests would mark, and is not code"
    return ""


def _untested(path: str, notebook: Notebook) -> Iterator[Finding]:
    tests = [cell.index for cell in notebook.cells if cell.grading and cell.grading.is_test]
    last = max(tests, default=0)
    for cell in notebook.cells:
        if cell.grading and cell.grading.is_answer and cell.kind == "code" and cell.index > last:
            what = f"No test follows on the answer in cell {cell.index}."
            yield found("OFF035", what, path=path, cell=cell.name)


def _pointless(subject: Subject) -> Iterator[Finding]:
    for exercise in subject.exercises:
        notebooks = [notebook for _, notebook in exercise.readable()]
        points = sum(
            max(cell.grading.points, 0)
            for notebook in notebooks
            for cell in notebook.graded_cells
            if cell.grading
        )
        if notebooks and points <= 0:
            what = f'The exercise "{exercise.id}" has no points.'
            yield found("OFF034", what, path=f"{SOURCE}/{exercise.id}")
