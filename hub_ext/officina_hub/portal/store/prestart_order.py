"""What a trainer may order for a class: for whom, from when; and how the same order is known again.

Only members of the course can be on a roster, so that nobody prepares, and has others pay for,
sessions of people who are no learners of theirs.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from officina_hub.portal.errors import BadRequest
from officina_hub.portal.store.enrolment import members
from officina_widgets.prestart_wire import PrestartOrder

LATEST = timedelta(days=60)
TOLERANCE = timedelta(minutes=5)  # clocks differ, and a form is sent a while after it was filled in
SHOWN = 5

PAST = "prestart-past"
TOO_LATE = "prestart-too-late"

NO_LEARNERS = (
    "The course {course_id} has no learners yet, so there is nobody to prepare a session for. Add "
    "learners on its class page first."
)
NOT_LEARNERS = (
    "Not among the learners of {course_id}: {users}. So nothing was prepared, as sessions can be "
    "prepared for the learners of a course only. Add them on the class page, or leave them out."
)
NOBODY = (
    "The order names nobody, so nothing was prepared. Name learners of {course_id}, or leave "
    "``users`` out for all of them."
)
IN_THE_PAST = (
    "The start {found} has passed (it is {now} now), so nothing was planned: the sessions would "
    "have started at once, and used up somebody's budget. Choose a time to come, or leave the "
    "start out to begin now. Up to five minutes ago counts as now."
)
TOO_FAR_AHEAD = (
    "The start {found} is more than 60 days away, so nothing was planned. Nobody knows so long "
    "before who comes; choose a nearer time."
)


class AskedPlan(NamedTuple):
    """A plan as it is asked for: the id that the asker has made, the class, and what is wanted."""

    id: str
    course_id: str
    order: PrestartOrder
    is_by_operator: bool  # and not by a trainer of the course


def check_start(order: PrestartOrder, now: datetime) -> None:
    """Raise ``BadRequest`` for a start that has passed, or that lies too far ahead."""
    start_at = order.start_at
    if start_at is None:
        return
    found = start_at.isoformat()
    if start_at < now - TOLERANCE:
        told = IN_THE_PAST.format(found=found, now=now.isoformat(timespec="minutes"))
        raise BadRequest(PAST, told)
    if start_at > now + LATEST:
        raise BadRequest(TOO_LATE, TOO_FAR_AHEAD.format(found=found))


def roster(session: Session, course_id: str, order: PrestartOrder) -> tuple[str, ...]:
    """Those for whom it is; raises ``BadRequest`` that names whoever is no learner there."""
    learners = members(session, course_id, "learner")
    if not learners:
        raise BadRequest("no-learners", NO_LEARNERS.format(course_id=course_id))
    if order.users is None:
        return learners
    if not order.users:
        raise BadRequest("not-learners", NOBODY.format(course_id=course_id))
    strangers = set(order.users) - set(learners)
    if strangers:
        told = NOT_LEARNERS.format(users=named(strangers), course_id=course_id)
        raise BadRequest("not-learners", told)
    return tuple(sorted(set(order.users)))


def digest_of(order: PrestartOrder) -> str:
    """Equal for orders that ask for the same, however they are written."""
    start = None if order.start_at is None else order.start_at.timestamp()
    users = None if order.users is None else sorted(set(order.users))
    told = [sorted(order.choice.items()), start, order.unused_minutes, users]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def named(names: Collection[str]) -> str:
    """As many names as a sentence can show, however odd they are."""
    told = [repr(name[:60]) for name in sorted(names)[:SHOWN]]
    return ", ".join([*told, "…"] if len(names) > SHOWN else told)
