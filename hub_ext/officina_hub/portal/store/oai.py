"""Records for OAI-PMH: in the order of their changes, with those that were withdrawn."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import Session

from officina_hub.federation.feed.offers import FROM_PEERS
from officina_hub.portal.db import tables as t
from officina_hub.portal.oai.question import Place, Selection
from officina_hub.portal.store.catalogue_read import readable
from officina_widgets.catalogue.filed import CatalogRecord

ROW = t.CatalogueRecord


class OaiRow(NamedTuple):
    """One record; ``filed`` is nothing where it was withdrawn."""

    id: str
    changed: datetime
    kind: str
    filed: CatalogRecord | None


class OaiRows(NamedTuple):
    """Some of a list, and where it goes on."""

    rows: list[OaiRow]
    rest: Place | None


def oai_rows(session: Session, selection: Selection, most: int) -> OaiRows:
    """The next records of that selection."""
    asked = _told().order_by(ROW.updated_at, ROW.id).limit(most + 1)
    if selection.since:
        asked = asked.where(ROW.updated_at >= selection.since)
    if selection.before:
        asked = asked.where(ROW.updated_at < selection.before)
    if selection.kind:
        asked = asked.where(ROW.record["kind"].as_string() == selection.kind)
    if selection.after:
        asked = asked.where(tuple_(ROW.updated_at, ROW.id) > tuple(selection.after))
    found = session.scalars(asked).all()
    shown = found[:most]
    rest = Place(shown[-1].updated_at, shown[-1].id) if len(found) > most else None
    return OaiRows([_row(one) for one in shown], rest)


def oai_row(session: Session, record_id: str) -> OaiRow | None:
    """One record by its id."""
    found = session.scalars(_told().where(ROW.id == record_id)).one_or_none()
    return _row(found) if found else None


def earliest_change(session: Session) -> datetime | None:
    """Of the record that was longest not changed."""
    return session.scalar(select(func.min(ROW.updated_at)))


def _told() -> Select[t.CatalogueRecord]:
    return select(ROW).where(
        ROW.state.in_(("published", "withdrawn")), ROW.source_id.not_like(f"{FROM_PEERS}%")
    )


def _row(row: ROW) -> OaiRow:
    filed = readable(row) if row.state == "published" else None
    return OaiRow(row.id, row.updated_at, str(row.record["kind"]), filed)
