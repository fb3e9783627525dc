"""What is to be done about plans of prepared sessions now, and what came of it.

A seat's result counts only where the seat is still as it was when the Hub was asked: whoever
cancelled or declined meanwhile has the last word, and the next round asks the Hub for that.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from officina_hub.portal.db import tables as t
from officina_hub.portal.store.act import Act, note
from officina_hub.portal.store.enrolment import role_of
from officina_hub.portal.store.prestarts import (
    LIVE,
    UNDER_WAY,
    change_seat,
    close_if_done,
    end_seat,
    seats_of,
)

# At a time in the future the class may have changed; the words are those of prestart_words.
NO_LEARNER = "no-learner"
NO_TRAINER = "no-trainer"


class Work(NamedTuple):
    """One plan with those whose sessions are to be started, looked at, or ended."""

    id: str
    course_id: str
    by: str
    choice: Mapping[str, str | int]
    correlation_id: str
    to_start: tuple[str, ...]
    to_look: tuple[str, ...]
    to_end: tuple[str, ...]
    is_moving: bool
    trouble: str


def work_of_now(session: Session, now: datetime) -> tuple[Work, ...]:
    """All open plans that have something to do; what is done for good is closed."""
    plans = session.scalars(select(t.Prestart).where(t.Prestart.state == "open"))
    return tuple(work for plan in plans.all() if (work := _work(session, plan, now)) is not None)


def next_start(session: Session, now: datetime) -> datetime | None:
    """When the next plan of a later time begins."""
    rows = select(func.min(t.Prestart.start_at)).where(
        t.Prestart.state == "open", t.Prestart.start_at > now
    )
    return session.scalar(rows)


def is_planned(session: Session, prestart_id: str, user: str) -> bool:
    """Whether the start of this one is still wanted."""
    seat = session.get(t.PrestartSeat, (prestart_id, user))
    return seat is not None and seat.state == "planned"


def take_result(
    session: Session,
    prestart_id: str,
    user: str,
    was: tuple[str, ...],
    new: Mapping[str, Any],
    now: datetime,
) -> bool:
    """Write what the Hub said, where the seat is still one of ``was``; tells whether it was."""
    plan = session.get(t.Prestart, prestart_id)
    seat = session.get(t.PrestartSeat, (prestart_id, user))
    if plan is None or seat is None or seat.state not in was:
        return False
    before = seat.state
    change_seat(plan, seat, now, **new)
    if seat.state != before and seat.state not in LIVE:
        act = Act(user=plan.created_by, at=now, correlation_id=plan.correlation_id)
        detail = f"{user}: {seat.state} {seat.code}".strip() + f", plan {prestart_id}"
        note(session, act, "prepared session", course_id=plan.course_id, detail=detail)
        close_if_done(session, plan)
    return True


def take_end(session: Session, prestart_id: str, user: str, now: datetime) -> None:
    """The session is gone, so the seat is called what it was ended as."""
    seat = session.get(t.PrestartSeat, (prestart_id, user))
    if seat is not None and seat.state == "ending":
        new = {"state": seat.code, "code": "", "live": {}}
        take_result(session, prestart_id, user, ("ending",), new, now)


def take_trouble(session: Session, prestart_id: str, trouble: str) -> None:
    """Keep why the last try came to nothing, for the trainer; empty: it came through."""
    plan = session.get(t.Prestart, prestart_id)
    if plan is not None and plan.state == "open" and plan.trouble != trouble:
        plan.trouble = trouble
        plan.changes += 1


def _work(session: Session, plan: t.Prestart, now: datetime) -> Work | None:
    if plan.start_at > now and not _has_any(session, plan, ("ending",)):
        return None
    seats = seats_of(session, plan.id)
    for seat in seats:
        _judge(session, plan, seat, now)
    close_if_done(session, plan)
    if plan.state != "open":
        return None
    is_due = plan.start_at <= now
    return Work(
        id=plan.id,
        course_id=plan.course_id,
        by=plan.created_by,
        choice=plan.choice,
        correlation_id=plan.correlation_id,
        to_start=_users(seats, ("planned",)) if is_due else (),
        to_look=_users(seats, LIVE),
        to_end=_users(seats, ("ending",)),
        is_moving=any(seat.state in UNDER_WAY and seat.state != "running" for seat in seats),
        trouble=plan.trouble,
    )


def _judge(session: Session, plan: t.Prestart, seat: t.PrestartSeat, now: datetime) -> None:
    """What time has decided: nobody came, or they do not belong to the class any more."""
    if seat.state == "running" and seat.running_since is not None:
        if seat.running_since + timedelta(minutes=plan.unused_minutes) <= now:
            end_seat(plan, seat, "unused", now)
    elif seat.state == "planned" and plan.start_at <= now:
        is_trainer = role_of(session, plan.course_id, plan.created_by) == "trainer"
        if not (plan.is_by_operator or is_trainer):
            change_seat(plan, seat, now, state="refused", code=NO_TRAINER)
        elif role_of(session, plan.course_id, seat.user) != "learner":
            change_seat(plan, seat, now, state="refused", code=NO_LEARNER)


def _has_any(session: Session, plan: t.Prestart, states: tuple[str, ...]) -> bool:
    return any(seat.state in states for seat in seats_of(session, plan.id))


def _users(seats: tuple[t.PrestartSeat, ...], states: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(seat.user for seat in seats if seat.state in states)
