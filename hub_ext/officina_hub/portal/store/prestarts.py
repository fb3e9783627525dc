"""Plans of sessions prepared for a class: made, looked at, taken back, declined."""

from __future__ import annotations

from typing import Any

from pydantic import AwareDatetime
from sqlalchemy import select
from sqlalchemy.orm import Session

from officina_hub.portal.db import tables as t
from officina_hub.portal.errors import Conflict, NotFound
from officina_hub.portal.store.act import Act, note
from officina_hub.portal.store.prestart_order import AskedPlan, check_start, digest_of, roster
from officina_widgets.prestart_wire import PrestartOut, SeatOut

LIVE = ("queued", "starting", "running")
GOING_ON = ("planned", *LIVE)
UNDER_WAY = (*GOING_ON, "ending")
AT_MOST_SHOWN = 5

OTHER = "other-prestart"
OTHER_PLAN = (
    "There is a plan {id} already, and it is another one: of another choice, start, roster, time "
    "unopened, course or trainer. So nothing was changed. Cancel that plan and ask under a new id, "
    "or leave it as it is."
)
TAKEN_BACK = "prestart-taken-back"
TAKEN_BACK_PLAN = (
    "The plan {id} was taken back, so nothing was prepared under it again: what is told and "
    "audited about a plan stays true of it. Ask for the same under a new id to prepare it once "
    "more."
)
NO_PLAN = (
    "There is no plan {id} in the course {course_id}. The class page lists those that there are."
)


def add_prestart(session: Session, asked: AskedPlan, act: Act) -> PrestartOut:
    """Write the plan down; the same one again gives what was written the first time.

    Raises
    ------
    BadRequest
        When somebody of it is no learner of the course, or it is for no time to come.
    Conflict
        When another plan has this id, or this one was taken back.

    """
    known = session.get(t.Prestart, asked.id)
    if known is not None:
        _check_same(session, known, asked, act)
        return prestart_out(session, known)
    order = asked.order
    users = roster(session, asked.course_id, order)
    check_start(order, act.at)
    made = t.Prestart(
        id=asked.id,
        course_id=asked.course_id,
        created_by=act.user,
        created_at=act.at,
        is_by_operator=asked.is_by_operator,
        start_at=max(order.start_at or act.at, act.at),
        unused_minutes=order.unused_minutes,
        choice=dict(order.choice),
        digest=digest_of(order),
        state="open",
        changes=0,
        trouble="",
        correlation_id=act.correlation_id,
    )
    session.add(made)
    session.flush()
    session.add_all(_seat(asked.id, user, act.at) for user in users)
    detail = f"{len(users)} sessions of {order.choice.get('profile', '')}, plan {asked.id}"
    note(session, act, "sessions prepared", course_id=asked.course_id, detail=detail)
    session.flush()
    return prestart_out(session, made)


def find_prestart(session: Session, course_id: str, prestart_id: str) -> PrestartOut:
    """One plan of this course; raises ``NotFound``."""
    return prestart_out(session, _found(session, course_id, prestart_id))


def list_prestarts(session: Session, course_id: str) -> tuple[PrestartOut, ...]:
    """The newest plans of this course, and all that are still under way."""
    rows = session.scalars(
        select(t.Prestart)
        .where(t.Prestart.course_id == course_id)
        .order_by(t.Prestart.created_at.desc(), t.Prestart.id)
    )
    found = [row for n, row in enumerate(rows) if n < AT_MOST_SHOWN or row.state == "open"]
    return tuple(prestart_out(session, row) for row in found)


def cancel_prestart(session: Session, course_id: str, prestart_id: str, act: Act) -> PrestartOut:
    """Take back whatever has not been opened; the Hub is asked for it soon after."""
    plan = _found(session, course_id, prestart_id)
    seats = [each for each in seats_of(session, prestart_id) if each.state in GOING_ON]
    for seat in seats:
        end_seat(plan, seat, "cancelled", act.at)
    if plan.state == "open" and seats:
        detail = f"{len(seats)} of plan {prestart_id}"
        note(session, act, "prepared sessions cancelled", course_id=course_id, detail=detail)
    session.flush()
    return prestart_out(session, plan)


def decline(session: Session, act: Act) -> int:
    """The acting person does not want what was prepared for them; tells how many these were."""
    found = [pair for pair in _of_person(session, act.user) if pair[1].state in GOING_ON]
    for plan, seat in found:
        end_seat(plan, seat, "declined", act.at)
        note(session, act, "prepared session declined", course_id=plan.course_id, detail=plan.id)
    return len(found)


