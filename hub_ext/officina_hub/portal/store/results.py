"""Handing in what came of a job: marks, a release or a proof, in one transaction with its end."""

from __future__ import annotations

from sqlalchemy.orm import Session

from officina_courses.checked import CheckResult
from officina_courses.model import Frozen
from officina_hub.portal.errors import Unacceptable
from officina_hub.portal.store import check_work, import_work, publishing, queue, regrade_work
from officina_hub.portal.store.act import Act
from officina_hub.portal.store.recording import StoredPage, record_grade
from officina_widgets.import_wire import ProofResult
from officina_widgets.wire import GradeResult, JobFailure, PrepareResult


class Handed(Frozen):
    """What a worker hands in; exactly one of the five."""

    prepare: PrepareResult | None = None
    grade: GradeResult | None = None
    check: CheckResult | None = None
    proof: ProofResult | None = None
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
    elif handed.check is not None and job.kind == "check":
        check_work.take(session, job, handed.check)
        queue.close(job, act)
    elif handed.proof is not None and job.kind == "prove":
        import_work.take(session, job, handed.proof, act)
        queue.close(job, act)
    elif handed.grade is not None and job.kind in regrade_work.KINDS:
        regrade_work.take(session, job, handed.grade, handed.pages, act)
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
