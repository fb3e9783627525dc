"""Tables of submissions: what was received, its marks and its feedback."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from officina_hub.portal.db.base import (
    Base,
    CourseKey,
    ExerciseKey,
    FileColumns,
    FilePath,
    Hash,
    UserName,
    Uuid,
    Word,
)


class Submission(Base):
    """What a learner handed in. ``sequence`` counts all of them and is never used again."""

    __tablename__ = "submission"
    __table_args__ = (
        ForeignKeyConstraint(["course_id", "exercise_id"], ["exercise.course_id", "exercise.id"]),
        UniqueConstraint("course_id", "exercise_id", "user", "attempt"),
        UniqueConstraint("id"),
        Index("ix_submission_user", "user"),
        {"sqlite_autoincrement": True},
    )

    sequence: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(Uuid)
    course_id: Mapped[str] = mapped_column(CourseKey)
    exercise_id: Mapped[str] = mapped_column(ExerciseKey)
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"))
    user: Mapped[str] = mapped_column(UserName)
    attempt: Mapped[int]
    received_at: Mapped[datetime]
    client_time: Mapped[str | None] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(Hash)
    size: Mapped[int]
    is_late: Mapped[bool]
    signature: Mapped[str] = mapped_column(Hash)
    state: Mapped[str] = mapped_column(Word)
    message: Mapped[str] = mapped_column(Text)


class SubmissionFile(FileColumns, Base):
    """One file of a submission."""

    __tablename__ = "submission_file"

    submission_id: Mapped[str] = mapped_column(Uuid, ForeignKey("submission.id"), primary_key=True)


class Grade(Base):
    """The marks of a submission: totals for tables, the whole ``marks.Grade`` beside them.

    ``tests`` is the fingerprint of the tests that gave them; empty where nobody noted it.
    """

    __tablename__ = "grade"

    submission_id: Mapped[str] = mapped_column(Uuid, ForeignKey("submission.id"), primary_key=True)
    score: Mapped[float]
    max_score: Mapped[float]
    needs_manual: Mapped[bool]
    graded_at: Mapped[datetime]
    document: Mapped[dict[str, Any]]
    tests: Mapped[str] = mapped_column(Hash, default="", server_default="")


class FeedbackFile(Base):
    """The published feedback page of one notebook of a submission."""

    __tablename__ = "feedback_file"

    submission_id: Mapped[str] = mapped_column(Uuid, ForeignKey("submission.id"), primary_key=True)
    notebook: Mapped[str] = mapped_column(FilePath, primary_key=True)
    sha256: Mapped[str] = mapped_column(Hash)
    size: Mapped[int]
    published_at: Mapped[datetime]
