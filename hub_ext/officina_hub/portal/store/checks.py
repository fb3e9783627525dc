"""Checks before handing in: asked for, looked at, and forgotten after an hour.

They count nowhere, so nobody but who asked for one ever sees it, trainers neither; the audit trail
has that one was asked for, and no more.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, func, select, tuple_
from sqlalchemy.orm import Session

from officina_courses.model import Frozen
from officina_courses.saying import say
from officina_hub.portal.db import tables as t
from officina_hub.portal.errors import Conflict, NotFound, TooMany
from officina_hub.portal.store.act import Act, note
from officina_hub.portal.store.courses import course_of_release, find_exercise, published
from officina_hub.portal.store.line import Line, stand_in_line
from officina_widgets.check_wire import UNDER_WAY, CheckOut

KEPT: Final = timedelta(hours=1)
MOST: Final = 30
WITHIN: Final = timedelta(minutes=10)
MOST_UNDER_WAY: Final = 5  # of one learner, as many exercises
AT_ONCE: Final = 500  # so many are forgotten in one transaction

NO_SUCH_CHECK = say(
    "There is no check %(check)s that you may see. What a check found out is kept for an hour: "
    "check the exercise again."
)
CHECKS_OFF = say(
    "The trainers of this course do not allow checks before handing in, so nothing was run. Hand "
    "in as often as you like: the newest attempt counts."
)
TOO_MANY = say(
    "You had %(most)s checks in the last %(minutes)s minutes, and no more are taken, so that "
    "everybody's come soon. Run the notebook's own tests meanwhile, and check again in a few "
    "minutes."
)
TOO_MANY_WAIT = say(
    "%(most)s of your checks are in the queue, and no more are taken, so that everybody's come "
    "soon. Wait until one of them has been run, and check this exercise then."
)
REPLACED = "A newer check of this exercise took the place of this one before it began."


class Asked(Frozen):
    """Who would have which exercise checked, under which id."""

    id: str
    course_id: str
    exercise_id: str
    user: str


def may_check(session: Session, asked: Asked, act: Act) -> None:
    """Raise what speaks against a check.

    Raises
    ------
    NotFound
        When the course never had such an exercise.
    Conflict
        When the course's trainers do not allow checks.
    TooMany
        When this person had, or has, as many as one may have.

    """
    find_exercise(session, asked.course_id, asked.exercise_id)
    course = course_of_release(session, published(session, asked.course_id).release_id)
    if course.grading.checks == "off":
        raise Conflict("checks-off", CHECKS_OFF)
    _bounded(session, asked, act)


def begin(session: Session, asked: Asked, act: Act) -> CheckOut:
    """Queue a check, whose files lie in their place; raises what ``may_check`` does.

    One that still waits of the same learner and exercise makes room for it.
    """
    _one_at_a_time(session, asked)
    may_check(session, asked, act)
    _replace(session, asked, act)
    job = t.Job(
        kind="check",
        state="waiting",
        course_id=asked.course_id,
        exercise_id=asked.exercise_id,
        user=asked.user,
        created_at=act.at,
    )
    stand_in_line(session, job)
    session.add(job)
    session.flush()
    check = t.Check(
        id=asked.id,
        course_id=asked.course_id,
        exercise_id=asked.exercise_id,
        user=asked.user,
        asked_at=act.at,
        gone_at=act.at + KEPT,
        state="waiting",
        message="",
        job_id=job.id,
        result=None,
    )
    session.add(check)
    session.flush()
    place = {"course_id": asked.course_id, "exercise_id": asked.exercise_id}
    note(session, act, "check asked", **place)
    return _out(session, check)


def find_check(session: Session, check_id: str) -> t.Check:
    """The check; raises ``NotFound``, also for one that was forgotten."""
    check = session.get(t.Check, check_id)
    if check is None:
        raise NotFound("no-such-check", NO_SUCH_CHECK.with_values(check=check_id))
    return check


def look(session: Session, check_id: str) -> CheckOut:
    """The check as it travels; raises ``NotFound``."""
    return _out(session, find_check(session, check_id))


def states(session: Session, checks: Collection[str]) -> dict[str, str]:
    """How these checks stand; those that were forgotten are not among them."""
    rows = session.execute(select(t.Check.id, t.Check.state).where(t.Check.id.in_(checks)))
    return {row.id: row.state for row in rows}


def forget(session: Session, at: datetime) -> bool:
    """Leave nothing of checks whose hour is over; tells whether there may be more of them."""
    over = select(t.Check.id, t.Check.job_id).where(t.Check.gone_at <= at).limit(AT_ONCE)
    found = session.execute(over).all()
    session.execute(delete(t.Check).where(t.Check.id.in_([row.id for row in found])))
    session.execute(delete(t.Job).where(t.Job.id.in_([row.job_id for row in found])))
    return len(found) == AT_ONCE


def _bounded(session: Session, asked: Asked, act: Act) -> None:
    """Raise ``TooMany``; one of the same exercise that waits makes room, so it counts only once."""
    mine = select(func.count()).where(t.Check.user == asked.user)
    if (session.scalar(mine.where(t.Check.asked_at > act.at - WITHIN)) or 0) >= MOST:
        minutes = int(WITHIN.total_seconds()) // 60
        raise TooMany("too-many-checks", TOO_MANY.with_values(most=MOST, minutes=minutes))
    place = tuple_(t.Check.course_id, t.Check.exercise_id)
    others = mine.where(t.Check.state.in_(UNDER_WAY), place != (asked.course_id, asked.exercise_id))
    if (session.scalar(others) or 0) >= MOST_UNDER_WAY:
        raise TooMany("too-many-checks", TOO_MANY_WAIT.with_values(most=MOST_UNDER_WAY))


def _one_at_a_time(session: Session, asked: Asked) -> None:
    """On PostgreSQL two may come at once: what the first begins, the second has to see."""
    mine = select(t.Membership.user).where(
        t.Membership.user == asked.user, t.Membership.course_id == asked.course_id
    )
    session.execute(mine.with_for_update())


def _replace(session: Session, asked: Asked, act: Act) -> None:
    rows = (
        select(t.Check, t.Job)
        .join(t.Job, t.Job.id == t.Check.job_id)
        .where(
            t.Check.user == asked.user,
            t.Check.course_id == asked.course_id,
            t.Check.exercise_id == asked.exercise_id,
            t.Job.state == "waiting",
        )
    )
    for older, job in session.execute(rows.with_for_update(skip_locked=True)).all():
        older.state, older.message = "replaced", REPLACED
        job.state, job.message, job.finished_at = "superseded", REPLACED, act.at
    session.flush()


def _out(session: Session, check: t.Check) -> CheckOut:
    waits = check.state == "waiting"
    job = session.get(t.Job, check.job_id) if waits else None
    return CheckOut.model_validate(
        {
            "id": check.id,
            "course_id": check.course_id,
            "exercise_id": check.exercise_id,
            "state": check.state,
            "asked_at": check.asked_at,
            "gone_at": check.gone_at,
            "message": check.message,
            "queue_position": Line(session).place(job) if job else None,
            "result": check.result,
        }
    )
