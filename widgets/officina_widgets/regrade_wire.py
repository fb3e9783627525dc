"""What travels of grading an exercise again: the preview, what was decided, what became of it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AwareDatetime, Field, StringConstraints

from officina_courses.model import Frozen

RegradeState = Literal[
    "previewing",  # the submissions are being graded again, nothing is written
    "ready",  # a trainer has to decide
    "confirming",  # the new marks are being written
    "confirmed",
    "undoing",  # the marks from before are being put back
    "undone",
    "discarded",  # nothing was changed
]
LineState = Literal[
    "waiting",  # not yet graded again
    "previewed",
    "failed",  # could not be graded again; ``message`` says why
    "writing",
    "written",
    "left",  # kept its marks; ``message`` says why
    "restoring",
    "restored",  # has the marks from before again
    "kept",  # keeps the new marks; ``message`` says why
]


class CellChange(Frozen):
    """One cell that has other points."""

    notebook: str
    cell: str
    before: float | None
    after: float | None


class RegradeLineOut(Frozen):
    """One learner's attempt that counted when the preview began."""

    submission_id: str
    user: str
    attempt: int
    state: LineState
    message: str = ""
    before: float | None = Field(description="Points before; None where it had no marks")
    after: float | None = Field(description="Points by the preview; None where there are none")
    max_score: float | None = None
    changes: tuple[CellChange, ...] = ()
    by_hand: tuple[str, ...] = Field(default=(), description="Cells that keep a trainer's mark")
    needs_manual: bool = Field(
        default=False, description="Whether a trainer would have to look at it afterwards"
    )
    is_replaced: bool = Field(
        default=False, description="Whether another attempt of the learner counts by now"
    )

    @property
    def difference(self) -> float | None:
        """Points gained or lost; None where one side is not known."""
        return None if self.before is None or self.after is None else self.after - self.before


class RegradeOut(Frozen):
    """An exercise graded again for all whose attempts count."""

    id: str
    course_id: str
    exercise_id: str
    state: RegradeState
    created_by: str
    created_at: AwareDatetime
    reason: str = ""
    decided_by: str | None = None
    decided_at: AwareDatetime | None = None
    undone_by: str | None = None
    undone_at: AwareDatetime | None = None
    finished_at: AwareDatetime | None = None
    undo_until: AwareDatetime | None = Field(
        default=None, description="Until when it can be undone; None where it cannot"
    )
    done: int = Field(description="Submissions that the work of this state is done with")
    total: int
    newer: int = Field(description="Attempts that count by now and are not in the preview")
    is_outdated: bool = Field(
        description="Whether the tests changed since, so that it cannot be confirmed"
    )
    lines: tuple[RegradeLineOut, ...] = Field(default=(), description="By learner; empty in lists")


Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]


class RegradeDecision(Frozen):
    """That a preview is to be written, and why: the reason is told to the learners."""

    reason: Reason
