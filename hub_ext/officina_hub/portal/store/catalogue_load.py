"""One batch of a load: what arrived becomes rows, and a curator's fields stay a curator's.

A record that did not change is not written at all, so that loading the same again is only reading.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from officina_hub.catalogue.arriving import Arriving, Refusal, Source
from officina_hub.catalogue.identity import record_id
from officina_hub.catalogue.quality import quality_of
from officina_hub.catalogue.stored_form import (
    Fields,
    difference,
    digest_of,
    fields_of,
    held,
    record_of,
    with_held,
)
from officina_hub.portal.db import tables as t
from officina_hub.portal.store.act import Act
from officina_hub.portal.store.catalogue_missing import state_before_gone
from officina_hub.portal.store.catalogue_writing import (
    RecordState,
    Turn,
    enter_state,
    remember,
    take_turn,
)

NOT_WITH_LOCKED = (
    "its new description does not go together with the fields that a curator wrote ({fields}), so "
    "the one from before stays; unlock them, or have the source mended"
)
AT_ONCE: Final = 500
Locks = Mapping[str, Sequence[t.CatalogueLock]]


class Outcome(NamedTuple):
    """What became of a batch."""

    added: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: tuple[Refusal, ...] = ()


def open_source(session: Session, source: Source, act: Act) -> None:
    """Know the source, or know it by its new title."""
    row = session.get(t.CatalogueSource, source.id)
    if row is None:
        row = t.CatalogueSource(id=source.id, title="", added_at=act.at, report={})
        session.add(row)
    row.title = source.title or row.title or source.id


def take_batch(
    session: Session, source: Source, batch: Sequence[Arriving], act: Act, state: RecordState
) -> Outcome:
    """Add, update or leave each; records that are new begin in ``state``."""
    ids = [record_id(source.id, each.record.iri) for each in batch]
    rows = _rows(session, ids)
    digests = [digest_of(each, source) for each in batch]
    changed = [
        (each, key, digest)
        for each, key, digest in zip(batch, ids, digests, strict=True)
        if not _is_as_before(rows.get(key), digest)
    ]
    if not changed:
        return Outcome(unchanged=len(batch))
    turn, locks = take_turn(session, act), _locks(session, ids)
    new, updated, refused = [], 0, []
    for each, key, digest in changed:
        row = rows.get(key)
        if row is None:
            new.append(_new_row(source, each, key, digest))
            continue
        refusal = _update(session, turn, row, _said(source, each, digest), locks.get(key, ()))
        updated += refusal is None
        refused += [Refusal(each.where, refusal, each.record.iri)] if refusal else []
    _add(session, turn, new, state)
    return Outcome(len(new), updated, len(batch) - len(changed), tuple(refused))


def shown_iris(session: Session, source_id: str) -> Iterator[dict[str, str]]:
    """The IRIs of all records of a source that are not withdrawn, by id, some at a time."""
    mine = select(t.CatalogueRecord.id, t.CatalogueRecord.iri).where(
        t.CatalogueRecord.source_id == source_id, t.CatalogueRecord.state != "withdrawn"
    )
    found = session.execute(mine.execution_options(yield_per=AT_ONCE))
    return ({row.id: row.iri for row in some} for some in found.partitions())


def shown_among(session: Session, ids: Iterable[str]) -> set[str]:
    """Those of these records that are not withdrawn."""
    mine = select(t.CatalogueRecord.id).where(
        t.CatalogueRecord.id.in_(list(ids)), t.CatalogueRecord.state != "withdrawn"
    )
    return set(session.scalars(mine))


def withdraw_gone(session: Session, ids: Iterable[str], act: Act) -> None:
    """Withdraw what the source no longer has; it comes back when the source has it again."""
    turn = take_turn(session, act)
    for row in _rows(session, list(ids)).values():
        enter_state(row, remember(session, turn, row, "gone", {}), "withdrawn")
        row.missing_since = act.at


class _Said(NamedTuple):
    """What a source says now of a record that is known."""

    fields: Fields
    digest: str
    address: str | None
    source: Source
    arriving: Arriving


def _said(source: Source, each: Arriving, digest: str) -> _Said:
    return _Said(fields_of(each.record), digest, each.address or source.address, source, each)


def _is_as_before(row: t.CatalogueRecord | None, digest: str) -> bool:
    return row is not None and row.digest == digest and row.missing_since is None


def _rows(session: Session, ids: Sequence[str]) -> dict[str, t.CatalogueRecord]:
    found = session.scalars(select(t.CatalogueRecord).where(t.CatalogueRecord.id.in_(ids)))
    return {row.id: row for row in found}


def _locks(session: Session, ids: Sequence[str]) -> Locks:
    found: dict[str, list[t.CatalogueLock]] = defaultdict(list)
    locks = select(t.CatalogueLock).where(t.CatalogueLock.record_id.in_(ids))
    for lock in session.scalars(locks):
        found[lock.record_id].append(lock)
    return found


def _new_row(source: Source, each: Arriving, key: str, digest: str) -> t.CatalogueRecord:
    return t.CatalogueRecord(
        id=key,
        source_id=source.id,
        iri=each.record.iri,
        record=fields_of(each.record),
        quality=quality_of(each.record).model_dump(mode="json"),
        digest=digest,
        address=each.address or source.address,
        retrieved_at=each.retrieved_at,
        signed_by=source.signed_by,
        licence=source.licence,
        missing_since=None,
    )


def _add(
    session: Session, turn: Turn, rows: Sequence[t.CatalogueRecord], state: RecordState
) -> None:
    at = turn.act.at
    for row in rows:
        row.retrieved_at = row.retrieved_at or at
        row.added_at = row.updated_at = at
        row.revision, row.state = turn.revision, state
    session.add_all(rows)
    session.flush()
    for row in rows:
        remember(session, turn, row, "added", {}).state_before = None


def _update(
    session: Session,
    turn: Turn,
    row: t.CatalogueRecord,
    said: _Said,
    locks: Sequence[t.CatalogueLock],
) -> str | None:
    """Take over what is not locked; tells why not, where the two do not go together."""
    fields = said.fields
    for lock in locks:
        fields = with_held(fields, lock.field, held(row.record, lock.field))
    try:
        record = record_of(fields)
    except ValidationError:
        return NOT_WITH_LOCKED.format(fields=", ".join(lock.field for lock in locks))
    for lock in locks:
        lock.loaded = held(said.fields, lock.field)
    _tell_change(session, turn, row, difference(row.record, fields))
    row.record = fields
    row.quality = quality_of(record).model_dump(mode="json")
    _take_provenance(row, said, turn)
    return None


def _tell_change(
    session: Session, turn: Turn, row: t.CatalogueRecord, changed: Mapping[str, Fields]
) -> None:
    """In the history, unless only words changed that a curator's stand before."""
    row.revision = turn.revision
    if row.missing_since is not None:
        back = remember(session, turn, row, "back", changed)
        enter_state(row, back, state_before_gone(session, row.id))
        row.missing_since = None
    elif changed:
        remember(session, turn, row, "updated", changed)


def _take_provenance(row: t.CatalogueRecord, said: _Said, turn: Turn) -> None:
    row.digest = said.digest
    row.address = said.address
    row.retrieved_at = said.arriving.retrieved_at or turn.act.at
    row.signed_by = said.source.signed_by
    row.licence = said.source.licence
