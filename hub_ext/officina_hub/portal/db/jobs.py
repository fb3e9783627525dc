"""The table of the queue: work for the grader, held under leases."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from officina_hub.portal.db.base import Base, CourseKey, ExerciseKey, UserName, Uuid, Word


class Job(Base):
    """One piece of work. ``state``: waiting, leased, done, unread, failed or superseded.

    ``lane``, ``turn`` and ``due_at`` are its place among what waits; ``claimed`` is the number of
    the claim by which it was taken last, 0 before.
    """

    __tablename__ = "job"
    __table_args__ = (
        Index("ix_job_state_id", "state", "id"),
        Index("ix_job_submission_id", "submission_id"),
        Index("ix_job_line", "state", "lane", "course_id", "turn", "due_at", "id"),
        Index("ix_job_learner", "state", "lane", "course_id", "user", "turn"),
        Index("ix_job_served", "lane", "course_id", "claimed"),
        Index("ix_job_claimed", "claimed"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(Word)
    state: Mapped[str] = mapped_column(Word)
    course_id: Mapped[str] = mapped_column(CourseKey, ForeignKey("course.id"))
    exercise_id: Mapped[str | None] = mapped_column(ExerciseKey)
    release_id: Mapped[int | None] = mapped_column(ForeignKey("release.id"))
    submission_id: Mapped[str | None] = mapped_column(Uuid, ForeignKey("submission.id"))
    user: Mapped[str | None] = mapped_column(UserName)
    created_at: Mapped[datetime]
    lane: Mapped[int]
    turn: Mapped[int]
    due_at: Mapped[datetime]
    claimed: Mapped[int]
    tries: Mapped[int] = mapped_column(default=0)
    worker: Mapped[str | None] = mapped_column(Text)
    lease: Mapped[str | None] = mapped_column(Uuid)
    lease_until: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    message: Mapped[str] = mapped_column(Text, default="")
