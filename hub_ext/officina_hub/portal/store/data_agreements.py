"""Agreements on data: begun by a person, carried out by the portal, kept for good.

What a person may do to one depends on its state, and nothing else: ``STOPPABLE`` and the others.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from officina_courses.saying import say
from officina_hub.federation.fetching.errors import told
from officina_hub.portal.db import tables as t
from officina_hub.portal.errors import Conflict, NotFound, TooMany
from officina_hub.portal.store.act import Act, note
from officina_widgets.data_wire import DataAgreementOut, DataState

UNDER_WAY: Final[tuple[DataState, ...]] = ("negotiating", "fetching")
STOPPABLE: Final = UNDER_WAY
FETCHABLE: Final[tuple[DataState, ...]] = ("failed", "stopped", "removed")
REMOVABLE: Final[tuple[DataState, ...]] = ("here",)
MOST_UNDER_WAY: Final = 5
MOST_KEPT: Final = 20
MOST_WITH_PARTNER: Final = 50

SAME: Final = (
    *("id", "state", "why", "record_id", "title", "provider", "dataset", "purpose", "country"),
    *("actions", "by_person", "offer", "begun_at", "agreed_at", "sha256", "bytes", "fetched_at"),
)
NO_SUCH: Final = say("There is no agreement %(id)s that you may see. Look into your data.")
TOO_MANY_UNDER_WAY: Final = say(
    "You have %(most)s that are not finished yet, and no more are begun, so that the others get "
    "their turn. Nothing was agreed. Wait for one, or stop one."
)
TOO_MANY_KEPT: Final = say(
    "You have the data of %(most)s agreements here, and no more are kept. Nothing was fetched. "
    "Remove one that you do not need any more; its agreement stays."
)
TOO_MANY_WITH_IT: Final = say(
    "%(most)s agreements of this factory with that provider are not finished yet, and no more are "
    "begun, so that it can answer these first. Nothing was agreed. Try again when some are."
)
NOT_NOW: Final = say("It stands elsewhere meanwhile, so this cannot be done now. Look at its page.")
MEANWHILE: Final = say(
    "You have an agreement on this dataset that is not finished yet, so no other was begun. Look "
    "into your data."
)


class Wanted(NamedTuple):
    """What a person agrees to."""

    record_id: str
    partner: str
    address: str
    provider: str
    dataset: str
    title: str
    offer: dict[str, Any]
    purpose: str
    country: str
    actions: list[str]
    by_person: bool
    stated_sha256: str


def begin(session: Session, wanted: Wanted, act: Act) -> DataAgreementOut:
    """Write down that a person agrees, before anybody is told.

    Raises
    ------
    Conflict
        Where one on that dataset is under way.
    TooMany
        Where too many are under way, or kept.

    """
    _require_room(session, act.user)
    rows = t.DataAgreement
    with_it = select(func.count()).where(rows.partner == wanted.partner, rows.state.in_(UNDER_WAY))
    if session.scalars(with_it).one() >= MOST_WITH_PARTNER:
        raise TooMany("too-many", TOO_MANY_WITH_IT.with_values(most=MOST_WITH_PARTNER))
    same = select(rows.id).where(
        rows.user == act.user, rows.record_id == wanted.record_id, rows.state.in_(UNDER_WAY)
    )
    if session.scalars(same).first():
        raise Conflict("under-way", MEANWHILE)
    row = t.DataAgreement(
        id=str(uuid.uuid4()),
        user=act.user,
        state="negotiating",
        begun_at=act.at,
        changed_at=act.at,
        **wanted._asdict(),
    )
    session.add(row)
    session.flush()
    note(session, act, "data-agreed", detail=f"{row.id} {wanted.partner} {wanted.dataset[:500]}")
    return _out(row)


def fetch_again(session: Session, id: str, act: Act) -> DataAgreementOut:  # noqa: A002
    """Have the data of an agreement fetched once more."""
    row = _find(session, id)
    _require_room(session, act.user)
    if row.state not in FETCHABLE or row.agreement is None:
        raise Conflict("not-now", NOT_NOW)
    return _to(session, row, act, "fetching", "data-asked-again")


def stop(session: Session, id: str, act: Act) -> DataAgreementOut:  # noqa: A002
    """Have it come no further; what was agreed stays agreed."""
    row = _find(session, id)
    if row.state not in STOPPABLE:
        raise Conflict("not-now", NOT_NOW)
    return _to(session, row, act, "stopped", "data-stopped")


def remove(session: Session, id: str, act: Act) -> DataAgreementOut:  # noqa: A002
    """Note that the file goes; the agreement stays."""
    row = _find(session, id)
    if row.state not in REMOVABLE:
        raise Conflict("not-now", NOT_NOW)
    return _to(session, row, act, "removed", "data-removed")


def moved(
    session: Session,
    id: str,  # noqa: A002
    states: Sequence[str],
    changes: Mapping[str, Any],
    at: datetime,
) -> bool:
    """What came of it, unless a person has decided otherwise meanwhile."""
    row = _find(session, id)
    if row.state not in states:
        return False
    for name, value in {**changes, "changed_at": at}.items():
        setattr(row, name, value)
    return True


def agreement_out(session: Session, id: str) -> DataAgreementOut:  # noqa: A002
    """One; raises ``NotFound``."""
    return _out(_find(session, id))


def agreements_of(session: Session, user: str) -> tuple[DataAgreementOut, ...]:
    """Of one person, newest first."""
    rows = t.DataAgreement
    mine = select(rows).where(rows.user == user).order_by(rows.begun_at.desc(), rows.id)
    return tuple(map(_out, session.scalars(mine)))


def owner_of(session: Session, id: str) -> str:  # noqa: A002
    """Who began it; raises ``NotFound``."""
    return _find(session, id).user


class Errand(NamedTuple):
    """What the portal has to know to carry one out."""

    id: str
    state: str
    partner: str
    address: str
    provider: str
    dataset: str
    offer: dict[str, Any]
    negotiation: str
    agreement: dict[str, Any] | None
    stated_sha256: str


def errand(session: Session, id: str) -> Errand:  # noqa: A002
    """One of them."""
    row = _find(session, id)
    return Errand(*(getattr(row, name) for name in Errand._fields))


def unfinished(session: Session) -> tuple[str, ...]:
    """Those that the portal was at when it ended."""
    rows = t.DataAgreement
    return tuple(session.scalars(select(rows.id).where(rows.state.in_(UNDER_WAY))))


def with_data(session: Session) -> tuple[str, ...]:
    """Those whose data are here."""
    rows = t.DataAgreement
    return tuple(session.scalars(select(rows.id).where(rows.state == "here")))


def _require_room(session: Session, user: str) -> None:
    rows = t.DataAgreement
    held = Counter(session.scalars(select(rows.state).where(rows.user == user)))
    if sum(held[state] for state in UNDER_WAY) >= MOST_UNDER_WAY:
        raise TooMany("too-many", TOO_MANY_UNDER_WAY.with_values(most=MOST_UNDER_WAY))
    if held["here"] >= MOST_KEPT:
        raise TooMany("too-many", TOO_MANY_KEPT.with_values(most=MOST_KEPT))


def _to(
    session: Session, row: t.DataAgreement, act: Act, state: DataState, what: str
) -> DataAgreementOut:
    row.state, row.why, row.changed_at = state, "", act.at
    note(session, act, what, detail=row.id)
    return _out(row)


def _find(session: Session, id: str) -> t.DataAgreement:  # noqa: A002
    row = session.get(t.DataAgreement, id)
    if row is None:
        raise NotFound("not-found", NO_SUCH.with_values(id=id))
    return row


def _out(row: t.DataAgreement) -> DataAgreementOut:
    same = {name: getattr(row, name) for name in SAME}
    agreement_id = told((row.agreement or {}).get("@id", ""))
    return DataAgreementOut(**same, by=row.user, agreement_id=agreement_id)
