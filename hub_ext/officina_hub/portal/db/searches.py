"""Searches that people keep, each with a feed that is read without a login."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from officina_hub.portal.db.base import Base, UserName, Uuid, Word

FeedKey = String(64)


class SavedSearch(Base):
    """A question that somebody asks again and again.

    ``question`` is the query of its address, without the language, which is that of whoever saved
    it. ``feed_key`` opens the feed to whoever knows it; a new one closes the old address.
    """

    __tablename__ = "saved_search"
    __table_args__ = (Index("ix_saved_search_user", "user", "created_at"),)

    id: Mapped[str] = mapped_column(Uuid, primary_key=True)
    user: Mapped[str] = mapped_column(UserName)
    name: Mapped[str] = mapped_column(Text)
    question: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(Word)
    told: Mapped[str] = mapped_column(Word)
    feed_key: Mapped[str] = mapped_column(FeedKey)
    created_at: Mapped[datetime]
    looked_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]
