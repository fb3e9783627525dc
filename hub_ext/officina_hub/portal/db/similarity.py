"""Tables of similar solutions: what was found last, and what a trainer said to a pair."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from officina_hub.portal.db.base import Base, CourseKey, ExerciseKey, Hash, UserName, Uuid


class SimilarityReport(Base):
    """The newest comparison of an exercise; ``digest`` tells of what."""

    __tablename__ = "similarity_report"
    __table_args__ = (
        ForeignKeyConstraint(["course_id", "exercise_id"], ["exercise.course_id", "exercise.id"]),
    )

    course_id: Mapped[str] = mapped_column(CourseKey, primary_key=True)
    exercise_id: Mapped[str] = mapped_column(ExerciseKey, primary_key=True)
    digest: Mapped[str] = mapped_column(Hash)
    made_at: Mapped[datetime]
    document: Mapped[dict[str, Any]]


class SimilarityNote(Base):
    """That a trainer looked at two submissions and found nothing amiss; ``one`` sorts first."""

    __tablename__ = "similarity_note"
    __table_args__ = (Index("ix_similarity_note_course_id", "course_id", "exercise_id"),)

    one: Mapped[str] = mapped_column(Uuid, ForeignKey("submission.id"), primary_key=True)
    other: Mapped[str] = mapped_column(Uuid, ForeignKey("submission.id"), primary_key=True)
    course_id: Mapped[str] = mapped_column(CourseKey, ForeignKey("course.id"))
    exercise_id: Mapped[str] = mapped_column(ExerciseKey)
    noted_by: Mapped[str] = mapped_column(UserName)
    noted_at: Mapped[datetime]
    text: Mapped[str] = mapped_column(Text)


class MaterialSketch(Base):
    """What all notebooks of a release look like, without their text: a ``similarity.Sketch``."""

    __tablename__ = "material_sketch"

    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"), primary_key=True)
    prints: Mapped[int]
    signature: Mapped[list[Any]]


class NotebookSketch(Base):
    """The same of one notebook, by its path below the course folder."""

    __tablename__ = "notebook_sketch"

    release_id: Mapped[int] = mapped_column(ForeignKey("release.id"), primary_key=True)
    path: Mapped[str] = mapped_column(Text, primary_key=True)
    prints: Mapped[int]
    signature: Mapped[list[Any]]
