"""Tables of sessions prepared for classes: the plan, and a seat for each learner.

Each state is written before the next step is taken, so that a portal that was restarted goes on
where it was; each step asks the Hub for something that may be asked for twice.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from officina_hub.portal.db.base import Base, CourseKey, Hash, UserName, Uuid, Word


class Prestart(Base):
    """A plan. ``state``: open, cancelled or over; ``changes`` grows with each change of a seat.

    ``digest`` stands for the order as it was sent, so that the same one sent again is known.
    ``trouble``: why the last try came to nothing, as its trainer reads it; empty where all is well.
    """

    __tablename__ = "prestart"
    __table_args__ = (
        Index("ix_prestart_state", "state"),
        Index("ix_prestart_course_id", "course_id"),
    )

    id: Mapped[str] = mapped_column(Uuid, primary_key=True)
    course_id: Mapped[str] = mapped_column(CourseKey, ForeignKey("course.id"))
    created_by: Mapped[str] = mapped_column(UserName)
    created_at: Mapped[datetime]
    is_by_operator: Mapped[bool]
    start_at: Mapped[datetime]
    unused_minutes: Mapped[int]
    choice: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(Hash)
    state: Mapped[str] = mapped_column(Word)
    changes: Mapped[int]
    trouble: Mapped[str] = mapped_column(Text)
    correlation_id: Mapped[str] = mapped_column(Text)


class PrestartSeat(Base):
    """One learner's session of a plan; ``live`` has what the Hub told last, while it lives."""

    __tablename__ = "prestart_seat"
    __table_args__ = (Index("ix_prestart_seat_user", "user"),)

    prestart_id: Mapped[str] = mapped_column(Uuid, ForeignKey("prestart.id"), primary_key=True)
    user: Mapped[str] = mapped_column(UserName, primary_key=True)
    state: Mapped[str] = mapped_column(Word)
    code: Mapped[str] = mapped_column(Word)
    message: Mapped[str] = mapped_column(Text)
    live: Mapped[dict[str, Any]]
    running_since: Mapped[datetime | None]
    changed_at: Mapped[datetime]