def prepared_for(session: Session, user: str) -> tuple[PrestartOut, ...]:
    """The plans in which a session waits for this person; each with their own seat alone."""
    return tuple(
        _out(plan, (seat,)) for plan, seat in _of_person(session, user) if seat.state in GOING_ON
    )


def end_seat(plan: t.Prestart, seat: t.PrestartSeat, why: str, at: AwareDatetime) -> None:
    """Have the Hub asked to end it; ``why`` is what it will be called when it has."""
    change_seat(plan, seat, at, state="ending", code=why, message="")


def change_seat(plan: t.Prestart, seat: t.PrestartSeat, at: AwareDatetime, **changes: Any) -> None:
    """Write what has changed, and let those know who wait for it."""
    changed = {name: new for name, new in changes.items() if getattr(seat, name) != new}
    if not changed:
        return
    for name, new in changed.items():
        setattr(seat, name, new)
    seat.changed_at = at
    plan.changes += 1


def close_if_done(session: Session, plan: t.Prestart) -> None:
    """No session of it is to come, runs unopened or is being ended: it is told as what it was."""
    seats = seats_of(session, plan.id)
    if plan.state != "open" or any(seat.state in UNDER_WAY for seat in seats):
        return
    plan.state = "cancelled" if any(map(_is_taken_back, seats)) else "over"
    plan.trouble = ""
    plan.changes += 1


def seats_of(session: Session, prestart_id: str) -> tuple[t.PrestartSeat, ...]:
    """All seats of a plan, by name."""
    rows = select(t.PrestartSeat).where(t.PrestartSeat.prestart_id == prestart_id)
    return tuple(session.scalars(rows.order_by(t.PrestartSeat.user)))


def prestart_out(session: Session, plan: t.Prestart) -> PrestartOut:
    """The plan as it is told."""
    return _out(plan, seats_of(session, plan.id))


def _check_same(session: Session, known: t.Prestart, asked: AskedPlan, act: Act) -> None:
    found = (known.course_id, known.created_by, known.digest)
    if found != (asked.course_id, act.user, digest_of(asked.order)):
        raise Conflict(OTHER, OTHER_PLAN.format(id=asked.id))
    if any(map(_is_taken_back, seats_of(session, known.id))):
        raise Conflict(TAKEN_BACK, TAKEN_BACK_PLAN.format(id=asked.id))


def _is_taken_back(seat: t.PrestartSeat) -> bool:
    """By a trainer; also while the Hub is still asked to end it."""
    return "cancelled" in {seat.state, seat.code if seat.state == "ending" else ""}


def _seat(prestart_id: str, user: str, at: AwareDatetime) -> t.PrestartSeat:
    return t.PrestartSeat(
        prestart_id=prestart_id,
        user=user,
        state="planned",
        code="",
        message="",
        live={},
        running_since=None,
        changed_at=at,
    )


def _of_person(session: Session, user: str) -> tuple[tuple[t.Prestart, t.PrestartSeat], ...]:
    rows = session.execute(
        select(t.Prestart, t.PrestartSeat)
        .join(t.PrestartSeat, t.PrestartSeat.prestart_id == t.Prestart.id)
        .where(t.PrestartSeat.user == user, t.Prestart.state == "open")
        .order_by(t.Prestart.start_at)
    )
    return tuple((plan, seat) for plan, seat in rows)


def _found(session: Session, course_id: str, prestart_id: str) -> t.Prestart:
    plan = session.get(t.Prestart, prestart_id)
    if plan is None or plan.course_id != course_id:
        raise NotFound("no-such-prestart", NO_PLAN.format(id=prestart_id, course_id=course_id))
    return plan


def _out(plan: t.Prestart, seats: tuple[t.PrestartSeat, ...]) -> PrestartOut:
    return PrestartOut.model_validate(
        {
            "id": plan.id,
            "course_id": plan.course_id,
            "created_by": plan.created_by,
            "created_at": plan.created_at,
            "start_at": plan.start_at,
            "choice": plan.choice,
            "unused_minutes": plan.unused_minutes,
            "state": plan.state,
            "changes": plan.changes,
            "trouble": plan.trouble,
            "reference": plan.correlation_id,
            "seats": tuple(map(_seat_out, seats)),
        }
    )


def _seat_out(seat: t.PrestartSeat) -> SeatOut:
    return SeatOut.model_validate(
        {
            "user": seat.user,
            "state": seat.state,
            "code": seat.code,
            "message": seat.message,
            "running_since": seat.running_since,
            "changed_at": seat.changed_at,
            **seat.live,
        }
    )
