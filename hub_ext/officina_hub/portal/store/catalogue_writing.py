"""What every deed in the catalogue shares: the next revision, the line in the history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from officina_hub.portal.db import tables as t
from officina_hub.portal.store.act import Act

RecordState = Literal["published", "draft", "withdrawn"]
Deed = Literal["added", "updated", "set", "locked", "unlocked", "state", "gone", "back", "undone"]


class Turn(NamedTuple):
    """A transaction on the catalogue: who acts, and its number."""

    act: Act
    revision: int


def take_turn(session: Session, act: Act) -> Turn:
    """The next revision; whoever else writes waits, so that no number is seen before a smaller."""
    state = session.scalars(select(t.CatalogueState).with_for_update()).one()
    state.revision += 1
    return Turn(act, state.revision)


def remember(
    session: Session,
    turn: Turn,
    row: t.CatalogueRecord,
    deed: Deed,
    fields: Mapping[str, Any],
) -> t.CatalogueChange:
    """Write a deed into the history; ``enter_state`` adds what it made of the state."""
    change = t.CatalogueChange(
        record_id=row.id,
        at=turn.act.at,
        by=turn.act.user,
        deed=deed,
        fields=dict(fields),
        state_before=row.state,
        state_after=row.state,
        undoes=None,
    )
    session.add(change)
    row.revision = turn.revision
    row.updated_at = turn.act.at
    return change


def enter_state(row: t.CatalogueRecord, change: t.CatalogueChange, state: RecordState) -> None:
    """Bring the record into a state, as part of that deed."""
    row.state = state
    change.state_after = state
