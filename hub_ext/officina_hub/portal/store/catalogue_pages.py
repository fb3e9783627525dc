"""The catalogue's public records in pages, each beginning after an id."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from officina_hub.portal.db import tables as t
from officina_hub.portal.store.catalogue_read import count_published, readable
from officina_widgets.catalogue.filed import CatalogRecord


class Part(NamedTuple):
    """Some records in the order of their ids; ``last`` is where the next page begins after."""

    records: tuple[CatalogRecord, ...]
    last: str | None
    total: int


def published_part(session: Session, after: str, most: int) -> Part:
    """The next records that everybody may see."""
    mine = select(t.CatalogueRecord).where(
        t.CatalogueRecord.state == "published", t.CatalogueRecord.id > after
    )
    rows = session.scalars(mine.order_by(t.CatalogueRecord.id).limit(most + 1)).all()
    shown = rows[:most]
    records = tuple(one for row in shown if (one := readable(row)))
    last = shown[-1].id if len(rows) > most else None
    return Part(records, last, count_published(session))
