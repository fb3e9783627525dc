"""Tables of requests for access: what people ask a factory for, what was said, what is to be sent.

A request outlives the record it is about, so it has the record's title and no foreign key to it.
``key`` is that of the form it came by: the same form sent twice is one request. ``read_steps`` is
how many of its steps the person has seen.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from officina_hub.portal.db.base import Base, UserName, Uuid, Word
from officina_hub.portal.db.catalogue import RecordKey


class AccessRequest(Base):
    """One request; ``number`` is its receipt's, counts all of them and is never used again."""

    __tablename__ = "access_request"
    __table_args__ = (
        UniqueConstraint("id"),
        UniqueConstraint("user", "key"),
        Index("ix_access_request_user", "user", "number"),
        Index("ix_access_request_state", "state", "number"),
        {"sqlite_autoincrement": True},
    )

    number: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(Uuid)
    user: Mapped[str] = mapped_column(UserName)
    key: Mapped[str] = mapped_column(Uuid)
    record_id: Mapped[str] = mapped_column(RecordKey)
    kind: Mapped[str] = mapped_column(Word)
    title: Mapped[dict[str, Any]]
    offered_by: Mapped[str] = mapped_column(Text)
    purpose: Mapped[str] = mapped_column(Text)
    needs: Mapped[str] = mapped_column(Text)
    wanted: Mapped[str] = mapped_column(Text)
    firm: Mapped[str] = mapped_column(Text)
    contact: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Word)
    courses: Mapped[list[Any]]
    told: Mapped[list[Any]]
    searched: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Word)
    sent_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    first_answer_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]
    steps: Mapped[int]
    read_steps: Mapped[int]


class AccessRequestStep(Base):
    """What one side did or said; the steps of a request count from one."""

    __tablename__ = "access_request_step"

    number: Mapped[int] = mapped_column(ForeignKey("access_request.number"), primary_key=True)
    step: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(UserName)
    deed: Mapped[str] = mapped_column(Word)
    text: Mapped[str] = mapped_column(Text)


class RequestLetter(Base):
    """Something that is to be told to somebody outside, until it was told or given up.

    Written in the transaction of the step it tells of, so neither is without the other; what it
    says is made when it is sent.
    """

    __tablename__ = "request_letter"
    __table_args__ = (
        Index("ix_request_letter_state", "state", "not_before"),
        Index("ix_request_letter_number", "number"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(ForeignKey("access_request.number"))
    step: Mapped[int]
    way: Mapped[str] = mapped_column(Word)
    address: Mapped[str] = mapped_column(Text)
    is_to_person: Mapped[bool]
    state: Mapped[str] = mapped_column(Word)
    tries: Mapped[int]
    not_before: Mapped[datetime]
    ended_at: Mapped[datetime | None]
