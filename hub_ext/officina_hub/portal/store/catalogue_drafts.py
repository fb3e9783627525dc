"""Drafts of curators: what a record shall say, kept apart until somebody else has read it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, NamedTuple

from pydantic import AwareDatetime
from sqlalchemy import select
from sqlalchemy.orm import Session

from officina_courses.model import Frozen
from officina_hub.catalogue.arriving import Arriving, Source
from officina_hub.catalogue.identity import record_id
from officina_hub.catalogue.stored_form import Fields, difference, with_held
from officina_hub.portal.db import tables as t
from officina_hub.portal.errors import Conflict
from officina_hub.portal.store.act import Act, note
from officina_hub.portal.store.catalogue_load import open_source, take_batch
from officina_hub.portal.store.catalogue_read import find_row
from officina_widgets.catalogue.records import Record

DraftState = Literal["writing", "waiting", "returned", "published", "discarded"]
OPEN: Final = ("writing", "waiting", "returned")
CURATED: Final = Source(id="curated", title="Written here by curators")
CHANGED_MEANWHILE: Final = (
    "The record {record_id} was changed by somebody else at this very moment, so nothing was "
    "saved, or one of the two would be lost. Send it again."
)
IRI_IS_TAKEN: Final = (
    "A record with the IRI {iri} was written here before, so this one was not made: two records of "
    "one thing would contradict each other. Open that one, or give this one an IRI of its own."
)


class Draft(Frozen):
    """One draft as its readers see it."""

    id: int
    state: DraftState
    version: int
    changes: dict[str, dict[str, Fields]]
    authors: tuple[str, ...]
    written_at: AwareDatetime
    reviewed_by: str | None
    reviewed_at: AwareDatetime | None
    word: str

    @property
    def is_open(self) -> bool:
        """Whether anybody still works on it."""
        return self.state in OPEN


class Lock(NamedTuple):
    """A field that no load overwrites, and who saw to that."""

    by: str
    at: AwareDatetime


class Opened(NamedTuple):
    """A record on a curator's desk: as readers see it, and as its draft would have it."""

    id: str
    source_id: str
    state: str
    public: Fields
    fields: Fields
    locks: Mapping[str, Lock]
    draft: Draft | None
    revision: int

    @property
    def stamp(self) -> str:
        """Changes with whatever is written to the record or its draft."""
        draft = f"{self.draft.id}.{self.draft.version}.{self.draft.state}" if self.draft else ""
        return f"{self.revision}/{draft}"

    @property
    def is_curated(self) -> bool:
        """Whether it was written here, so that no load can ever overwrite it."""
        return self.source_id == CURATED.id


def open_record(session: Session, record_id: str) -> Opened:
    """Lay a record on the desk; raises ``NotFound``."""
    row = find_row(session, record_id)
    draft = _open_draft(session, record_id)
    locks = select(t.CatalogueLock).where(t.CatalogueLock.record_id == record_id)
    return Opened(
        id=row.id,
        source_id=row.source_id,
        state=row.state,
        public=row.record,
        fields=_with_changes(row.record, draft.changes) if draft else row.record,
        locks={one.field: Lock(one.locked_by, one.locked_at) for one in session.scalars(locks)},
        draft=_told(draft) if draft else None,
        revision=row.revision,
    )


def drafts_of(session: Session, record_id: str) -> tuple[Draft, ...]:
    """All drafts that there were of a record, newest first."""
    mine = select(t.CatalogueDraft).where(t.CatalogueDraft.record_id == record_id)
    return tuple(map(_told, session.scalars(mine.order_by(t.CatalogueDraft.id.desc()))))


def save_draft(session: Session, seen: Opened, fields: Fields, state: DraftState, act: Act) -> None:
    """Keep what a curator would have the record say.

    Raises
    ------
    Conflict
        When record or draft were changed since they were ``seen``.

    """
    row, draft = writable_draft(session, seen)
    changes = difference(row.record, fields)
    if draft is None:
        draft = t.CatalogueDraft(record_id=row.id, version=0, authors=[], word="")
        session.add(draft)
    draft.changes, draft.state = changes, state
    draft.version += 1
    # Whoever wrote last stands last, also where somebody else wrote in between.
    draft.authors = [*(one for one in draft.authors if one != act.user), act.user]
    draft.written_at = act.at
    note(session, act, "catalogue draft saved", detail=f"{row.id} {state}")


def begin_record(session: Session, record: Record, state: DraftState, act: Act) -> str:
    """Make a record that only curators see, with a draft for its review; gives its id.

    Raises
    ------
    Conflict
        When a record of that IRI was written here already.

    """
    key = record_id(CURATED.id, record.iri)
    if session.get(t.CatalogueRecord, key) is not None:
        raise Conflict("iri-taken", IRI_IS_TAKEN.format(iri=record.iri))
    open_source(session, CURATED, act)
    take_batch(session, CURATED, [Arriving(record, "a curator's form")], act, "draft")
    save_draft(session, open_record(session, key), find_row(session, key).record, state, act)
    return key


def writable_draft(
    session: Session, seen: Opened
) -> tuple[t.CatalogueRecord, t.CatalogueDraft | None]:
    """The rows of what was seen; raises ``Conflict`` where they are not so any more."""
    # Whoever else writes to this record waits here.
    session.get(t.CatalogueRecord, seen.id, with_for_update=True)
    if open_record(session, seen.id).stamp != seen.stamp:
        raise Conflict("changed-meanwhile", CHANGED_MEANWHILE.format(record_id=seen.id))
    return find_row(session, seen.id), _open_draft(session, seen.id)


def _open_draft(session: Session, record_id: str) -> t.CatalogueDraft | None:
    mine = select(t.CatalogueDraft).where(
        t.CatalogueDraft.record_id == record_id, t.CatalogueDraft.state.in_(OPEN)
    )
    return session.scalars(mine.order_by(t.CatalogueDraft.id.desc()).limit(1)).one_or_none()


def _with_changes(fields: Fields, changes: Mapping[str, Mapping[str, Fields]]) -> Fields:
    for name, told in changes.items():
        fields = with_held(fields, name, told["after"])
    return fields


def _told(row: t.CatalogueDraft) -> Draft:
    return Draft(
        id=row.id,
        state=row.state,
        version=row.version,
        changes=row.changes,
        authors=tuple(row.authors),
        written_at=row.written_at,
        reviewed_by=row.reviewed_by,
        reviewed_at=row.reviewed_at,
        word=row.word,
    )
