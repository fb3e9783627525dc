"""The order of the queue: which waiting work is next, and where a submission stands.

*Lanes* by the kind of work go one after the other. Inside a lane courses take *turns*: next is the
course from which no work was taken for the longest. Inside a course learners do: each learner's
first waiting piece goes before anybody's second, nearer deadlines before later ones, then the older
before the newer. So neither a thousand submissions of a course nor fifty of a learner stand before
what somebody else has handed in.

Age wins in the end: each ``OLDEST_EVERY``-th time the oldest work of all is taken, whatever its
lane, so that whoever waits becomes the oldest and is served however much comes in.

The order inside a course is an index, and the courses that wait are found in one query.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime
from functools import cached_property

from sqlalchemy import ColumnElement, Row, Select, and_, func, not_, or_, select, tuple_
from sqlalchemy.orm import Session, aliased

from officina_hub.portal.db import tables as t
from officina_hub.portal.store.kinds import KINDS, MUST_BE_NAMED, WRITE_MARKS

OLDEST_EVERY = 8
RUN = ("grade", "check", "regrade", "confirm")  # needs the Python of the course
NO_DEADLINE = datetime(9999, 1, 1, tzinfo=UTC)


def stand_in_line(session: Session, job: t.Job, *, deadline: datetime | None = None) -> None:
    """Give new work its place; a deadline that has passed presses nobody any more."""
    job.lane = KINDS[job.kind].lane
    is_ahead = deadline is not None and deadline >= job.created_at
    job.due_at = deadline if deadline is not None and is_ahead else NO_DEADLINE
    mine = select(func.max(t.Job.turn)).where(
        t.Job.state == "waiting",
        t.Job.lane == job.lane,
        t.Job.course_id == job.course_id,
        t.Job.user == job.user,
    )
    last = session.scalar(mine) if job.user is not None else None
    job.turn = 0 if last is None else last + 1
    job.claimed = 0


def next_in_line(
    session: Session, kinds: Sequence[str] = (), *, unbuilt: Collection[str] = ()
) -> t.Job | None:
    """The waiting work whose turn it is, numbered as taken; ``None`` when none may be taken.

    Where ``kinds`` are named, all other work is passed over. Of courses that are ``unbuilt``, work
    that runs notebooks is.
    """
    number = (session.scalar(select(func.max(t.Job.claimed))) or 0) + 1
    for course_id, choice in _candidates(session, number, kinds, unbuilt):
        # On PostgreSQL two graders may come at once: what the first takes, the second has to see.
        _hold(session, course_id)
        job = session.scalars(choice.limit(1).with_for_update(skip_locked=True)).one_or_none()
        if job is not None:
            job.claimed = number
            return job
    return None


class Line:
    """The queue as it stands at one moment, to tell many their places."""

    def __init__(self, session: Session) -> None:
        self._session = session

    @cached_property
    def _courses(self) -> Sequence[Row[int, str, int]]:
        return self._session.execute(_courses_in_turn()).all()

    def place(self, job: t.Job) -> int:
        """How many pieces of work are done until this one is, itself included.

        An estimate: work that comes in later may go first, in a better lane or of other learners.
        """
        key = (job.turn, job.due_at, job.id)
        own = select(func.count()).where(
            t.Job.state == "waiting",
            t.Job.lane == job.lane,
            t.Job.course_id == job.course_id,
            tuple_(t.Job.turn, t.Job.due_at, t.Job.id) <= key,
        )
        rounds = self._session.scalar(own) or 1
        before, is_before = 0, True
        for lane, course_id, count in self._courses:
            if lane < job.lane:
                before += count
            elif lane == job.lane and course_id == job.course_id:
                is_before = False
            elif lane == job.lane:
                before += min(count, rounds if is_before else rounds - 1)
        return before + rounds


def _candidates(
    session: Session, number: int, kinds: Sequence[str], unbuilt: Collection[str]
) -> Iterator[tuple[str, Select[t.Job]]]:
    free = _free(kinds)
    if unbuilt:
        free = free.where(not_(and_(t.Job.kind.in_(RUN), t.Job.course_id.in_(sorted(unbuilt)))))
    if number % OLDEST_EVERY == 0:
        oldest = session.scalars(free.order_by(t.Job.id).limit(1)).one_or_none()
        if oldest is not None:
            yield oldest.course_id, free.where(t.Job.id == oldest.id)
    for lane, course_id, _count in session.execute(_courses_in_turn(kinds)).all():
        of_course = free.where(t.Job.lane == lane, t.Job.course_id == course_id)
        yield course_id, of_course.order_by(t.Job.turn, t.Job.due_at, t.Job.id)


def _courses_in_turn(kinds: Sequence[str] = ()) -> Select[int, str, int]:
    """Lanes in their order, in each the courses that wait, longest unserved first.

    Where ``kinds`` are named, the lanes of these alone.
    """
    waiting = (
        select(
            t.Job.lane,
            t.Job.course_id,
            func.count().label("count"),
            func.min(t.Job.due_at).label("due_at"),
            func.min(t.Job.id).label("first"),
        )
        .where(t.Job.state == "waiting", *_in_lanes(kinds))
        .group_by(t.Job.lane, t.Job.course_id)
        .subquery()
    )
    served = (
        select(func.max(t.Job.claimed))
        .where(t.Job.lane == waiting.c.lane, t.Job.course_id == waiting.c.course_id)
        .scalar_subquery()
    )
    return select(waiting.c.lane, waiting.c.course_id, waiting.c.count).order_by(
        waiting.c.lane, served, waiting.c.due_at, waiting.c.first
    )


def _in_lanes(kinds: Sequence[str]) -> list[ColumnElement[bool]]:
    return [t.Job.lane.in_({KINDS[kind].lane for kind in kinds})] if kinds else []


def _free(kinds: Sequence[str]) -> Select[t.Job]:
    """Waiting work that no work in hand would get in the way of, whichever worker has that.

    Where ``kinds`` are named, work of these alone. The gradebook has one place for each learner and
    exercise, and a course one release that is being prepared: the older work comes to its end there
    before the newer begins. Of one learner's checks one is run at a time, so that nobody holds all
    graders with work that goes before all other.
    """
    busy = aliased(t.Job)
    same_marks = and_(
        t.Job.kind.in_(WRITE_MARKS),
        busy.kind.in_(WRITE_MARKS),
        busy.exercise_id == t.Job.exercise_id,
        busy.user == t.Job.user,
    )
    both_prepare = and_(t.Job.kind == "prepare", busy.kind == "prepare")
    same_asker = and_(t.Job.kind == "check", busy.kind == "check", busy.user == t.Job.user)
    in_the_way = (
        select(busy.id)
        .where(
            busy.state == "leased",
            or_(
                and_(busy.course_id == t.Job.course_id, or_(same_marks, both_prepare)),
                same_asker,
            ),
        )
        .exists()
    )
    wanted = t.Job.kind.in_(kinds) if kinds else t.Job.kind.not_in(MUST_BE_NAMED)
    return select(t.Job).where(t.Job.state == "waiting", ~in_the_way, wanted)


def _hold(session: Session, course_id: str) -> None:
    course = select(t.Course.id).where(t.Course.id == course_id)
    session.execute(course.with_for_update(key_share=True))
