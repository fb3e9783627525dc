"""The table of checks before handing in; its rows live for an hour."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from officina_hub.portal.db.base import Base, CourseKey, ExerciseKey, UserName, Uuid, Word


class Check(Base):
    """One check that a learner asked for; what was sent lies beside the database until it ran."""

    __tablename__ = "check"
    __table_args__ = (
        ForeignKeyConstraint(["course_id", "exercise_id"], ["exercise.course_id", "exercise.id"]),
        Index("ix_check_user", "user", "asked_at"),
        Index("ix_check_gone_at", "gone_at"),
        Index("ix_check_job_id", "job_id"),
    )

    id: Mapped[str] = mapped_column(Uuid, primary_key=True)
    course_id: Mapped[str] = mapped_column(CourseKey)
    exercise_id: Mapped[str] = mapped_column(ExerciseKey)
    user: Mapped[str] = mapped_column(UserName)
    asked_at: Mapped[datetime]
    gone_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(Word)
    message: Mapped[str] = mapped_column(Text, default="")
    job_id: Mapped[int] = mapped_column(ForeignKey("job.id"))
    result: Mapped[dict[str, Any] | None]
