"""Marks from before a submission was graded again: which of them stay, and how they come back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from officina_courses.marks import Grade


def settled_marks(submission: Any | None) -> dict[Any, float | None]:
    """The grades that a trainer gave and has not to look at again, each with its automatic mark."""
    return {
        grade.id: grade.auto_score
        for _, grade in _grades(submission)
        if grade.manual_score is not None and not grade.needs_manual_grade
    }


def put_marks_back(submission: Any, earlier: Grade) -> None:
    """Give each cell the points it had; a trainer's own marks are as they were anyway.

    A cell that the exercise did not have then gets none.
    """
    known = {
        (notebook.name, cell.grade_id): cell
        for notebook in earlier.notebooks
        for cell in notebook.cells
    }
    for name, grade in _grades(submission):
        mark = known.get((name, grade.cell.name))
        grade.needs_manual_grade = mark.needs_manual if mark else False
        if grade.manual_score is None:
            score = mark.score if mark else None
            extra = grade.extra_credit or 0.0
            grade.auto_score = None if score is None else score - extra


def _grades(submission: Any | None) -> Iterator[tuple[str, Any]]:
    """The rows of a submission's cells, each with the name of its notebook."""
    for notebook in submission.notebooks if submission is not None else ():
        for grade in notebook.grades:
            yield str(notebook.name), grade
