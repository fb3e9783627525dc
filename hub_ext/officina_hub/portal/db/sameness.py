"""Tables of what several sources offer: signs of records, and pairs that people hold apart.

They stand beside the records and change none. ``is_shared`` is worked out when a record changes, so
that whoever reads has nothing to compare.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from officina_hub.portal.db.base import Base, UserName
from officina_hub.portal.db.catalogue import RecordKey, SourceKey

SignKey = String(48)


class CatalogueSign(Base):
    """A sign of a public record (``catalogue.sameness``), and whether another source has it."""

    __tablename__ = "catalogue_sign"
    __table_args__ = (Index("ix_catalogue_sign_key", "key", "source_id"),)

    record_id: Mapped[str] = mapped_column(
        RecordKey, ForeignKey("catalogue_record.id"), primary_key=True
    )
    key: Mapped[str] = mapped_column(SignKey, primary_key=True)
    source_id: Mapped[str] = mapped_column(SourceKey)
    is_shared: Mapped[bool]


class CatalogueSignsTaken(Base):
    """One line: how far in the records' changes the signs are."""

    __tablename__ = "catalogue_signs_taken"

    id: Mapped[int] = mapped_column(primary_key=True)
    revision: Mapped[int]
    record_id: Mapped[str] = mapped_column(RecordKey)


class CatalogueApart(Base):
    """Two records that are not the same, whatever their signs say; ``one`` sorts first.

    Taken back, it stays as what was done by whom.
    """

    __tablename__ = "catalogue_apart"

    one: Mapped[str] = mapped_column(RecordKey, ForeignKey("catalogue_record.id"), primary_key=True)
    other: Mapped[str] = mapped_column(
        RecordKey, ForeignKey("catalogue_record.id"), primary_key=True
    )
    by: Mapped[str] = mapped_column(UserName)
    at: Mapped[datetime]
    undone_by: Mapped[str | None] = mapped_column(UserName)
    undone_at: Mapped[datetime | None]
