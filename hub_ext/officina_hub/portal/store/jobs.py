"""Putting work into the queue; taking it out is ``queue``'s business."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from officina_hub.portal.db import tables as t
from officina_hub.portal.store.act import Act, note
from officina_hub.portal.store.attempts import attempts_of
from officina_hub.portal.store.given_marks import return_to_marks
from officina_hub.portal.store.line import Line, stand_in_line
from officina_widgets.wire import JobKind

LIVE = ("waiting", "leased")
SUPERSEDED = (
    "A newer attempt was handed in before this one was graded, so the newer one is graded in its "
    "place. Should that one turn out not to be gradable, your trainer can have this one graded."
)


def queue_prepare(session: Session, release: t.Release, act: Act) -> None:
    """Have a release prepared: student versions made, points counted."""
    _queue_release(session, release, "prepare", act)


def queue_prove(session: Session, release: t.Release, act: Act) -> None:
    """Have a course from elsewhere taken through all gates here."""
    _queue_release(session, release, "prove", act)


def queue_grade(session: Session, submission: t.Submission, act: Act) -> None:
    """Have a submission graded."""
    submission.state = "queued"
    submission.message = ""
    _queue(session, submission, "grade", act)


def supersede(session: Session, newer: t.Submission, act: Act) -> None:
    """Take the learner's older attempts that still wait out of the queue: the newer one counts.

    So nobody stands in the queue twice with one exercise, but for once on each side of the
    deadline: a late attempt leaves the one that came in time its marks. Grading that has begun
    goes on.
    """
    older = attempts_of(newer).where(
        t.Submission.attempt < newer.attempt, t.Submission.is_late == newer.is_late
    )
    for submission in session.scalars(older.where(t.Submission.state == "queued")):
        waiting = select(t.Job).where(
            t.Job.submission_id == submission.id, t.Job.kind == "grade", t.Job.state == "waiting"
        )
        for job in session.scalars(waiting.with_for_update(skip_locked=True)):
            job.state = "superseded"
            job.finished_at = act.at
            job.message = SUPERSEDED
            _stand_back(session, submission, newer, act)


def queue_feedback(session: Session, submission: t.Submission, act: Act) -> None:
    """Have the feedback of a submission made anew from the gradebook, unless that waits already."""
    if live_job(session, submission.id, "feedback") is None:
        _queue(session, submission, "feedback", act)


def queue_about(session: Session, submission: t.Submission, kind: str, act: Act) -> int:
    """Have work of that kind done on a submission, whose own state stays; gives the job's id."""
    job = _queue(session, submission, kind, act)
    session.flush()
    return job.id


def live_job(session: Session, submission_id: str, kind: str) -> t.Job | None:
    """The unfinished job of that kind for a submission."""
    return session.scalars(
        select(t.Job).where(
            t.Job.submission_id == submission_id, t.Job.kind == kind, t.Job.state.in_(LIVE)
        )
    ).first()


def queue_position(session: Session, line: Line, submission_id: str) -> int | None:
    """About how many jobs are done until this one is, itself included; ``None`` if begun."""
    job = live_job(session, submission_id, "grade")
    if job is None or job.state != "waiting":
        return None
    return line.place(job)


def _queue_release(session: Session, release: t.Release, kind: JobKind, act: Act) -> None:
    job = t.Job(
        kind=kind,
        state="waiting",
        course_id=release.course_id,
        release_id=release.id,
        created_at=act.at,
    )
    stand_in_line(session, job)
    session.add(job)


def _stand_back(session: Session, submission: t.Submission, newer: t.Submission, act: Act) -> None:
    if not return_to_marks(session, submission):
        submission.state = "superseded"
        submission.message = SUPERSEDED
    note(
        session,
        act,
        "superseded",
        course_id=submission.course_id,
        exercise_id=submission.exercise_id,
        submission_id=submission.id,
        detail=f"by attempt {newer.attempt}",
    )


def _queue(session: Session, submission: t.Submission, kind: str, act: Act) -> t.Job:
    job = t.Job(
        kind=kind,
        state="waiting",
        course_id=submission.course_id,
        exercise_id=submission.exercise_id,
        submission_id=submission.id,
        user=submission.user,
        created_at=act.at,
    )
    exercise = session.get(t.Exercise, (submission.course_id, submission.exercise_id))
    stand_in_line(session, job, deadline=exercise.deadline if exercise else None)
    session.add(job)
    return job
