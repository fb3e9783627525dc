"""A course with one small exercise of every kind of cell, and learners who hand it in."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from officina_courses.grading import Engine, GradeOutcome, GradeRequest, Limits, grade_submission
from officina_courses.grading.grade import Turn

NOON = datetime(2026, 11, 21, 12, 0, 0, 123456, tzinfo=UTC)
SECRET = "hidden-answer-forty-two"
STUB = "# YOUR CODE HERE\nraise NotImplementedError()"
RIGHT = "def double(x):\n    return 2 * x"
QUICK = Limits(cell_timeout_seconds=1, notebook_timeout_seconds=8, scratch_mib=32)
WRONG = "def double(x):\n    return 'no'"

Cell = dict[str, Any]
Edit = Callable[[list[Cell]], list[Cell] | None]


def code(source: str, **nbgrader: Any) -> Cell:
    """A code cell, nbgrader's where it is given metadata."""
    return {**_cell("code", source, nbgrader), "outputs": [], "execution_count": None}


def text(source: str, **nbgrader: Any) -> Cell:
    """A Markdown cell."""
    return _cell("markdown", source, nbgrader)


def _cell(kind: str, source: str, nbgrader: dict[str, Any]) -> Cell:
    defaults = {"grade": False, "solution": False, "locked": False, "task": False}
    full = {**defaults, "schema_version": 3, "cell_type": kind, **nbgrader}
    return {
        "cell_type": kind,
        "metadata": {"nbgrader": full} if nbgrader else {},
        "source": source,
    }


def notebook(cells: list[Cell], **kernelspec: str) -> dict[str, Any]:
    """A notebook of format 4.5 whose cells have ids."""
    spec = {"name": "python3", "display_name": "Python 3", "language": "python", **kernelspec}
    return {
        "cells": [{"id": f"cell-{index}", **cell} for index, cell in enumerate(cells)],
        "metadata": {"kernelspec": spec},
        "nbformat": 4,
        "nbformat_minor": 5,
    }


TASKS = [
    text("# Doubling"),
    code("offset = 40", grade_id="setup", locked=True),
    code(
        "def double(x):\n    ### BEGIN SOLUTION\n    return 2 * x + (offset - offset)\n"
        "    ### END SOLUTION",
        grade_id="double",
        solution=True,
    ),
    code(
        f"assert double(1) == 2\n### BEGIN HIDDEN TESTS\n"
        f"assert double(21) == 42, '{SECRET}'\n### END HIDDEN TESTS",
        grade_id="test_double",
        grade=True,
        locked=True,
        points=2,
    ),
    code(
        "sum(double(n) == 2 * n for n in range(4))",
        grade_id="test_partly",
        grade=True,
        locked=True,
        points=4,
    ),
    text("Because two halves make a whole.", grade_id="essay", grade=True, solution=True, points=3),
    text(
        "Draw it.\n=== BEGIN MARK SCHEME ===\nOne point for each axis label.\n"
        "=== END MARK SCHEME ===",
        grade_id="drawing",
        locked=True,
        task=True,
        points=5,
    ),
]


class Classroom:
    """One course home, with what tests do there."""

    secret = SECRET
    noon = NOON

    def __init__(self, home: Path, engine: Engine | None = None) -> None:
        self.home = home
        self.engine = engine
        self.limits = Limits(cell_timeout_seconds=5, notebook_timeout_seconds=30)
        self.isolation: Literal["required", "off"] = "required"
        self.turn: Turn = nullcontext

    def write_source(self, exercise: str, cells: list[Cell], **kernelspec: str) -> Path:
        """The trainer's notebook ``tasks.ipynb`` of an exercise."""
        folder = self.home / "source" / exercise
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "tasks.ipynb").write_text(json.dumps(notebook(cells, **kernelspec)))
        return folder

    def hand_in(self, student: str, edit: Edit, exercise: str = "doubling") -> Path:
        """A submission: the release with its cells edited."""
        folder = self.home.parent / "handed-in" / student / exercise
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.home / "release" / exercise, folder)
        path = folder / "tasks.ipynb"
        content = json.loads(path.read_text())
        cells = [{**cell, "source": "".join(cell["source"])} for cell in content["cells"]]
        content["cells"] = edit(cells) or cells
        path.write_text(json.dumps(content))
        return folder

    def grade(self, student: str, folder: Path, **request: Any) -> GradeOutcome:
        """Grade a submission."""
        usual = {"exercise_id": "doubling", "limits": self.limits, "isolation": self.isolation}
        request = {**usual, **request}
        return grade_submission(
            GradeRequest(
                course_home=self.home,
                student_id=student,
                submission_dir=folder,
                received_at=NOON,
                **request,
            ),
            engine=None if request["isolation"] == "off" else self.engine,
            turn=self.turn,
        )

    def solve(self, student: str, solution: str = RIGHT, **request: Any) -> GradeOutcome:
        """Hand in and grade a solution."""
        return self.grade(student, self.hand_in(student, solved(solution)), **request)

    def written(self, student: str, exercise: str = "doubling") -> str:
        """All that grading wrote for people to see, as one text."""
        places = [self.home / step / student / exercise for step in ("autograded", "feedback")]
        files = [path for place in places for path in place.rglob("*") if path.is_file()]
        return "\n".join(path.read_text(errors="replace") for path in files)


def solved(solution: str) -> Edit:
    """An edit that puts ``solution`` into the answer cell."""

    def edit(cells: list[Cell]) -> None:
        named(cells, "double")["source"] = solution

    return edit


def named(cells: list[Cell], grade_id: str) -> Cell:
    """The cell of that grade_id."""
    return next(
        cell for cell in cells if cell["metadata"].get("nbgrader", {}).get("grade_id") == grade_id
    )


def scores(outcome: GradeOutcome) -> dict[str, float | None]:
    """Each cell's score."""
    assert outcome.grade is not None
    return {cell.grade_id: cell.score for book in outcome.grade.notebooks for cell in book.cells}


def notes(outcome: GradeOutcome) -> str:
    """Everything that was noted."""
    assert outcome.grade is not None
    said = [outcome.message]
    for book in outcome.grade.notebooks:
        said += [book.message, *book.notes, *(cell.note for cell in book.cells)]
    return "\n".join(said)


def assert_nothing_gained(classroom: Classroom, student: str, outcome: GradeOutcome) -> None:
    assert scores(outcome)["test_double"] == 0.0
    assert classroom.secret not in classroom.written(student) + outcome.model_dump_json()
