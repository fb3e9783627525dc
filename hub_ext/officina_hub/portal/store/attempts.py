"""Which of a learner's attempts at an exercise counts, and which may be graded again.

A course's gradebook has one place for each learner and exercise, and whatever is graded last stands
in it. So of the attempts that could be graded, the one counts whose grading was *asked for* last:
the newest, unless a trainer had an older one graded again. Where none could be graded, it is the
newest of those that were tried. An attempt of which no notebook could be read takes nothing from
one that could: it counts only where there is no other.
"""

from __future__ import annotations

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from officina_hub.portal.db import tables as t

UNGRADABLE = "ungradable"
SUPERSEDED = "superseded"
UNGRADED = (UNGRADABLE, SUPERSEDED)  # and it stays so, unless a trainer has it graded
UNREAD = "unread"
# Work that came to nothing left the gradebook as it was, or stands there until other work does.
CAME_TO_NOTHING = (SUPERSEDED, "failed", UNREAD)


def counting(course_id: str, *, user: str | None = None) -> Select[int]:
    """The sequences of the attempts that count, one for each exercise and learner, or one user."""
    asked = (
        select(t.Job.submission_id, func.max(t.Job.id).label("last"))
        .where(t.Job.course_id == course_id, t.Job.kind == "grade")
        .where(t.Job.state.not_in(CAME_TO_NOTHING))
        .group_by(t.Job.submission_id)
        .subquery()
    )
    place = func.row_number().over(
        partition_by=(t.Submission.user, t.Submission.exercise_id),
        order_by=(
            t.Submission.state.in_(UNGRADED),
            func.coalesce(asked.c.last, 0).desc(),
            t.Submission.sequence.desc(),
        ),
    )
    ranked = (
        select(t.Submission.sequence, place.label("place"))
        .outerjoin(asked, asked.c.submission_id == t.Submission.id)
        .where(t.Submission.course_id == course_id)
    )
    if user is not None:
        ranked = ranked.where(t.Submission.user == user)
    placed = ranked.subquery()
    return select(placed.c.sequence).where(placed.c.place == 1)


def newest(course_id: str) -> Select[int]:
    """The sequences of the newest attempts, one for each learner and exercise of a course."""
    return (
        select(func.max(t.Submission.sequence))
        .where(t.Submission.course_id == course_id)
        .group_by(t.Submission.user, t.Submission.exercise_id)
    )


def unread(course_id: str) -> Select[str | None]:
    """The ids of the attempts that were graded, and of which no notebook could be read."""
    of_course = select(t.Job.submission_id).where(
        t.Job.course_id == course_id, t.Job.kind == "grade", t.Job.submission_id.is_not(None)
    )
    told = of_course.where(t.Job.state.not_in(CAME_TO_NOTHING))
    return of_course.where(t.Job.state == UNREAD, t.Job.submission_id.not_in(told))


def attempts_of(submission: t.Submission) -> Select[t.Submission]:
    """All attempts of that learner at that exercise, oldest first."""
    return (
        select(t.Submission)
        .where(
            t.Submission.course_id == submission.course_id,
            t.Submission.exercise_id == submission.exercise_id,
            t.Submission.user == submission.user,
        )
        .order_by(t.Submission.attempt)
    )


def in_the_way(session: Session, submission: t.Submission) -> t.Submission | None:
    """The newest attempt for which this one cannot be graded again; ``None`` where it can be.

    A newer attempt stands in the way unless it could not be graded or read, or came too late while
    this one came in time: then it is for the trainer to say which counts.
    """
    newer = attempts_of(submission).where(
        t.Submission.attempt > submission.attempt,
        t.Submission.state.not_in(UNGRADED),
        t.Submission.id.not_in(unread(submission.course_id)),
    )
    if not submission.is_late:
        newer = newer.where(~t.Submission.is_late)
    return max(session.scalars(newer), key=lambda one: one.attempt, default=None)
