"""Marks: what preparing an exercise and grading a submission find out.

The grading engine makes these, the portal stores and shows them; points are floats as in nbgrader.
"""

from __future__ import annotations

from typing import Literal

from pydantic import AwareDatetime, Field

from officina_courses.model import Frozen

UNREAD = frozenset({"missing", "broken", "empty", "too_large"})


class TaskName(Frozen):
    """What learners know a graded cell by: the heading above its answer."""

    heading: str = Field(max_length=200, description="In the course's language, without markup")
    number: int = Field(default=1, description="Which of the cells below that heading it is")
    count: int = Field(default=1, description="How many cells with points that heading has")


class CellMark(Frozen):
    """The mark of one graded cell."""

    grade_id: str
    task: TaskName | None = Field(
        default=None, description="None where nothing is headed, and in marks of earlier versions"
    )
    score: float | None = Field(description="None while a trainer has still to mark it")
    max_score: float
    needs_manual: bool = False
    note: str = ""
    mode: Literal["examined", "guarded"] | None = Field(
        default=None, description="Whether a test ran apart from the learner's code or beside it"
    )
    seconds: float | None = Field(
        default=None,
        description="How long the cell took as it is shown; None where hidden tests took part",
    )
    error: str = Field(
        default="",
        description="Name of Python's exception that a shown line ended with; never a hidden one's",
    )
    by_hand: bool = Field(
        default=False, description="Whether a trainer gave it; grading again leaves it as it is"
    )


class NotebookMark(Frozen):
    """The marks of one notebook and what the grader has to say about it."""

    name: str
    state: Literal[
        "graded", "missing", "broken", "empty", "too_large", "timeout", "crashed", "tampered"
    ]
    score: float
    max_score: float
    message: str = ""
    notes: tuple[str, ...] = ()
    cells: tuple[CellMark, ...] = ()

    @property
    def is_unread(self) -> bool:
        """Whether there was nothing in it that could be run."""
        return self.state in UNREAD


class Grade(Frozen):
    """The marks of one submission."""

    score: float
    max_score: float
    needs_manual: bool
    notebooks: tuple[NotebookMark, ...]
    graded_at: AwareDatetime

    @property
    def is_unread(self) -> bool:
        """Whether none of its notebooks could be read."""
        return bool(self.notebooks) and all(notebook.is_unread for notebook in self.notebooks)


def points_of(grade: Grade) -> dict[tuple[str, str], tuple[float | None, float, bool]]:
    """What counts of marks: by notebook and cell the points, the most, and if one is to look."""
    return {
        (notebook.name, cell.grade_id): (cell.score, cell.max_score, cell.needs_manual)
        for notebook in grade.notebooks
        for cell in notebook.cells
    }


class ExerciseBuilt(Frozen):
    """What preparing a release found out about one exercise."""

    id: str
    max_score: float
    has_manual: bool
    notebooks: tuple[str, ...]
    tests: str = Field(
        default="", max_length=64, description="Fingerprint of all that decides marks in it"
    )


class FeedbackPage(Frozen):
    """Sanitised feedback of one notebook."""

    notebook: str
    html: str
