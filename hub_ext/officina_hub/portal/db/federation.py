"""Tables of peers: how each was read last, what of its pages is known again, how it serves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from officina_hub.portal.db.base import Base, Hash, Word

PeerKey = String(40)


class FederationPeer(Base):
    """One peer of ``factory.toml``, by its id: ``position`` is how far it was read, by its kind.

    ``report`` is of the last harvest, whatever became of it; ``good_at`` when one went well last.
    ``asked_at`` is when somebody wanted it at once, until it has begun.
    """

    __tablename__ = "federation_peer"

    id: Mapped[str] = mapped_column(PeerKey, primary_key=True)
    address: Mapped[str] = mapped_column(Text)
    verdict: Mapped[str] = mapped_column(Word)
    began_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    good_at: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]
    failures: Mapped[int]
    position: Mapped[dict[str, Any]]
    report: Mapped[dict[str, Any]]


class FederationPage(Base):
    """An address of a peer: its validators and the IRIs it held; ``key`` is the address's hash."""

    __tablename__ = "federation_page"
    __table_args__ = (Index("ix_federation_page_peer_id", "peer_id"),)

    peer_id: Mapped[str] = mapped_column(PeerKey, primary_key=True)
    key: Mapped[str] = mapped_column(Hash, primary_key=True)
    address: Mapped[str] = mapped_column(Text)
    page: Mapped[dict[str, Any]]


class FederationCheck(Base):
    """The last look at a factory by the common service standard; ``""`` is this factory."""

    __tablename__ = "federation_check"

    factory_id: Mapped[str] = mapped_column(PeerKey, primary_key=True)
    checked_at: Mapped[datetime]
    report: Mapped[dict[str, Any]]
    why: Mapped[str] = mapped_column(Text)
