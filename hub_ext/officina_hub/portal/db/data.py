"""Tables of data that come under terms: who agreed to what when, and how far both sides are.

An agreement outlives the record it is about, so it has the record's title and no foreign key to it.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Boolean, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from officina_hub.portal.db.base import Base, Hash, UserName, Uuid, Word
from officina_hub.portal.db.catalogue import RecordKey
from officina_hub.portal.db.federation import PeerKey


class DataAgreement(Base):
    """One person's way from an offer to its data.

    ``offer`` is what was on the page when that person agreed, ``agreement`` what the provider
    answered (both ODRL as JSON-LD); ``sha256``, ``bytes`` and ``fetched_at`` are of the file that
    came, and stay when it was removed.
    """

    __tablename__ = "data_agreement"
    __table_args__ = (Index("ix_data_agreement_user", "user", "begun_at"),)

    id: Mapped[str] = mapped_column(Uuid, primary_key=True)
    user: Mapped[str] = mapped_column(UserName)
    state: Mapped[str] = mapped_column(Word)
    why: Mapped[str] = mapped_column(Text, default="")
    record_id: Mapped[str] = mapped_column(RecordKey)
    partner: Mapped[str] = mapped_column(PeerKey)
    address: Mapped[str] = mapped_column(Text)
    provider: Mapped[str] = mapped_column(Text)
    dataset: Mapped[str] = mapped_column(Text)
    title: Mapped[str] = mapped_column(Text)
    offer: Mapped[dict[str, Any]]
    purpose: Mapped[str] = mapped_column(Text)
    country: Mapped[str] = mapped_column(Text)
    actions: Mapped[list[Any]]
    by_person: Mapped[bool] = mapped_column(Boolean)
    negotiation: Mapped[str] = mapped_column(Text, default="")
    agreement: Mapped[dict[str, Any] | None]
    begun_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    agreed_at: Mapped[datetime | None]
    stated_sha256: Mapped[str] = mapped_column(Text, default="")
    sha256: Mapped[str | None] = mapped_column(Hash)
    bytes: Mapped[int | None] = mapped_column(BigInteger)
    fetched_at: Mapped[datetime | None]


class DataspaceProcess(Base):
    """A negotiation or transfer as the protocol's own side keeps it; keys are hashes of names."""

    __tablename__ = "dataspace_process"
    __table_args__ = (Index("ix_dataspace_process_agreement", "agreement"),)

    key: Mapped[str] = mapped_column(Hash, primary_key=True)
    agreement: Mapped[str | None] = mapped_column(Hash)
    process: Mapped[dict[str, Any]]
