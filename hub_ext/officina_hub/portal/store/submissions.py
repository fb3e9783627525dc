"""Submissions: taken in once, listed, looked at."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from pydantic import AwareDatetime
from sqlalchemy import select
from sqlalchemy.orm import Session

from officina_courses.archive import bundle_sha256
from officina_courses.model import Frozen
from officina_hub.portal.db import tables as t
from officina_hub.portal.errors import Conflict, NotFound
from officina_hub.portal.store.act import Act, note
from officina_hub.portal.store.attempts import counting, in_the_way
from officina_hub.portal.store.courses import find_exercise
from officina_hub.portal.store.deadlines import is_late
from officina_hub.portal.store.jobs import (
    queue_feedback,
    queue_grade,
    queue_position,
    supersede,
)
from officina_hub.portal.store.line import Line
from officina_hub.portal.store.receipts import Signer, receipt_of
from officina_widgets.wire import FileEntry, Receipt, SubmissionOut

NOT_THE_LATEST = (
    "Attempt {attempt} is not graded again: the learner has handed in a newer one that counts, and "
    "the gradebook has room for the marks of one. Grade attempt {newer} again instead."
)
NO_SUCH_SUBMISSION = (
    "There is no submission {submission_id!r} that you may see. Look for it on your page of the "
    "course, which lists all you handed in."
)


class Upload(Frozen):
    """A submission that arrived whole and whose files are in the blob store."""

    course_id: str
    exercise_id: str
    user: str
    received_at: AwareDatetime
    files: tuple[FileEntry, ...]
    client_time: str | None = None


class Taken(Frozen):
    """The receipt, and whether it was given just now or for the same submission before."""

    receipt: Receipt
    is_new: bool


def receive(session: Session, upload: Upload, signer: Signer, act: Act) -> Taken:
    """Take in a submission and queue its grading; the user's latest sent again is the same one.

    An exercise that was taken back meanwhile still takes in what learners have made of it.

    Raises
    ------
    NotFound
        When the course never had such an exercise.

    """
    exercise = find_exercise(session, upload.course_id, upload.exercise_id)
    sha256 = bundle_sha256((file.path, file.sha256) for file in upload.files)
    latest = _latest(session, upload.course_id, upload.exercise_id, upload.user)
    if latest is not None and latest.sha256 == sha256:
        return Taken(receipt=receipt_of(latest), is_new=False)
    submission = _add(
        session, upload, exercise, sha256, attempt=latest.attempt + 1 if latest else 1
    )
    supersede(session, submission, act)
    submission.signature = signer.sign(receipt_of(submission)).signature
    queue_grade(session, submission, act)
    _note(session, act, "submitted", submission)
    return Taken(receipt=receipt_of(submission), is_new=True)


def find_submission(session: Session, submission_id: str) -> t.Submission:
    """The submission; raises ``NotFound``."""
    rows = select(t.Submission).where(t.Submission.id == submission_id)
    submission = session.scalars(rows).one_or_none()
    if submission is None:
        raise no_such_submission(submission_id)
    return submission


def no_such_submission(submission_id: str) -> NotFound:
    """The error that says so, also to those who may not see it."""
    return NotFound("no-such-submission", NO_SUCH_SUBMISSION.format(submission_id=submission_id))


def list_submissions(
    session: Session, course_id: str, *, exercise_id: str | None = None, user: str | None = None
) -> tuple[SubmissionOut, ...]:
    """Submissions of a course, oldest first; of one exercise or one user, where given."""
    rows = select(t.Submission).where(t.Submission.course_id == course_id)
    if exercise_id is not None:
        rows = rows.where(t.Submission.exercise_id == exercise_id)
    if user is not None:
        rows = rows.where(t.Submission.user == user)
    found = session.scalars(rows.order_by(t.Submission.sequence))
    line = Line(session)
    return tuple(submission_out(session, submission, line) for submission in found)


def submission_files(session: Session, submission_id: str) -> tuple[FileEntry, ...]:
    """What was handed in."""
    rows = select(t.SubmissionFile).where(t.SubmissionFile.submission_id == submission_id)
    return tuple(
        FileEntry(path=row.path, sha256=row.sha256, size=row.size)
        for row in session.scalars(rows.order_by(t.SubmissionFile.path))
    )


def regrade(session: Session, submission_id: str, act: Act) -> None:
    """Have it graded again, unless it waits for that already.

    Raises
    ------
    Conflict
        When a newer attempt stands in its way: the gradebook holds one per learner, so the marks
        of this one would take the place of the newer's.

    """
    submission = find_submission(session, submission_id)
    newer = in_the_way(session, submission)
    if newer is not None:
        message = NOT_THE_LATEST.format(attempt=submission.attempt, newer=newer.attempt)
        raise Conflict("not-the-latest", message)
    if submission.state not in {"queued", "grading"}:
        queue_grade(session, submission, act)
        _note(session, act, "regrade asked", submission)


def ask_feedback(
    session: Session, course_id: str, exercise_id: str, users: Iterable[str] | None, act: Act
) -> int:
    """Queue new feedback on the attempts that count, of these users or of all; tells how many."""
    find_exercise(session, course_id, exercise_id)
    chosen = select(t.Submission).where(
        t.Submission.exercise_id == exercise_id, t.Submission.sequence.in_(counting(course_id))
    )
    if users is not None:
        chosen = chosen.where(t.Submission.user.in_(tuple(users)))
    submissions = session.scalars(chosen.order_by(t.Submission.sequence)).all()
    for submission in submissions:
        queue_feedback(session, submission, act)
        _note(session, act, "feedback asked", submission)
    return len(submissions)


def submission_out(
    session: Session, submission: t.Submission, line: Line | None = None
) -> SubmissionOut:
    """A submission as it travels, with marks and the names of its feedback.

    For many, one ``line`` saves asking for the whole queue each time.
    """
    grade = session.get(t.Grade, submission.id)
    pages = session.scalars(
        select(t.FeedbackFile)
        .where(t.FeedbackFile.submission_id == submission.id)
        .order_by(t.FeedbackFile.notebook)
    ).all()
    line = line or Line(session)
    waits = submission.state == "queued"
    return SubmissionOut.model_validate(
        {
            "id": submission.id,
            "sequence": submission.sequence,
            "course_id": submission.course_id,
            "exercise_id": submission.exercise_id,
            "user": submission.user,
            "attempt": submission.attempt,
            "received_at": submission.received_at,
            "sha256": submission.sha256,
            "size": submission.size,
            "is_late": submission.is_late,
            "state": submission.state,
            "message": submission.message,
            "queue_position": queue_position(session, line, submission.id) if waits else None,
            "grade": grade.document if grade else None,
            "feedback": tuple(page.notebook for page in pages),
            "feedback_at": max((page.published_at for page in pages), default=None),
            "files": submission_files(session, submission.id),
        }
    )


def _latest(session: Session, course_id: str, exercise_id: str, user: str) -> t.Submission | None:
    return session.scalars(
        select(t.Submission)
        .where(
            t.Submission.course_id == course_id,
            t.Submission.exercise_id == exercise_id,
            t.Submission.user == user,
        )
        .order_by(t.Submission.attempt.desc())
        .limit(1)
    ).one_or_none()


def _add(
    session: Session, upload: Upload, exercise: t.Exercise, sha256: str, *, attempt: int
) -> t.Submission:
    submission = t.Submission(
        id=str(uuid.uuid4()),
        course_id=upload.course_id,
        exercise_id=upload.exercise_id,
        release_id=exercise.release_id,
        user=upload.user,
        attempt=attempt,
        received_at=upload.received_at,
        client_time=upload.client_time,
        sha256=sha256,
        size=sum(file.size for file in upload.files),
        is_late=is_late(exercise.deadline, upload.received_at),
        signature="",
        state="queued",
        message="",
    )
    session.add(submission)
    session.flush()
    session.add_all(
        t.SubmissionFile(
            submission_id=submission.id, path=file.path, sha256=file.sha256, size=file.size
        )
        for file in upload.files
    )
    return submission


def _note(session: Session, act: Act, what: str, submission: t.Submission) -> None:
    note(
        session,
        act,
        what,
        course_id=submission.course_id,
        exercise_id=submission.exercise_id,
        submission_id=submission.id,
    )
