"""Grade again: look what would change, write what was agreed to, put back what was before."""

from __future__ import annotations

from pathlib import Path

from officina_courses.grading import Engine, GradeRequest, regrade
from officina_courses.grading.grade import Turn
from officina_hub.grader.course_home import course_home
from officina_hub.grader.errors import JobError
from officina_hub.grader.grading import result_of, showing_of, subject_of
from officina_widgets.wire import AgreedMarks, GradeResult, Job

NOTHING_AGREED = (
    "This piece of work names no marks that somebody agreed to, so none were changed. Make a new "
    "preview."
)


def preview(_job: Job, request: GradeRequest, *, engine: Engine, turn: Turn) -> GradeResult:
    """Run the submission with the tests of now; gradebook and folders stay as they are."""
    return result_of(regrade.preview(request, engine=engine, turn=turn))


def confirm(job: Job, request: GradeRequest, *, engine: Engine, turn: Turn) -> GradeResult:
    """Run it once more, and write the marks where they are those of the preview."""
    return result_of(regrade.write(request, _agreed(job.seen), engine=engine, turn=turn))


def undo(job: Job, *, courses_dir: Path) -> GradeResult:
    """Put back the marks from before, where those of the preview still stand."""
    subject = subject_of(job)
    place = regrade.Place(
        course_home=course_home(courses_dir, job.course_id),
        exercise_id=subject.exercise_id,
        student_id=subject.student_id,
        received_at=job.received_at,
        showing=showing_of(job),
    )
    return result_of(regrade.put_back(place, seen=_agreed(job.seen), earlier=_agreed(job.earlier)))


def _agreed(marks: AgreedMarks | None) -> regrade.Seen:
    if marks is None:
        raise JobError(NOTHING_AGREED)
    return regrade.Seen(marks.grade, marks.tests)
