"""Who belongs to a course, and as what."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from officina_hub.portal.db import tables as t
from officina_hub.portal.errors import Conflict, NotFound
from officina_hub.portal.store.act import Act, note
from officina_widgets.wire import Enrolment, MemberRole

TRAINER_STAYS = (
    "{user} is a trainer of {course_id}, and trainers cannot leave their course by this button, "
    "since somebody has to mark and answer. A trainer can be removed on the class page, once there "
    "is another one."
)
LAST_TRAINER = (
    "{user} is the only trainer of {course_id} and was not removed, since somebody has to mark and "
    "answer. Add another trainer first."
)


def role_of(session: Session, course_id: str, user: str) -> MemberRole | None:
    """What ``user`` is in the course; ``None`` for somebody who does not belong to it."""
    membership = session.get(t.Membership, (course_id, user))
    return None if membership is None else _enrolment(membership).role


def enrol(session: Session, course_id: str, act: Act) -> Enrolment:
    """Make the acting person a learner, unless they are a member already.

    Raises
    ------
    NotFound
        When there is no such published course.

    """
    if session.get(t.Publication, course_id) is None:
        raise NotFound(
            "no-such-course",
            f"There is no published course {course_id!r} here, so nobody can enrol in it. Look "
            "for it in the list of courses.",
        )
    return _enrolment(_member(session, course_id, "learner", act))


def make_trainer(session: Session, course_id: str, act: Act) -> Enrolment:
    """Make the acting person a trainer of the course, whatever they were before."""
    membership = _member(session, course_id, "trainer", act)
    membership.role = "trainer"
    return _enrolment(membership)


def leave(session: Session, course_id: str, act: Act) -> None:
    """End a learner's membership; submissions, marks and receipts are kept.

    Raises
    ------
    Conflict
        When the acting person is a trainer.

    """
    membership = session.get(t.Membership, (course_id, act.user))
    if membership is None:
        return
    if membership.role == "trainer":
        message = TRAINER_STAYS.format(user=act.user, course_id=course_id)
        raise Conflict("trainer-cannot-leave", message)
    session.delete(membership)
    note(session, act, "left", course_id=course_id)


def remove(session: Session, course_id: str, user: str, act: Act) -> MemberRole | None:
    """End the membership of ``user`` and tell what they were; what they handed in is kept.

    Raises
    ------
    Conflict
        When this is the last trainer.

    """
    membership = session.get(t.Membership, (course_id, user))
    if membership is None:
        return None
    role = _enrolment(membership).role
    if role == "trainer" and members(session, course_id, "trainer") == (user,):
        raise Conflict("last-trainer", LAST_TRAINER.format(user=user, course_id=course_id))
    session.delete(membership)
    note(session, act, "member removed", course_id=course_id, detail=f"{user}, a {role}")
    return role


def members(session: Session, course_id: str, role: MemberRole) -> tuple[str, ...]:
    """The hub names of all learners, or of all trainers, of the course."""
    column = t.Membership.user
    rows = select(column).where(t.Membership.course_id == course_id, t.Membership.role == role)
    return tuple(session.scalars(rows.order_by(column)))


def _member(session: Session, course_id: str, role: MemberRole, act: Act) -> t.Membership:
    membership = session.get(t.Membership, (course_id, act.user))
    if membership is None:
        membership = t.Membership(
            course_id=course_id, user=act.user, role=role, enrolled_at=act.at, language=""
        )
        session.add(membership)
        note(session, act, "enrolled", course_id=course_id, detail=role)
    return membership


def _enrolment(membership: t.Membership) -> Enrolment:
    return Enrolment.model_validate(
        {
            "course_id": membership.course_id,
            "user": membership.user,
            "role": membership.role,
            "enrolled_at": membership.enrolled_at,
            "language": membership.language,
        }
    )
