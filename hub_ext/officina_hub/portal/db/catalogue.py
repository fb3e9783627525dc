"""Tables of the catalogue: sources, records, curators' locked fields and drafts, what was changed.

A record's identity is (source, IRI), and its ``id`` is made of both (``catalogue.identity``), so it
stays the same when the catalogue is loaded again elsewhere. ``revision`` counts the transactions
that changed records; a record has that of the last one that touched it, which is how the search
index knows what it has not seen yet.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from officina_hub.portal.db.base import Base, Hash, UserName, Word

SourceKey = String(80)
RecordKey = String(20)
FieldName = String(64)


class CatalogueState(Base):
    """One line: the number of the last transaction that changed a record."""

    __tablename__ = "catalogue_state"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision: Mapped[int]


class CatalogueSource(Base):
    """Where descriptions come from; ``report`` tells of its last load."""

    __tablename__ = "catalogue_source"

    id: Mapped[str] = mapped_column(SourceKey, primary_key=True)
    title: Mapped[str] = mapped_column(Text)
    added_at: Mapped[datetime]
    loaded_at: Mapped[datetime | None]
    report: Mapped[dict[str, Any]]


class CatalogueRecord(Base):
    """A description as readers see it: the source's words with a curator's fields in them.

    ``digest`` is of what the source said last, whatever a curator made of it. ``missing_since`` is
    set where a load withdrew the record because its source no longer had it.
    """

    __tablename__ = "catalogue_record"
    __table_args__ = (
        Index("ix_catalogue_record_source_id", "source_id", "id"),
        Index("ix_catalogue_record_revision", "revision", "id"),
    )

    id: Mapped[str] = mapped_column(RecordKey, primary_key=True)
    source_id: Mapped[str] = mapped_column(SourceKey, ForeignKey("catalogue_source.id"))
    iri: Mapped[str] = mapped_column(Text)
    record: Mapped[dict[str, Any]]
    quality: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(Hash)
    address: Mapped[str | None] = mapped_column(Text)
    retrieved_at: Mapped[datetime]
    signed_by: Mapped[str | None] = mapped_column(Text)
    licence: Mapped[str | None] = mapped_column(Text)
    state: Mapped[str] = mapped_column(Word)
    missing_since: Mapped[datetime | None]
    added_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    revision: Mapped[int]


class CatalogueLock(Base):
    """A field that belongs to a curator; ``loaded`` is what the source says of it meanwhile."""

    __tablename__ = "catalogue_lock"

    record_id: Mapped[str] = mapped_column(
        RecordKey, ForeignKey("catalogue_record.id"), primary_key=True
    )
    field: Mapped[str] = mapped_column(FieldName, primary_key=True)
    loaded: Mapped[dict[str, Any]]
    locked_by: Mapped[str] = mapped_column(UserName)
    locked_at: Mapped[datetime]


class CatalogueChange(Base):
    """One deed on one record: by field, what was there before and after, and the state's change."""

    __tablename__ = "catalogue_change"
    __table_args__ = (
        Index("ix_catalogue_change_record_id", "record_id", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[str] = mapped_column(RecordKey, ForeignKey("catalogue_record.id"))
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(UserName)
    deed: Mapped[str] = mapped_column(Word)
    fields: Mapped[dict[str, Any]]
    state_before: Mapped[str | None] = mapped_column(Word)
    state_after: Mapped[str] = mapped_column(Word)
    undoes: Mapped[int | None]


class CatalogueDraft(Base):
    """What curators would have a record say; nobody else sees it before it is published.

    ``changes`` has by field what the record said when it was written, and what it shall say. A
    record has one open draft at most, of which ``version`` counts the savings; ``authors`` are all
    who wrote in it. A closed one is kept, as what was reviewed by whom.
    """

    __tablename__ = "catalogue_draft"
    __table_args__ = (
        Index("ix_catalogue_draft_record_id", "record_id", "id"),
        Index("ix_catalogue_draft_state", "state", "written_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    record_id: Mapped[str] = mapped_column(RecordKey, ForeignKey("catalogue_record.id"))
    state: Mapped[str] = mapped_column(Word)
    version: Mapped[int]
    changes: Mapped[dict[str, Any]]
    authors: Mapped[list[str]] = mapped_column(JSON)
    written_at: Mapped[datetime]
    reviewed_by: Mapped[str | None] = mapped_column(UserName)
    reviewed_at: Mapped[datetime | None]
    word: Mapped[str] = mapped_column(Text)
