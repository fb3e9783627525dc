"""Handing in what came of a job: marks, feedback or a release, in one transaction with its end."""

from __future__ import annotations

from sqlalchemy import delete
from sqlalchemy.orm import Session

from officina_courses.model import Frozen
from officina_hub.portal.db import tables as t
from officina_hub.portal.errors import Unacceptable
from officina_hub.portal.store import publishing, queue
from officina_hub.portal.store.act import Act, note
from officina_hub.portal.store.submissions import find_submission
from officina_widgets.wire import GradeResult, JobFailure, PrepareResult


class StoredPage(Frozen):
    """A feedback page whose content is in the blob store."""

    notebook: str
    sha256: str
    size: int


class Handed(Frozen):
    """What a worker hands in; exactly one of the three."""

    prepare: PrepareResult | None = None
    grade: GradeResult | None = None
    failure: JobFailure | None = None
    pages: tuple[StoredPage, ...] = ()


def hand_in(session: Session, job_id: int, lease: str, handed: Handed, act: Act) -> str | None:
    """Record a result, once; tells the submission that changed, if one did.

    Raises
    ------
    Conflict
        When the lease is lost.
    Unacceptable
        When the result is not of the job's kind.

    """
    if queue.is_handed_in(session, job_id, lease):
        return None
    job = queue.held(session, job_id, lease)
    if handed.failure is not None:
        queue.fail(session, job, handed.failure, act)
    elif handed.prepare is not None and job.kind == "prepare" and job.release_id is not None:
        publishing.publish(session, job.release_id, handed.prepare, act)
        queue.close(job, act)
    elif handed.grade is not None and job.submission_id is not None:
        record_grade(session, job.submission_id, handed.grade, handed.pages, act)
        marks = handed.grade.grade
        is_unread = job.kind == "grade" and marks is not None and marks.is_unread
        (queue.close_unread if is_unread else queue.close)(job, act)
    else:
        raise Unacceptable(
            "wrong-result",
            f"Job {job_id} is of kind {job.kind!r} and the result is of another, so it was not "
            "recorded. Send the result that belongs to this job.",
        )
    return job.submission_id


def record_grade(
    session: Session,
    submission_id: str,
    result: GradeResult,
    pages: tuple[StoredPage, ...],
    act: Act,
) -> None:
    """Replace marks and feedback of a submission by these."""
    submission = find_submission(session, submission_id)
    submission.state = result.state
    submission.message = result.message
    _set_marks(session, submission_id, result)
    session.execute(delete(t.FeedbackFile).where(t.FeedbackFile.submission_id == submission_id))
    session.add_all(
        t.FeedbackFile(
            submission_id=submission_id,
            notebook=page.notebook,
            sha256=page.sha256,
            size=page.size,
            published_at=act.at,
        )
        for page in pages
    )
    note(
        session,
        act,
        "graded",
        course_id=submission.course_id,
        exercise_id=submission.exercise_id,
        submission_id=submission_id,
        detail=result.state,
    )


def _set_marks(session: Session, submission_id: str, result: GradeResult) -> None:
    known = session.get(t.Grade, submission_id)
    if result.grade is None:
        if known is not None:
            session.delete(known)
        return
    grade = known or t.Grade(submission_id=submission_id)
    grade.score = result.grade.score
    grade.max_score = result.grade.max_score
    grade.needs_manual = result.grade.needs_manual
    grade.graded_at = result.grade.graded_at
    grade.document = result.grade.model_dump(mode="json")
    session.add(grade)
