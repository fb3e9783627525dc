"""Tables of courses: who belongs to them, what was released, what learners get now.

``publication`` names the release of a course that is current, with the words a list and a search
need; a course without a line there has only releases that are still being prepared or failed.
``exercise`` and ``exercise_file`` are what learners get now; a release itself never changes.
"""

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
    Hash,
    Tag,
    UserName,
    Word,
)


class Course(Base):
    """A course of this portal, whether or not something of it is published."""

    __tablename__ = "course"

    id: Mapped[str] = mapped_column(CourseKey, primary_key=True)
    created_by: Mapped[str] = mapped_column(UserName)
    created_at: Mapped[datetime]


class Release(Base):
    """One uploaded version of a course, immutable but for its state."""

    __tablename__ = "release"
    __table_args__ = (
        Index("ix_release_course_id_version", "course_id", "version"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    course_id: Mapped[str] = mapped_column(CourseKey, ForeignKey("course.id"))
    version: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(Hash)
    state: Mapped[str] = mapped_column(Word)
    document: Mapped[dict[str, Any]]
    findings: Mapped[list[Any]]
    created_by: Mapped[str] = mapped_column(UserName)
    created_at: Mapped[datetime]


class ReleaseFile(FileColumns, Base):
    """One file of a release; ``kind`` is ``package`` (as uploaded) or ``student`` (as prepared)."""

    __tablename__ = "release_file"

    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(Word, primary_key=True)


class Publication(Base):
    """Which release of a course is current, and the words a list of courses needs."""

    __tablename__ = "publication"

    course_id: Mapped[str] = mapped_column(CourseKey, ForeignKey("course.id"), primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"))
    published_at: Mapped[datetime]
    title: Mapped[str] = mapped_column(Text)
    summary: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Word)
    level: Mapped[str] = mapped_column(Word)
    minutes: Mapped[int]
    licence: Mapped[str] = mapped_column(Text)
    version: Mapped[str] = mapped_column(Text)
    exercise_count: Mapped[int]
    search_text: Mapped[str] = mapped_column(Text)


class Exercise(Base):
    """An exercise as learners have it now; ``tests`` is the fingerprint of its tests."""

    __tablename__ = "exercise"

    course_id: Mapped[str] = mapped_column(CourseKey, ForeignKey("course.id"), primary_key=True)
    id: Mapped[str] = mapped_column(ExerciseKey, primary_key=True)
    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(Text)
    summary: Mapped[str] = mapped_column(Text)
    minutes: Mapped[int]
    deadline: Mapped[datetime | None]
    has_own_deadline: Mapped[bool]
    max_score: Mapped[float]
    has_manual: Mapped[bool]
    notebooks: Mapped[list[Any]]
    is_released: Mapped[bool]
    tests: Mapped[str] = mapped_column(Hash, default="", server_default="")


class ExerciseFile(FileColumns, Base):
    """One file that learners of an exercise get now."""

    __tablename__ = "exercise_file"
    __table_args__ = (
        ForeignKeyConstraint(["course_id", "exercise_id"], ["exercise.course_id", "exercise.id"]),
    )

    course_id: Mapped[str] = mapped_column(CourseKey, primary_key=True)
    exercise_id: Mapped[str] = mapped_column(ExerciseKey, primary_key=True)


class Membership(Base):
    """That a hub user is a learner or a trainer of a course."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("user", "course_id"),)

    course_id: Mapped[str] = mapped_column(CourseKey, ForeignKey("course.id"), primary_key=True)
    user: Mapped[str] = mapped_column(UserName, primary_key=True)
    role: Mapped[str] = mapped_column(Word)
    enrolled_at: Mapped[datetime]
    language: Mapped[str] = mapped_column(Tag, default="", server_default="")
