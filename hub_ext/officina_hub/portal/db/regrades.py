"""Tables of grading again: previews with a line for each submission, and what became of marks.

A preview changes nothing. What it found stands in its lines until a trainer decides; what the
decision changed stands in ``mark_change``, together with all other changes of marks.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from officina_hub.portal.db.base import Base, CourseKey, ExerciseKey, Hash, UserName, Uuid, Word


class Regrade(Base):
    """A preview of grading one exercise again; ``state`` as in ``regrade_wire.RegradeState``."""

    __tablename__ = "regrade"
    __table_args__ = (Index("ix_regrade_course_id_exercise_id", "course_id", "exercise_id"),)

    id: Mapped[str] = mapped_column(Uuid, primary_key=True)
    course_id: Mapped[str] = mapped_column(CourseKey, ForeignKey("course.id"))
    exercise_id: Mapped[str] = mapped_column(ExerciseKey)
    state: Mapped[str] = mapped_column(Word)
    tests: Mapped[str] = mapped_column(Hash)
    created_by: Mapped[str] = mapped_column(UserName)
    created_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text, default="")
    decided_by: Mapped[str | None] = mapped_column(UserName)
    decided_at: Mapped[datetime | None]
    undone_by: Mapped[str | None] = mapped_column(UserName)
    undone_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class RegradeLine(Base):
    """One submission of a preview; ``job_id`` is the work that its ``state`` waits for."""

    __tablename__ = "regrade_line"
    __table_args__ = (
        Index("ix_regrade_line_job_id", "job_id"),
        Index("ix_regrade_line_submission_id", "submission_id"),
    )

    regrade_id: Mapped[str] = mapped_column(Uuid, ForeignKey("regrade.id"), primary_key=True)
    submission_id: Mapped[str] = mapped_column(Uuid, ForeignKey("submission.id"), primary_key=True)
    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"))
    state: Mapped[str] = mapped_column(Word)
    message: Mapped[str] = mapped_column(Text, default="")
    before: Mapped[dict[str, Any] | None]
    before_tests: Mapped[str] = mapped_column(Hash, default="")
    after: Mapped[dict[str, Any] | None]
    after_tests: Mapped[str] = mapped_column(Hash, default="")


class MarkChange(Base):
    """That marks which had been given changed: when, by whom, why, from what to what.

    ``kind``: ``regrade`` and ``undo`` for a preview that was confirmed or taken back, ``other``
    for a single submission graded again and for marks by hand that were published.
    """

    __tablename__ = "mark_change"
    __table_args__ = (
        Index("ix_mark_change_submission_id", "submission_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[str] = mapped_column(Uuid, ForeignKey("submission.id"))
    at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(Word)
    by: Mapped[str] = mapped_column(UserName)
    reason: Mapped[str] = mapped_column(Text, default="")
    before: Mapped[dict[str, Any]]
    after: Mapped[dict[str, Any] | None]
