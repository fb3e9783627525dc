"""The catalogue's records as readers see them, one by one and all, and what was done to them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from pydantic import AwareDatetime, ValidationError
from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from officina_courses.model import Frozen
from officina_hub.catalogue.stored_form import Fields, record_of
from officina_hub.portal.db import tables as t
from officina_hub.portal.errors import Conflict, NotFound
from officina_widgets.catalogue.filed import CatalogRecord, Provenance, Quality
from officina_widgets.catalogue.search.unreadable import reason_of, tell_once

NO_SUCH_RECORD = (
    "The catalogue has no record {record_id!r} that you may see: it was withdrawn, or the address "
    "has a typing error. Search for it by its title."
)


UNREADABLE = (
    "The record {record_id} of {iri} was kept in a form that this Officina cannot read ({reason}), "
    "so nobody finds it. Load it again from its source, or write the field that is named with: "
    "officina catalogue set {record_id} FIELD VALUE"
)


class Change(Frozen):
    """One deed on one record."""

    id: int
    at: AwareDatetime
    by: str
    deed: str
    fields: dict[str, Fields]
    state_before: str | None
    state_after: str
    undoes: int | None


Place = tuple[int, str]
"""Revision and id of a record: how far somebody is who takes changes in their order."""


class Changes(NamedTuple):
    """Some records that were changed: those that everybody may see, and the ids of the others."""

    place: Place | None
    public: tuple[CatalogRecord, ...]
    removed: tuple[str, ...]


class Standing(Frozen):
    """What is known of a record beside the record: for those who look after the catalogue."""

    filed: CatalogRecord
    source_id: str
    source_loaded_at: AwareDatetime | None
    state: str
    missing_since: AwareDatetime | None
    locked: tuple[str, ...]


def find_row(session: Session, record_id: str) -> t.CatalogueRecord:
    """The row of any record, whatever its state; raises ``NotFound``."""
    row = session.get(t.CatalogueRecord, record_id)
    if row is None:
        raise no_such_record(record_id)
    return row


def no_such_record(record_id: str) -> NotFound:
    """The error that says so, also of records that are not public."""
    return NotFound("no-such-record", NO_SUCH_RECORD.format(record_id=record_id))


def published_record(session: Session, record_id: str) -> CatalogRecord:
    """One record as everybody may see it; raises ``NotFound``."""
    row = find_row(session, record_id)
    found = readable(row) if row.state == "published" else None
    if found is None:
        raise no_such_record(record_id)
    return found


def filed(row: t.CatalogueRecord) -> CatalogRecord:
    """A row as it travels; raises ``ValidationError`` where an older Officina kept it otherwise."""
    return CatalogRecord(
        id=row.id,
        record=record_of(row.record),
        provenance=Provenance(
            source=row.source_id,
            address=row.address,
            retrieved_at=row.retrieved_at,
            signed_by=row.signed_by,
            licence=row.licence,
        ),
        quality=Quality.model_validate(row.quality),
        added_at=row.added_at,
        updated_at=row.updated_at,
    )


def readable(row: t.CatalogueRecord) -> CatalogRecord | None:
    """The same, or nothing of a row that this Officina cannot read."""
    try:
        return filed(row)
    except ValidationError as error:
        tell_once(row.iri, reason_of(error))
        return None


class Unreadable(Frozen):
    """A published record that nobody finds, because today's model does not take it."""

    id: str
    source: str
    iri: str
    reason: str


def unreadable_records(session: Session) -> Iterator[Unreadable]:
    """All of them, so that whoever looks after the catalogue can mend or withdraw each."""
    rows = select(t.CatalogueRecord).where(t.CatalogueRecord.state == "published")
    for row in session.scalars(rows.execution_options(yield_per=1000)):
        try:
            filed(row)
        except ValidationError as error:
            yield Unreadable(id=row.id, source=row.source_id, iri=row.iri, reason=reason_of(error))


def standing(session: Session, record_id: str) -> Standing:
    """A record with its state, its locks and its source.

    Raises
    ------
    NotFound
        When there is no such record.
    Conflict
        When this Officina cannot read it as it was kept.

    """
    row = find_row(session, record_id)
    try:
        as_filed = filed(row)
    except ValidationError as error:
        said = UNREADABLE.format(record_id=row.id, iri=row.iri, reason=reason_of(error))
        raise Conflict("unreadable-record", said) from error
    locks = select(t.CatalogueLock.field).where(t.CatalogueLock.record_id == record_id)
    return Standing(
        filed=as_filed,
        source_id=row.source_id,
        source_loaded_at=session.get_one(t.CatalogueSource, row.source_id).loaded_at,
        state=row.state,
        missing_since=row.missing_since,
        locked=tuple(session.scalars(locks.order_by(t.CatalogueLock.field))),
    )


def history(session: Session, record_id: str) -> tuple[Change, ...]:
    """All that was done to a record, newest first; raises ``NotFound``."""
    find_row(session, record_id)
    mine = select(t.CatalogueChange).where(t.CatalogueChange.record_id == record_id)
    rows = session.scalars(mine.order_by(t.CatalogueChange.id.desc()))
    return tuple(
        Change(
            id=row.id,
            at=row.at,
            by=row.by,
            deed=row.deed,
            fields=row.fields,
            state_before=row.state_before,
            state_after=row.state_after,
            undoes=row.undoes,
        )
        for row in rows
    )


def current_revision(session: Session) -> int:
    """The number of the last transaction that changed a record."""
    return session.get_one(t.CatalogueState, 1).revision


def count_published(session: Session) -> int:
    """How many records everybody may see."""
    count = select(func.count()).select_from(t.CatalogueRecord)
    return session.scalar(count.where(t.CatalogueRecord.state == "published")) or 0


def count_after(session: Session, revision: int) -> int:
    """How many records were changed after that revision."""
    count = select(func.count()).select_from(t.CatalogueRecord)
    return session.scalar(count.where(t.CatalogueRecord.revision > revision)) or 0


def published_records(session: Session) -> Iterator[CatalogRecord]:
    """All records that everybody may see, without holding them all at once."""
    rows = select(t.CatalogueRecord).where(t.CatalogueRecord.state == "published")
    for row in session.scalars(rows.execution_options(yield_per=1000)):
        found = readable(row)
        if found is not None:
            yield found


def published_ids(session: Session) -> Iterator[str]:
    """The ids of all records that everybody may see."""
    ids = select(t.CatalogueRecord.id).where(t.CatalogueRecord.state == "published")
    return iter(session.scalars(ids.execution_options(yield_per=1000)))


def changes_after(session: Session, place: Place, most: int) -> Changes:
    """The next records in the order in which they were changed, after that place."""
    key = tuple_(t.CatalogueRecord.revision, t.CatalogueRecord.id)
    ordered = (
        select(t.CatalogueRecord)
        .where(key > place)
        .order_by(t.CatalogueRecord.revision, t.CatalogueRecord.id)
    )
    rows = session.scalars(ordered.limit(most)).all()
    shown = [readable(row) for row in rows if row.state == "published"]
    public = {one.id: one for one in shown if one is not None}
    return Changes(
        place=(rows[-1].revision, rows[-1].id) if rows else None,
        public=tuple(public.values()),
        removed=tuple(row.id for row in rows if row.id not in public),
    )
