"""Grading an exercise again for everybody: a preview first, and nothing changes before a trainer
says so.

A *preview* has a *line* for each attempt that counts. Its work goes through the queue, behind all
other work: graded again without writing; after *confirm* graded once more and written where the
marks are those of the preview; after *undo* put back. Each step of a line is one job, and its end
is written in the transaction that ends the job, so restarts of portal and grader lose nothing.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from officina_hub.portal.db import tables as t
from officina_hub.portal.errors import Conflict, NotFound
from officina_hub.portal.store.act import Act, note
from officina_hub.portal.store.attempts import counting
from officina_hub.portal.store.courses import find_exercise
from officina_hub.portal.store.jobs import queue_about
from officina_hub.portal.store.regrade_progress import STEPS
from officina_hub.portal.store.submissions import find_submission

OPEN = ("previewing", "ready", "confirming", "undoing")
SETTLED = ("graded", "needs_manual", "ungradable", "superseded")
UNDO_FOR = timedelta(days=14)

NO_REGRADE = (
    "There is no preview {id} in the course {course_id}. The class page leads to the last one of "
    "each exercise."
)
NOTHING_TO_GRADE = (
    "Nothing that was handed in for {exercise_id} is marked, so there is nothing to grade again. "
    "Work that waits is graded with the tests of now anyway."
)
NOT_READY = (
    "This preview is {state}, so it cannot be {deed}. Look at its page for where it stands, or "
    "make a new one."
)
OUTDATED = (
    "The tests of {exercise_id} changed after this preview was made, so it cannot be confirmed. "
    "Nothing was changed. Discard it and make a new one."
)
TOO_LATE = (
    "What this preview changed cannot be undone any more: it is more than {days} days ago, or the "
    "exercise was graded again since. The earlier marks stand in each submission's history."
)
REPLACED = (
    "The learner has another attempt that counts by now, or this one is being graded already, so "
    "its marks were left as they are."
)


def start(session: Session, course_id: str, exercise_id: str, act: Act) -> str:
    """Begin a preview, or find the one under way; gives its id.

    Raises
    ------
    NotFound
        When the course has no such exercise.
    Conflict
        When nothing of it is marked.

    """
    exercise = find_exercise(session, course_id, exercise_id)
    known = open_regrade(session, course_id, exercise_id)
    if known is not None:
        return known.id
    chosen = select(t.Submission).where(
        t.Submission.exercise_id == exercise_id,
        t.Submission.state.in_(SETTLED),
        t.Submission.sequence.in_(counting(course_id)),
    )
    submissions = session.scalars(chosen.order_by(t.Submission.sequence)).all()
    if not submissions:
        message = NOTHING_TO_GRADE.format(exercise_id=exercise_id)
        raise Conflict("nothing-to-grade", message)
    run = t.Regrade(
        id=str(uuid.uuid4()),
        course_id=course_id,
        exercise_id=exercise_id,
        state="previewing",
        tests=exercise.tests,
        created_by=act.user,
        created_at=act.at,
    )
    session.add(run)
    session.flush()
    for submission in submissions:
        _add_line(session, run, submission, act)
    _note(session, run, "regrade previewed", act, f"{len(submissions)} submissions")
    return run.id


def confirm(session: Session, course_id: str, regrade_id: str, reason: str, act: Act) -> None:
    """Have the marks of a preview written; doing it twice changes nothing.

    Raises
    ------
    NotFound
        When the course has no such preview.
    Conflict
        When it is not ready, or the tests changed since.

    """
    run = find_regrade(session, course_id, regrade_id)
    if run.state in {"confirming", "confirmed"}:
        return
    _require(run, "ready", deed="confirmed")
    if is_outdated(session, run):
        raise Conflict("regrade-outdated", OUTDATED.format(exercise_id=run.exercise_id))
    run.state = "confirming"
    run.reason, run.decided_by, run.decided_at = reason, act.user, act.at
    _note(session, run, "regrade confirmed", act, reason)
    counts = set(session.scalars(counting(course_id)))
    for line in lines_of(session, run.id, "previewed"):
        submission = find_submission(session, line.submission_id)
        if submission.sequence in counts and submission.state in SETTLED:
            line.state = "writing"
            line.job_id = queue_about(session, submission, "confirm", act)
        else:
            line.state, line.message = "left", REPLACED
    finish(session, run, act)


def discard(session: Session, course_id: str, regrade_id: str, act: Act) -> None:
    """Drop a preview, also one that is still being made; nothing was changed, nothing will be."""
    run = find_regrade(session, course_id, regrade_id)
    if run.state == "discarded":
        return
    _require(run, "previewing", "ready", deed="discarded")
    run.state, run.finished_at = "discarded", act.at
    waiting = select(t.Job).join(t.RegradeLine, t.RegradeLine.job_id == t.Job.id)
    waiting = waiting.where(t.RegradeLine.regrade_id == run.id, t.Job.state == "waiting")
    for job in session.scalars(waiting.with_for_update(skip_locked=True, of=t.Job)):
        job.state, job.finished_at = "superseded", act.at
    _note(session, run, "regrade discarded", act)


def undo(session: Session, course_id: str, regrade_id: str, act: Act) -> None:
    """Have the marks from before a confirmed preview put back.

    Raises
    ------
    NotFound
        When the course has no such preview.
    Conflict
        When it was not confirmed, or is too long ago, or the exercise was graded again since.

    """
    run = find_regrade(session, course_id, regrade_id)
    if run.state in {"undoing", "undone"}:
        return
    _require(run, "confirmed", deed="undone")
    until = undo_until(session, run)
    if until is None or act.at > until:
        raise Conflict("too-late-to-undo", TOO_LATE.format(days=UNDO_FOR.days))
    run.state, run.undone_by, run.undone_at = "undoing", act.user, act.at
    _note(session, run, "regrade undone", act)
    for line in lines_of(session, run.id, "written"):
        line.state = "restoring"
        submission = find_submission(session, line.submission_id)
        line.job_id = queue_about(session, submission, "undo", act)
    finish(session, run, act)


def finish(session: Session, run: t.Regrade, act: Act) -> None:
    """Go on to the next state where no line waits any more."""
    if run.state not in STEPS:
        return
    awaited, reached = STEPS[run.state]
    session.flush()
    # One is enough to know: this is asked at the end of each line's work.
    if session.scalars(_lines(run.id, awaited).limit(1)).first() is None:
        run.state, run.finished_at = reached, act.at


def find_regrade(session: Session, course_id: str, regrade_id: str) -> t.Regrade:
    """One preview of this course; raises ``NotFound``."""
    run = session.get(t.Regrade, regrade_id)
    if run is None or run.course_id != course_id:
        message = NO_REGRADE.format(id=regrade_id, course_id=course_id)
        raise NotFound("no-such-regrade", message)
    return run


def open_regrade(session: Session, course_id: str, exercise_id: str) -> t.Regrade | None:
    """The preview of an exercise that nobody has brought to its end."""
    return session.scalars(_of(course_id, exercise_id).where(t.Regrade.state.in_(OPEN))).first()


def lines_of(session: Session, regrade_id: str, state: str) -> list[t.RegradeLine]:
    """The lines that are in that state, in the order of their work."""
    return list(session.scalars(_lines(regrade_id, state).order_by(t.RegradeLine.job_id)))


def is_outdated(session: Session, run: t.Regrade) -> bool:
    """Whether learners have other tests by now than the preview was made with."""
    return find_exercise(session, run.course_id, run.exercise_id).tests != run.tests


def undo_until(session: Session, run: t.Regrade) -> datetime | None:
    """Until when it can be undone; ``None`` where it cannot."""
    if run.state != "confirmed" or run.finished_at is None:
        return None
    newest = session.scalars(
        _of(run.course_id, run.exercise_id).where(t.Regrade.state != "discarded")
    ).first()
    return run.finished_at + UNDO_FOR if newest is run else None


def marked_earlier(session: Session, course_id: str) -> dict[str, int]:
    """By exercise, how many attempts that count were marked with other tests than those of now."""
    rows = (
        select(t.Exercise.id, func.count())
        .join(t.Submission, t.Submission.exercise_id == t.Exercise.id)
        .join(t.Grade, t.Grade.submission_id == t.Submission.id)
        .where(t.Exercise.course_id == course_id, t.Submission.course_id == course_id)
        .where(t.Submission.sequence.in_(counting(course_id)))
        .where(t.Exercise.tests != "", t.Grade.tests != "", t.Grade.tests != t.Exercise.tests)
        .group_by(t.Exercise.id)
    )
    return {row[0]: row[1] for row in session.execute(rows)}


def _of(course_id: str, exercise_id: str) -> Select[t.Regrade]:
    rows = select(t.Regrade).where(
        t.Regrade.course_id == course_id, t.Regrade.exercise_id == exercise_id
    )
    return rows.order_by(t.Regrade.created_at.desc(), t.Regrade.id)


def _lines(regrade_id: str, state: str) -> Select[t.RegradeLine]:
    return select(t.RegradeLine).where(
        t.RegradeLine.regrade_id == regrade_id, t.RegradeLine.state == state
    )


def _add_line(session: Session, run: t.Regrade, submission: t.Submission, act: Act) -> None:
    grade = session.get(t.Grade, submission.id)
    line = t.RegradeLine(
        regrade_id=run.id,
        submission_id=submission.id,
        job_id=queue_about(session, submission, "regrade", act),
        state="waiting",
        before=grade.document if grade else None,
        before_tests=grade.tests if grade else "",
    )
    session.add(line)


def _require(run: t.Regrade, *states: str, deed: str) -> None:
    if run.state not in states:
        raise Conflict("regrade-not-ready", NOT_READY.format(state=run.state, deed=deed))


def _note(session: Session, run: t.Regrade, what: str, act: Act, detail: str = "") -> None:
    told = ", ".join(filter(None, [detail, f"preview {run.id}"]))
    note(session, act, what, course_id=run.course_id, exercise_id=run.exercise_id, detail=told)
