"""A curator's deeds: fields that no load overwrites, what is public, and undoing.

Whatever a curator writes is locked from then on. Undoing a load's change writes the words from
before and locks them too, because the next load would only repeat what was undone; undoing a
curator's gives the field back to whoever had it. The history keeps of a field what it held and
whether it was locked, before and after, so that both are undone alike.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from officina_hub.catalogue.quality import quality_of
from officina_hub.catalogue.stored_form import (
    Fields,
    difference,
    fields_of,
    held,
    is_too_large,
    model_of,
    record_of,
    with_held,
)
from officina_hub.portal.db import tables as t
from officina_hub.portal.errors import Conflict, NotFound, Unacceptable
from officina_hub.portal.store.act import Act
from officina_hub.portal.store.catalogue_missing import missing_before
from officina_hub.portal.store.catalogue_read import find_row
from officina_hub.portal.store.catalogue_writing import (
    RecordState,
    Turn,
    enter_state,
    remember,
    take_turn,
)
from officina_widgets.catalogue.faults import findings_of, sentence_of
from officina_widgets.catalogue.records import LARGEST_RECORD
from officina_widgets.catalogue.search.unreadable import reason_of

FIXED = ("iri", "kind")
NO_SUCH_FIELD = (
    "A {kind} has no field {field!r} that a curator may write, so nothing was changed. It has: "
    "{known}."
)
NOT_SO = (
    "{field} of {record_id} cannot be so: {reason}. Nothing was changed. Write it as the field is "
    "described, or leave it to its source."
)
NO_SUCH_CHANGE = (
    "There is no change {change_id}, so nothing was undone. Look at the numbers of a record's "
    "changes with: officina catalogue history ID"
)
TOO_LARGE = (
    "{record_id} would be larger than {most:,} bytes, which every search would have to carry, so "
    "nothing was changed. Shorten what you wrote."
)
CHANGED_SINCE = (
    "Change {change_id} cannot be undone as it stands: {what} of {record_id} was changed again "
    "since, and that would be lost. Undo the newer change first; the history names it."
)

NOT_READABLE = (
    "{record_id} would be a record that this Officina cannot read ({reason}), so nothing was taken "
    "back or given back. Mend that field first: officina catalogue set {record_id} FIELD VALUE"
)


def set_field(session: Session, record_id: str, field: str, value: Any, act: Act) -> None:
    """Write a field and lock it; ``None`` takes its content away.

    Raises
    ------
    NotFound
        When there is no such record.
    Unacceptable
        When it has no such field, or the field cannot hold that.

    """
    row = _row_with(session, record_id, field)
    after = with_held(row.record, field, {} if value is None else {"value": value})
    _write(session, take_turn(session, act), row, field, after)


def lock_field(session: Session, record_id: str, field: str, act: Act) -> None:
    """Keep a field as it is now, whatever its source says later."""
    row = _row_with(session, record_id, field)
    if _lock_of(session, row, field) is None:
        turn = take_turn(session, act)
        _lock(session, turn, row, field)
        told = _told(row.record, row.record, field, was_locked=False, is_locked=True)
        remember(session, turn, row, "locked", {field: told})


def unlock_field(session: Session, record_id: str, field: str, act: Act) -> None:
    """Give a field back to its source, with what that says of it now."""
    row = _row_with(session, record_id, field)
    lock = _lock_of(session, row, field)
    if lock is not None:
        turn = take_turn(session, act)
        before = row.record
        _put_back(row, _unlocked(session, lock, before))
        told = _told(before, row.record, field, was_locked=True, is_locked=False)
        remember(session, turn, row, "unlocked", {field: told})


def set_state(session: Session, record_id: str, state: RecordState, act: Act) -> None:
    """Publish a record, withdraw it, or make it a draft.

    Withdrawing what a load withdrew makes it a curator's deed, so no load brings it back.
    """
    row = find_row(session, record_id)
    if row.state != state or row.missing_since is not None:
        turn = take_turn(session, act)
        enter_state(row, remember(session, turn, row, "state", {}), state)
        row.missing_since = None


def undo(session: Session, change_id: int, act: Act) -> str:
    """Take one change back, as a change of its own; tells whose record it was.

    Raises
    ------
    NotFound
        When there is no such change.
    Conflict
        When something that it changed was changed again since.
    Unacceptable
        When the record would be none that can be read; one of an older Officina may be so.

    """
    change = session.get(t.CatalogueChange, change_id)
    if change is None:
        raise NotFound("no-such-change", NO_SUCH_CHANGE.format(change_id=change_id))
    row = find_row(session, change.record_id)
    locked_before = _locked(session, row)
    _check_undisturbed(row, change, locked_before)
    turn, before, fields = take_turn(session, act), row.record, row.record
    for field, told in change.fields.items():
        fields = _taken_back(session, turn, _Undoing(row, field, told), fields)
    _put_back(row, fields)
    undone = remember(
        session,
        turn,
        row,
        "undone",
        _all_told((before, row.record), (locked_before, _locked(session, row))),
    )
    undone.undoes = change_id
    if change.state_after != change.state_before:
        enter_state(row, undone, _state_before(change))
    row.missing_since = missing_before(session, change, row.missing_since)
    return row.id


def _state_before(change: t.CatalogueChange) -> RecordState:
    """What it was, and for what was added: not public."""
    known: dict[str | None, RecordState] = {"published": "published", "draft": "draft"}
    return known.get(change.state_before, "withdrawn")


def _check_undisturbed(
    row: t.CatalogueRecord, change: t.CatalogueChange, locked: frozenset[str]
) -> None:
    later = []
    for field, told in change.fields.items():
        if "after" in told and held(row.record, field) != told["after"]:
            later.append(field)
        elif "is_locked" in told and (field in locked) != told["is_locked"]:
            later.append(f"the lock of {field}")
    if change.state_after != change.state_before and row.state != change.state_after:
        later.append("the state")
    if later:
        raise Conflict(
            "changed-since",
            CHANGED_SINCE.format(change_id=change.id, what=", ".join(later), record_id=row.id),
        )


class _Undoing(NamedTuple):
    """One field of a change that is taken back."""

    row: t.CatalogueRecord
    field: str
    told: Mapping[str, Any]


def _taken_back(session: Session, turn: Turn, what: _Undoing, fields: Fields) -> Fields:
    """The fields with that one as it was before the change."""
    lock = _lock_of(session, what.row, what.field)
    if what.told.get("was_locked") is False:
        # The field was its source's before.
        return fields if lock is None else _unlocked(session, lock, fields)
    if lock is None:
        _lock(session, turn, what.row, what.field)
    if "before" not in what.told:
        return fields
    return with_held(fields, what.field, what.told["before"])


def _write(session: Session, turn: Turn, row: t.CatalogueRecord, field: str, after: Fields) -> None:
    was_locked = _lock_of(session, row, field) is not None
    if not was_locked:
        _lock(session, turn, row, field)
    before = row.record
    try:
        _keep(row, after)
    except ValidationError as error:
        reason = sentence_of(findings_of(error)[0])
        message = NOT_SO.format(field=field, record_id=row.id, reason=reason)
        raise Unacceptable("bad-field", message) from error
    told = _told(before, row.record, field, was_locked=was_locked, is_locked=True)
    remember(session, turn, row, "set", {field: told})


def _told(
    before: Fields, after: Fields, field: str, *, was_locked: bool, is_locked: bool
) -> Fields:
    """What the history keeps of a field: what it held and whether it was locked."""
    return {
        "before": held(before, field),
        "after": held(after, field),
        "was_locked": was_locked,
        "is_locked": is_locked,
    }


def _all_told(
    records: tuple[Fields, Fields], locks: tuple[frozenset[str], frozenset[str]]
) -> dict[str, Fields]:
    """The same of every field that holds something else, or is locked or free now."""
    changed = dict.fromkeys([*difference(*records), *sorted(locks[0] ^ locks[1])])
    return {
        field: _told(*records, field, was_locked=field in locks[0], is_locked=field in locks[1])
        for field in changed
    }


def _put_back(row: t.CatalogueRecord, fields: Fields) -> None:
    try:
        _keep(row, fields)
    except ValidationError as error:
        message = NOT_READABLE.format(record_id=row.id, reason=reason_of(error))
        raise Unacceptable("not-readable", message) from error


def _keep(row: t.CatalogueRecord, fields: Fields) -> None:
    record = record_of(fields)
    kept = fields_of(record)
    if is_too_large(kept):
        raise Unacceptable("too-large", TOO_LARGE.format(record_id=row.id, most=LARGEST_RECORD))
    row.record = kept
    row.quality = quality_of(record).model_dump(mode="json")


def _row_with(session: Session, record_id: str, field: str) -> t.CatalogueRecord:
    row = find_row(session, record_id)
    known = [name for name in model_of(row.record).model_fields if name not in FIXED]
    if field not in known:
        message = NO_SUCH_FIELD.format(
            kind=row.record["kind"], field=field[:80], known=", ".join(known)
        )
        raise Unacceptable("no-such-field", message)
    return row


def _locked(session: Session, row: t.CatalogueRecord) -> frozenset[str]:
    locks = select(t.CatalogueLock.field).where(t.CatalogueLock.record_id == row.id)
    return frozenset(session.scalars(locks))


def _lock_of(session: Session, row: t.CatalogueRecord, field: str) -> t.CatalogueLock | None:
    locks = select(t.CatalogueLock).where(t.CatalogueLock.record_id == row.id)
    return session.scalars(locks.where(t.CatalogueLock.field == field)).one_or_none()


def _lock(session: Session, turn: Turn, row: t.CatalogueRecord, field: str) -> None:
    lock = t.CatalogueLock(
        record_id=row.id,
        field=field,
        loaded=held(row.record, field),
        locked_by=turn.act.user,
        locked_at=turn.act.at,
    )
    session.add(lock)
    session.flush()


def _unlocked(session: Session, lock: t.CatalogueLock, fields: Fields) -> Fields:
    """The fields with what the source says of that one; the lock is gone."""
    session.delete(lock)
    session.flush()
    return with_held(fields, lock.field, lock.loaded)
