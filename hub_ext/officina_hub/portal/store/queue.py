"""The queue: work is taken under a lease, kept by heartbeats, and handed in exactly once.

Which work is next is ``line``'s business.

A *lease* is a random word known to one worker. Work whose lease has run out is offered again, at
its old place; whoever held it before can no longer hand in anything. A worker that starts anew
under its name gives up what it held, so that a grader that was killed goes on at once. Work that
has ended its worker ``MAX_TRIES`` times is given up with a sentence and never blocks the rest; the
audit trail keeps what each try ended with.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from officina_hub.portal.db import tables as t
from officina_hub.portal.errors import Conflict
from officina_hub.portal.store import check_work, import_work, publishing, regrade_work
from officina_hub.portal.store.act import Act, note
from officina_hub.portal.store.courses import course_of_release
from officina_hub.portal.store.given_marks import return_to_marks
from officina_hub.portal.store.line import next_in_line
from officina_hub.portal.store.story import tell_of_try
from officina_hub.portal.store.submissions import find_submission
from officina_widgets.import_wire import ProofProgress
from officina_widgets.wire import Job, JobFailure, JobKind, QueueState

MAX_TRIES = 3
COUNTED_APART = ("check", "prove")  # other workers than graders may do them

LOST_LEASE = (
    "The lease on job {job_id} is lost: it was offered to another worker, or it is done. Drop this "
    "result and claim new work."
)
GAVE_UP = {
    "grade": (
        "The grader ended {tries} times while it worked on this, so it was set aside and your work "
        "is kept. Often the notebook needs more memory or time than an exercise may use: run it "
        "from the top, make it lighter and hand it in again, or ask your trainer."
    ),
    "prepare": (
        "Publishing did not come to its end in {tries} tries, so this release was set aside and "
        "learners keep the one before. Publish it again; if it stays so, tell the operator, who "
        "finds the reason in the logs of the grader and the portal."
    ),
    "feedback": (
        "The feedback could not be made in {tries} tries, so what was published before stays. "
        "Publish the feedback again; if it stays so, tell the operator, who finds the reason in "
        "the logs of the grader and the portal."
    ),
    "regrade": (
        "The grader ended {tries} times while it graded this again, so it was left out of the "
        "preview and its marks are as before."
    ),
    "confirm": (
        "The grader ended {tries} times while it wrote these marks, so they were left. Have this "
        "submission graded again on its own page, and tell the operator if that fails too."
    ),
    "check": (
        "The grader ended {tries} times while it ran this check, so it was given up. Often the "
        "notebook needs more memory or time than an exercise may use: run it from the top, make it "
        "lighter and check again."
    ),
    "prove": (
        "The grader ended {tries} times while it ran this course, so it is not proved here. Often "
        "a notebook needs more memory or time than the course declares: tell those who made it."
    ),
    "undo": (
        "The grader ended {tries} times while it put the earlier marks back, so the new ones were "
        "kept. The earlier ones stand in the submission's history."
    ),
}

NOT_HEARD = "The worker was not heard of until its lease ran out."
STARTED_ANEW = "The worker ended in the middle of the work and was started anew."
MARKS_STAY = "The marks from before stay."
# What the audit trail calls it; a release that is given up is noted as failed.
GIVEN_UP = {"grade": "grading given up", "feedback": "feedback given up"}


def claim(
    session: Session,
    worker: str,
    act: Act,
    *,
    lease_seconds: int,
    kinds: Sequence[JobKind] = (),
    unbuilt: Callable[[Session], Collection[str]] = lambda session: (),
) -> Job | None:
    """Give ``worker`` what is next in line, under a new lease; ``None`` when none may be taken.

    Where ``kinds`` are named, work of these alone. ``unbuilt`` tells the courses whose notebooks
    cannot be run here yet.
    """
    _offer_again(session, worker, act)
    job = next_in_line(session, kinds, unbuilt=unbuilt(session))
    if job is None:
        return None
    job.state = "leased"
    job.worker = worker
    job.lease = str(uuid.uuid4())
    job.lease_until = act.at + timedelta(seconds=lease_seconds)
    job.tries += 1
    if job.kind == "grade" and job.submission_id is not None:
        find_submission(session, job.submission_id).state = "grading"
    if job.kind == "check":
        check_work.set_state(session, job, "running")
    return _job_out(session, job, lease_seconds)


def heartbeat(
    session: Session,
    job_id: int,
    lease: str,
    act: Act,
    *,
    lease_seconds: int,
    progress: ProofProgress | None = None,
) -> None:
    """Hold the work for another lease; raises ``Conflict`` where the lease is lost."""
    job = held(session, job_id, lease)
    job.lease_until = act.at + timedelta(seconds=lease_seconds)
    if progress is not None and job.kind == "prove":
        import_work.keep_progress(session, job, progress, act)


def held(session: Session, job_id: int, lease: str) -> t.Job:
    """The job under that lease; raises ``Conflict`` where the lease is lost."""
    job = session.get(t.Job, job_id, with_for_update=True)
    if job is None or job.state != "leased" or job.lease != lease:
        raise Conflict("lost-lease", LOST_LEASE.format(job_id=job_id))
    return job


def is_handed_in(session: Session, job_id: int, lease: str) -> bool:
    """Whether this very lease ended with a result: then sending it again changes nothing."""
    job = session.get(t.Job, job_id)
    return job is not None and job.lease == lease and job.state in {"done", "unread", "failed"}


def close(job: t.Job, act: Act) -> None:
    """Mark work as done."""
    job.state = "done"
    job.finished_at = act.at


def close_unread(job: t.Job, act: Act) -> None:
    """Mark grading as done in which nothing could be read, so that it takes no marks away."""
    job.state = "unread"
    job.finished_at = act.at


def fail(session: Session, job: t.Job, failure: JobFailure, act: Act) -> None:
    """Take back work that could not be done: to be tried again, or given up with the sentence."""
    tell_of_try(session, job, failure.message, act)
    if failure.retry and job.tries < MAX_TRIES:
        _put_back(session, job)
    else:
        _give_up(session, job, failure.message, act)


def next_lease_end(session: Session) -> datetime | None:
    """When the next lease runs out; a waiting claim looks again then."""
    rows = select(t.Job.lease_until).where(t.Job.state == "leased").order_by(t.Job.lease_until)
    return session.scalars(rows.limit(1)).one_or_none()


def queue_length(session: Session) -> int:
    """How many jobs wait."""
    return session.scalar(select(func.count()).where(t.Job.state == "waiting")) or 0


def queue_state(session: Session) -> QueueState:
    """How many jobs wait, and how many are leased."""
    alive = t.Job.state.in_(("waiting", "leased"))
    rows = session.execute(
        select(t.Job.state, t.Job.kind, func.count()).where(alive).group_by(t.Job.state, t.Job.kind)
    )
    counted: Counter[tuple[str, str]] = Counter()
    for state, kind, count in rows:
        counted[state, kind if kind in COUNTED_APART else "any"] += count
    return QueueState(
        waiting=counted["waiting", "any"],
        in_hand=counted["leased", "any"],
        checks=counted["waiting", "check"] + counted["leased", "check"],
        proofs=counted["waiting", "prove"],
        proofs_in_hand=counted["leased", "prove"],
    )


def _offer_again(session: Session, worker: str, act: Act) -> None:
    lost = or_(t.Job.worker == worker, t.Job.lease_until <= act.at)
    leased: Iterable[t.Job] = session.scalars(
        select(t.Job).where(t.Job.state == "leased", lost).order_by(t.Job.id)
    )
    for job in leased:
        tell_of_try(session, job, NOT_HEARD if job.worker != worker else STARTED_ANEW, act)
        if job.tries < MAX_TRIES:
            _put_back(session, job)
        else:
            _give_up(session, job, GAVE_UP[job.kind].format(tries=job.tries), act)
    session.flush()


def _put_back(session: Session, job: t.Job) -> None:
    job.state = "waiting"
    job.lease = None
    job.lease_until = None
    if job.kind == "grade" and job.submission_id is not None:
        find_submission(session, job.submission_id).state = "queued"
    if job.kind == "check":
        check_work.set_state(session, job, "waiting")


def _give_up(session: Session, job: t.Job, message: str, act: Act) -> None:
    job.state = "failed"
    job.finished_at = act.at
    job.message = message
    if job.kind == "prepare" and job.release_id is not None:
        publishing.fail(session, job.release_id, message, act)
    if job.kind == "grade" and job.submission_id is not None:
        _set_aside(session, find_submission(session, job.submission_id), message)
    if job.kind == "prove":
        import_work.give_up(session, job, message, act)
    if job.kind in regrade_work.KINDS:
        regrade_work.give_up(session, job, message, act)
    if job.kind == "check":
        check_work.set_state(session, job, "failed", message)
    if job.kind in GIVEN_UP:
        note(
            session,
            act,
            GIVEN_UP[job.kind],
            course_id=job.course_id,
            exercise_id=job.exercise_id,
            submission_id=job.submission_id,
            detail=message,
        )


def _set_aside(session: Session, submission: t.Submission, message: str) -> None:
    if return_to_marks(session, submission):
        submission.message = f"{message} {MARKS_STAY}"
    else:
        submission.state = "ungradable"
        submission.message = message


def _job_out(session: Session, job: t.Job, lease_seconds: int) -> Job:
    submission = find_submission(session, job.submission_id) if job.submission_id else None
    publication = session.get(t.Publication, job.course_id)
    current = publication.release_id if publication else None
    release_id = job.release_id or current
    return Job.model_validate(
        {
            "id": job.id,
            "kind": job.kind,
            "lease": job.lease or "",
            "lease_seconds": lease_seconds,
            "tries": job.tries,
            "course_id": job.course_id,
            "exercise_id": job.exercise_id,
            "release_id": release_id,
            "submission_id": job.submission_id,
            "user": job.user,
            "received_at": submission.received_at if submission else None,
            "is_late": submission.is_late if submission else False,
            "course": course_of_release(session, release_id) if release_id else None,
            **regrade_work.told_of(session, job),
            **check_work.told_of(session, job),
        }
    )
