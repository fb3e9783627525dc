"""Letters about requests that wait to be sent, and what became of them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, Literal, NamedTuple, get_args

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from officina_courses.model import Frozen
from officina_hub.mail.sending import PAUSES
from officina_hub.portal.db import tables as t
from officina_hub.portal.store.request_forms import RequestOut
from officina_hub.portal.store.requests import request_out

AT_ONCE: Final = 12

Way = Literal["mail", "post"]
WAYS: Final[tuple[Way, ...]] = get_args(Way)


class Letter(Frozen):
    """One letter with the request that it tells of."""

    id: int
    step: int
    way: Way
    address: str
    is_to_person: bool
    tries: int
    request: RequestOut


class Trouble(NamedTuple):
    """A letter that its addressee does not have."""

    address: str
    state: str
    tries: int
    not_before: datetime


def due(session: Session, way: Way, now: datetime) -> tuple[Letter, ...]:
    """The next letters of one way whose time has come, those that waited longest for it first."""
    row = t.RequestLetter
    waiting = select(row).where(row.state == "waiting", row.not_before <= now, row.way == way)
    rows = session.scalars(waiting.order_by(row.not_before, row.id).limit(AT_ONCE))
    return tuple(_letter(session, row) for row in rows)


def next_due(session: Session, way: Way) -> datetime | None:
    """When the next letter of one way is to be tried; ``None`` where none waits."""
    row = t.RequestLetter
    first = select(func.min(row.not_before))
    return session.scalar(first.where(row.state == "waiting", row.way == way))


def was_sent(session: Session, letter_id: int, now: datetime) -> None:
    """It was taken; it is not sent again."""
    row = session.get_one(t.RequestLetter, letter_id)
    row.state, row.ended_at = "sent", now


def was_not_sent(session: Session, letter_id: int, now: datetime, *, is_final: bool) -> bool:
    """Try again later, and longer later each time; tells whether it is given up instead."""
    row = session.get_one(t.RequestLetter, letter_id)
    if is_final or row.tries >= len(PAUSES):
        row.state, row.ended_at = "given up", now
        return True
    row.not_before = now + timedelta(minutes=PAUSES[row.tries])
    row.tries += 1
    return False


def troubled(session: Session, number: int) -> tuple[Trouble, ...]:
    """Letters about a request that were not taken yet, or given up."""
    letters = select(t.RequestLetter).where(t.RequestLetter.number == number)
    bad = (t.RequestLetter.state == "given up") | (
        (t.RequestLetter.state == "waiting") & (t.RequestLetter.tries > 0)
    )
    rows = session.scalars(letters.where(bad).order_by(t.RequestLetter.id))
    return tuple(Trouble(row.address, row.state, row.tries, row.not_before) for row in rows)


def _letter(session: Session, row: t.RequestLetter) -> Letter:
    request = session.get_one(t.AccessRequest, row.number)
    return Letter(
        id=row.id,
        step=row.step,
        way=row.way,
        address=row.address,
        is_to_person=row.is_to_person,
        tries=row.tries,
        request=request_out(session, request),
    )
