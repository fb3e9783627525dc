"""Records that are withdrawn because their source has them no more, told by their history.

Such a record comes back with its source; one that a curator withdrew does not. So whoever takes a
deed back, or brings a record back, has to know how it stood before.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from officina_hub.portal.db import tables as t
from officina_hub.portal.store.catalogue_writing import RecordState

OF_THE_STATE: Final = frozenset({"added", "state", "gone", "back"})
Changes = Mapping[int, t.CatalogueChange]


def state_before_gone(session: Session, record_id: str) -> RecordState:
    """What a record was when its source lost it: published, or a draft that nobody published."""
    gone = (
        select(t.CatalogueChange.state_before)
        .where(t.CatalogueChange.record_id == record_id, t.CatalogueChange.deed == "gone")
        .order_by(t.CatalogueChange.id.desc())
    )
    return "draft" if session.scalars(gone.limit(1)).first() == "draft" else "published"


def missing_before(
    session: Session, change: t.CatalogueChange, now: datetime | None
) -> datetime | None:
    """Since when its source lacked the record before that change, which is undone now.

    ``now`` is what holds if the change is none of the state. Undoing what a load brought back
    makes it a curator's withdrawal, because the next load would only repeat it.
    """
    mine = select(t.CatalogueChange).where(t.CatalogueChange.record_id == change.record_id)
    changes = {each.id: each for each in session.scalars(mine.order_by(t.CatalogueChange.id))}
    if not _is_of_the_state(change, changes):
        return now
    return None if change.deed == "back" else _missing(change, changes)


def _missing(change: t.CatalogueChange, changes: Changes) -> datetime | None:
    earlier = [
        each for each in changes.values() if each.id < change.id and _is_of_the_state(each, changes)
    ]
    if not earlier:
        return None
    last = earlier[-1]
    if last.undoes is not None:
        undone = changes[last.undoes]
        return None if undone.deed == "back" else _missing(undone, changes)
    return last.at if last.deed == "gone" else None


def _is_of_the_state(change: t.CatalogueChange, changes: Changes) -> bool:
    if change.undoes is not None:
        return _is_of_the_state(changes[change.undoes], changes)
    return change.deed in OF_THE_STATE
