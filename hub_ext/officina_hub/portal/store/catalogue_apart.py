"""All pairs of records that curators hold apart, for those who look after it."""

from __future__ import annotations

from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from officina_hub.portal.db import tables as t

MOST_SHOWN: Final = 200


class HeldRecord(NamedTuple):
    """One of two; ``is_public`` where it has a page that everybody sees."""

    id: str
    title: dict[str, str]
    source_title: str
    is_public: bool


class HeldPair(NamedTuple):
    """Two records, and who said when that they are not the same."""

    one: HeldRecord
    other: HeldRecord
    by: str
    at: datetime


class HeldPairs(NamedTuple):
    """The newest, and how many there are in all."""

    total: int
    pairs: tuple[HeldPair, ...]


def held_pairs(session: Session) -> HeldPairs:
    """What is held apart now, newest first; what was taken back is in the audit trail."""
    row, one, other = t.CatalogueApart, aliased(t.CatalogueRecord), aliased(t.CatalogueRecord)
    total = session.scalar(select(func.count()).where(row.undone_at.is_(None))) or 0
    rows = session.execute(
        select(row, one, other)
        .join(one, one.id == row.one)
        .join(other, other.id == row.other)
        .where(row.undone_at.is_(None))
        .order_by(row.at.desc(), row.one, row.other)
        .limit(MOST_SHOWN)
    )
    return HeldPairs(
        total,
        tuple(
            HeldPair(_held(session, first), _held(session, second), held.by, held.at)
            for held, first, second in rows
        ),
    )


def _held(session: Session, row: t.CatalogueRecord) -> HeldRecord:
    source = session.get(t.CatalogueSource, row.source_id)
    return HeldRecord(
        id=row.id,
        title=row.record.get("title", {}),
        source_title=source.title if source else row.source_id,
        is_public=row.state == "published",
    )
