"""The table of events: who did what, when, and under which correlation id."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from officina_hub.portal.db.base import Base, CourseKey, ExerciseKey, UserName, Uuid


class Event(Base):
    """One line of the audit trail. Without foreign keys: it outlives what it tells of."""

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_course_id_at", "course_id", "at"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    user: Mapped[str] = mapped_column(UserName)
    what: Mapped[str] = mapped_column(Text)
    course_id: Mapped[str | None] = mapped_column(CourseKey)
    exercise_id: Mapped[str | None] = mapped_column(ExerciseKey)
    submission_id: Mapped[str | None] = mapped_column(Uuid)
    detail: Mapped[str] = mapped_column(Text, default="")
    correlation_id: Mapped[str] = mapped_column(Text, default="")
