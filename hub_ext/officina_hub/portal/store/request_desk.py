"""The advisors' side: all requests, searched and filtered, and how soon people are answered."""

from __future__ import annotations

from statistics import median
from typing import Literal

from pydantic import AwareDatetime, Field
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from officina_courses.model import Frozen
from officina_hub.portal.db import tables as t
from officina_hub.portal.store.request_forms import OPEN, RequestLine, State
from officina_hub.portal.store.requests import request_line

Shelf = Literal["open", "unanswered", "all"] | State


class DeskQuery(Frozen):
    """Which requests are asked for."""

    state: Shelf = Field(
        default="open",
        description="open: not decided yet; unanswered: nobody has written to the person yet",
    )
    search: str = Field(
        default="",
        max_length=200,
        description="A number, or words from title, provider, name, firm, purpose or needs",
    )
    limit: int = Field(default=50, ge=1, le=200)
    offset: int = Field(default=0, ge=0, le=1_000_000)


class RequestList(Frozen):
    """A part of the list and how long all of it is."""

    items: tuple[RequestLine, ...]
    total: int


class DeskFigures(Frozen):
    """How the requests stand, and how long people wait for the first answer."""

    total: int
    open: int
    unanswered: int
    oldest_unanswered_at: AwareDatetime | None
    answered: int
    granted: int
    refused: int
    withdrawn: int
    median_first_answer_seconds: float | None


def desk(session: Session, query: DeskQuery) -> RequestList:
    """The requests; those that wait stand by age, the oldest first, others the newest first."""
    conditions = _conditions(query)
    wanted = select(t.AccessRequest).where(*conditions)
    is_queue = query.state in {"open", "unanswered", *OPEN}
    number = t.AccessRequest.number
    ordered = wanted.order_by(number if is_queue else number.desc())
    rows = session.scalars(ordered.limit(query.limit).offset(query.offset))
    count = select(func.count()).select_from(t.AccessRequest).where(*conditions)
    return RequestList(items=tuple(map(request_line, rows)), total=session.scalar(count) or 0)


def figures(session: Session) -> DeskFigures:
    """Of all requests there are; one that was withdrawn unanswered waits no more."""
    r = t.AccessRequest
    by_state: dict[str, int] = {
        row[0]: row[1] for row in session.execute(select(r.state, func.count()).group_by(r.state))
    }
    waiting = session.execute(
        select(func.count(), func.min(r.sent_at)).where(
            r.first_answer_at.is_(None), r.state.in_(OPEN)
        )
    ).one()
    times = session.execute(
        select(r.sent_at, r.first_answer_at).where(r.first_answer_at.is_not(None))
    )
    seconds = [(answered - sent).total_seconds() for sent, answered in times if answered]
    return DeskFigures(
        total=sum(by_state.values()),
        open=sum(by_state.get(state, 0) for state in OPEN),
        unanswered=waiting[0],
        oldest_unanswered_at=waiting[1],
        answered=len(seconds),
        granted=by_state.get("granted", 0),
        refused=by_state.get("refused", 0),
        withdrawn=by_state.get("withdrawn", 0),
        median_first_answer_seconds=median(seconds) if seconds else None,
    )


def _conditions(query: DeskQuery) -> list[ColumnElement[bool]]:
    r = t.AccessRequest
    found: list[ColumnElement[bool]] = []
    if query.state in {"open", "unanswered"}:
        found.append(r.state.in_(OPEN))
    elif query.state != "all":
        found.append(r.state == query.state)
    if query.state == "unanswered":
        found.append(r.first_answer_at.is_(None))
    for word in query.search.casefold().split():
        number = word.lstrip("#")
        is_meant = r.searched.contains(word, autoescape=True)
        is_number = number.isascii() and number.isdecimal() and len(number) < 10
        found.append(or_(is_meant, r.number == int(number)) if is_number else is_meant)
    return found
