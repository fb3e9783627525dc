"""Searches that people keep: making, naming, looking, deleting and bringing back."""

from __future__ import annotations

import hmac
import secrets
import uuid
from datetime import timedelta
from typing import Final, Literal

from pydantic import AwareDatetime
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from officina_courses.model import Frozen
from officina_hub.portal.db import tables as t
from officina_hub.portal.errors import Conflict, NotFound
from officina_hub.portal.store.act import Act
from officina_widgets.catalogue.words import Short

Told = Literal["feed", "home"]
MOST: Final = 50
KEPT_AFTER_DELETION: Final = timedelta(days=30)
TOO_MANY: Final = (
    "You keep {most} searches already, and each is searched again and again, so this one was not "
    "saved. Delete one that you no longer need, and save it then."
)
NO_SUCH_SEARCH: Final = (
    "There is no such saved search of yours: it was deleted, or the address has a typing error. "
    "Your list of saved searches shows those that there are."
)
NO_SUCH_FEED: Final = (
    "There is no feed at this address: it was given up, or has a typing error. Its owner finds the "
    "present address in their list of saved searches."
)


class Wish(Frozen):
    """A search to keep."""

    name: Short
    question: str
    language: str
    told: Told


class Saved(Frozen):
    """A search that is kept."""

    id: str
    user: str
    name: str
    question: str
    language: str
    told: Told
    feed_key: str
    created_at: AwareDatetime
    looked_at: AwareDatetime
    deleted_at: AwareDatetime | None


def save_search(session: Session, wish: Wish, act: Act) -> str:
    """Keep a search; gives its id. Raises ``Conflict`` where there are too many."""
    _check_room(session, act.user)
    row = t.SavedSearch(
        id=str(uuid.uuid4()),
        user=act.user,
        feed_key=_new_key(),
        created_at=act.at,
        looked_at=act.at,
        **wish.model_dump(),
    )
    session.add(row)
    return row.id


def my_searches(session: Session, user: str) -> tuple[Saved, ...]:
    """All that somebody keeps, newest first, then those that can be brought back."""
    mine = select(t.SavedSearch).where(t.SavedSearch.user == user)
    rows = session.scalars(mine.order_by(t.SavedSearch.created_at.desc(), t.SavedSearch.id))
    return tuple(sorted(map(_told, rows), key=lambda one: one.deleted_at is not None))


def my_search(session: Session, search_id: str, user: str) -> Saved:
    """One of somebody's own; raises ``NotFound``."""
    return _told(_mine(session, search_id, user))


def rename_search(session: Session, search_id: str, name: str, told: Told, act: Act) -> None:
    """Call it otherwise, or have it told otherwise."""
    row = _mine(session, search_id, act.user)
    row.name, row.told = name, told


def look_at_search(session: Session, search_id: str, act: Act) -> Saved:
    """Its owner looks at what it finds, so nothing of that is new any more."""
    row = _mine(session, search_id, act.user)
    row.looked_at = act.at
    return _told(row)


def renew_feed(session: Session, search_id: str, act: Act) -> None:
    """Give the feed another address; the old one leads nowhere from now on."""
    _mine(session, search_id, act.user).feed_key = _new_key()


def delete_search(session: Session, search_id: str, act: Act) -> None:
    """Close list and feed; it can be brought back for a month, while it is of the last ``MOST``."""
    _mine(session, search_id, act.user).deleted_at = act.at
    session.flush()
    gone = select(t.SavedSearch).where(
        t.SavedSearch.user == act.user, t.SavedSearch.deleted_at.is_not(None)
    )
    newest_first = gone.order_by(t.SavedSearch.deleted_at.desc(), t.SavedSearch.id)
    for number, row in enumerate(session.scalars(newest_first).all()):
        if number >= MOST or act.at - KEPT_AFTER_DELETION > (row.deleted_at or act.at):
            session.delete(row)


def bring_back_search(session: Session, search_id: str, act: Act) -> None:
    """Undo the deletion; the feed's address is the same. Raises as ``save_search`` does."""
    row = _mine(session, search_id, act.user)
    if row.deleted_at is not None:
        _check_room(session, act.user)
        row.deleted_at = None


def search_of_feed(session: Session, search_id: str, key: str) -> Saved:
    """The search whose feed is opened by that key; raises ``NotFound``."""
    row = session.get(t.SavedSearch, search_id)
    is_open = row is not None and row.deleted_at is None
    if row is None or not (is_open and hmac.compare_digest(row.feed_key.encode(), key.encode())):
        raise NotFound("no-such-feed", NO_SUCH_FEED)
    return _told(row)


def _check_room(session: Session, user: str) -> None:
    kept = select(func.count()).where(
        t.SavedSearch.user == user, t.SavedSearch.deleted_at.is_(None)
    )
    if (session.scalar(kept) or 0) >= MOST:
        raise Conflict("too-many-searches", TOO_MANY.format(most=MOST))


def _mine(session: Session, search_id: str, user: str) -> t.SavedSearch:
    row = session.get(t.SavedSearch, search_id)
    if row is None or row.user != user:
        raise NotFound("no-such-search", NO_SUCH_SEARCH)
    return row


def _told(row: t.SavedSearch) -> Saved:
    return Saved.model_validate({name: getattr(row, name) for name in Saved.model_fields})


def _new_key() -> str:
    return secrets.token_urlsafe(32)
