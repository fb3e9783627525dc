"""Grade one submission, or publish its feedback anew after a trainer has marked by hand."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO, NamedTuple

from officina_courses.archive import extract_tar
from officina_courses.grading import (
    Engine,
    GradeOutcome,
    GradeRequest,
    GradingRefused,
    Limits,
    Showing,
    grade_submission,
    republish,
)
from officina_courses.grading.grade import Turn
from officina_hub.factory.limits import PackageLimits
from officina_hub.factory.sessions import Grading
from officina_hub.grader.course_home import course_home
from officina_hub.grader.errors import JobError
from officina_widgets.client import PortalClient
from officina_widgets.wire import GradeResult, Job


class Subject(NamedTuple):
    """Whose work on what; a job of these kinds always names both."""

    exercise_id: str
    student_id: str


def grade(_job: Job, request: GradeRequest, *, engine: Engine, turn: Turn) -> GradeResult:
    """Run the submission in the sandbox; the gradebook has the marks before the portal has."""
    return result_of(grade_submission(request, engine=engine, turn=turn))


@contextmanager
def requested(
    job: Job,
    *,
    client: PortalClient,
    courses_dir: Path,
    environments: Path,
    rules: Grading,
    limits: PackageLimits,
) -> Iterator[GradeRequest]:
    """What is to be graded, with the submission's files fetched; gone when the block ends."""
    subject = subject_of(job)
    with tempfile.TemporaryDirectory(prefix="officina-submission-") as scratch:
        folder = Path(scratch, "submission")
        with _sent(job, client) as tar:
            extract_tar(tar, folder, limits.submission)
        try:
            yield GradeRequest(
                course_home=course_home(courses_dir, job.course_id),
                exercise_id=subject.exercise_id,
                student_id=subject.student_id,
                submission_dir=folder,
                received_at=job.received_at,
                is_late=job.is_late,
                limits=_limits(job, rules),
                isolation=rules.isolation,
                kernel=job.course.environment.kernel if job.course else "python3",
                has_packages=bool(job.course and job.course.environment.packages),
                environments=environments,
                showing=showing_of(job),
                max_course_bytes=limits.course.max_total_bytes,
            )
        except GradingRefused as error:
            raise JobError(str(error)) from error


def _sent(job: Job, client: PortalClient) -> AbstractContextManager[IO[bytes]]:
    """What the learner sent, for marks or for a check."""
    if job.kind == "check" and job.check_id is not None:
        return client.check_tar(job.check_id)
    if job.submission_id is None or job.received_at is None:
        raise JobError("This piece of work names no submission, so there is nothing to grade.")
    return client.submission_tar(job.submission_id)


def publish_feedback(job: Job, *, courses_dir: Path) -> GradeResult:
    """Read the gradebook again, manual marks included, and render the feedback anew."""
    subject = subject_of(job)
    home = course_home(courses_dir, job.course_id)
    return result_of(
        republish(
            course_home=home,
            exercise_id=subject.exercise_id,
            student_id=subject.student_id,
            showing=showing_of(job),
        )
    )


def subject_of(job: Job) -> Subject:
    """Whose work it is; raises ``JobError`` where the job does not say."""
    if job.exercise_id is None or job.user is None:
        raise JobError("This piece of work names no exercise or no learner; it was left alone.")
    return Subject(job.exercise_id, job.user)


def showing_of(job: Job) -> Showing:
    """What feedback may show, and in which language, by the course's manifest."""
    if job.course is None:
        return Showing()
    return Showing(differences=job.course.grading.show_differences, language=job.course.language)


def _limits(job: Job, rules: Grading) -> Limits:
    timeout = rules.submission_timeout_seconds
    # Somebody sits before a check. Marks come a moment later, but not on a machine of their own.
    gives_way = rules.kind == "local" and job.kind != "check"
    if job.course is None:
        return Limits(notebook_timeout_seconds=timeout, gives_way=gives_way)
    environment = job.course.environment
    return Limits(
        cell_timeout_seconds=environment.cell_timeout_seconds,
        notebook_timeout_seconds=timeout,
        memory_mib=environment.memory_mib,
        gives_way=gives_way,
    )


def result_of(outcome: GradeOutcome) -> GradeResult:
    """The outcome as it travels to the portal."""
    return GradeResult(
        state=outcome.state,
        message=outcome.message,
        grade=outcome.grade,
        feedback=outcome.feedback,
        tests=outcome.tests,
    )
