"""Grades a submission again: to see what would change, and to write what was seen.

Looking writes nothing: the marks are put into a transaction of the gradebook that is always undone.
Writing grades once more, and keeps the result only where it is what was seen; so whatever came in
between (a mark by hand, another version of the tests, a test that throws dice) changes no mark that
nobody agreed to.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from officina_courses.grading import gradebook, publish
from officina_courses.grading.course_copy import copy_tree
from officina_courses.grading.earlier_marks import put_marks_back, settled_marks
from officina_courses.grading.engine import Engine
from officina_courses.grading.errors import AnotherAttempt, MarksDiffer
from officina_courses.grading.examination import Examined
from officina_courses.grading.grade import (
    Exercise,
    Turn,
    ran,
    record_of,
    save_marks,
    write_autograded,
    write_submitted,
)
from officina_courses.grading.request import GradeOutcome, GradeRequest, Showing
from officina_courses.grading.spec import read_spec
from officina_courses.marks import Grade, points_of


class Seen(NamedTuple):
    """What somebody saw before they agreed: the marks, and the tests that gave them."""

    grade: Grade
    tests: str


class Place(NamedTuple):
    """One learner's place in a course's gradebook, and the attempt that should stand there."""

    course_home: Path
    exercise_id: str
    student_id: str
    received_at: datetime | None
    showing: Showing = Showing()


class _Again(NamedTuple):
    request: GradeRequest
    graded: Exercise
    examined: dict[str, Examined]
    record: publish.Record


def preview(
    request: GradeRequest, *, engine: Engine | None = None, turn: Turn = nullcontext
) -> GradeOutcome:
    """The marks that grading again would give; gradebook and folders stay as they are.

    Raises
    ------
    AnotherAttempt
        When the gradebook has the marks of another attempt of this learner.
    GradingRefused, NotPrepared, NameRefused
        As ``grade_submission`` does.

    """
    with _graded_again(request, engine, turn) as again:
        if isinstance(again, GradeOutcome):
            return again
        with gradebook.trial(request.course_home) as session:
            grade = _put(session, again)
        return publish.outcome_of(grade, again.record.tests)


def write(
    request: GradeRequest, seen: Seen, *, engine: Engine | None = None, turn: Turn = nullcontext
) -> GradeOutcome:
    """Write the marks, if they are those that were seen; doing it twice does no harm.

    Raises
    ------
    MarksDiffer
        When grading again gives other marks than were seen; nothing is written then.
    AnotherAttempt, GradingRefused, NotPrepared, NameRefused
        As ``preview`` does.

    """
    home, exercise, student = request.course_home, request.exercise_id, request.student_id
    with _graded_again(request, engine, turn) as again:
        if isinstance(again, GradeOutcome):
            raise _differ("it cannot be run any more")
        if again.record.tests != seen.tests:
            raise _differ("the tests were changed once more")
        with gradebook.open_gradebook(home) as session:
            grade = _put(session, again)
            if points_of(grade) != points_of(seen.grade):
                raise _differ(f"it gives {grade.score:g} points now, not {seen.grade.score:g}")
            # Inside the transaction: when the folders cannot be written, no mark changes.
            write_submitted(request)
            write_autograded(request, again.graded.release, again.examined, again.record)
        return publish.republish(
            course_home=home, exercise_id=exercise, student_id=student, showing=request.showing
        )


def put_back(place: Place, *, seen: Seen, earlier: Seen) -> GradeOutcome:
    """Put back the marks from before, if those that were seen stand there still.

    The feedback is made anew: it shows the notebook as it was run last, with the earlier marks and
    what was said of them then. Doing it twice does no harm.

    Raises
    ------
    MarksDiffer
        When other marks stand in the gradebook by now.
    AnotherAttempt
        When they are another attempt's.

    """
    home, exercise, student = place.course_home, place.exercise_id, place.student_id
    with gradebook.open_gradebook(home) as session:
        submission = gradebook.find_submission(session, exercise, student)
        _refuse_another(submission, place.received_at)
        record = publish.find_record(home, exercise, student)
        if record is None or submission is None:
            raise _replaced("what was graded is not in the course's folder any more")
        current = publish.grade_of(publish.current_marks(submission, record))
        # A grader that was killed before the gradebook had them left the record of the earlier.
        is_known = record.tests in {seen.tests, earlier.tests}
        if is_known and points_of(current) == points_of(seen.grade):
            put_marks_back(submission, earlier.grade)
            update = {"notebooks": earlier.grade.notebooks, "tests": earlier.tests}
            publish.write_record(home, exercise, student, record.model_copy(update=update))
        elif not _stands(earlier.grade, current):
            raise _replaced(f"it has {current.score:g} points now, not {seen.grade.score:g}")
    return publish.republish(
        course_home=home, exercise_id=exercise, student_id=student, showing=place.showing
    )


@contextmanager
def _graded_again(
    request: GradeRequest, engine: Engine | None, turn: Turn
) -> Iterator[_Again | GradeOutcome]:
    """What came out, in a turn of its own in the course, which no other grader changes then."""
    with ran(request, _taken_in, engine=engine, turn=turn) as found:
        if isinstance(found, GradeOutcome):
            yield found
        else:
            record = record_of(request, found.graded, found.examined)
            yield _Again(request, *found, record)


def _taken_in(request: GradeRequest, release: Path) -> Exercise:
    """The exercise as it is now, its release copied."""
    home, exercise = request.course_home, request.exercise_id
    copy_tree(home, "release", exercise, to=release, max_bytes=request.max_course_bytes)
    with gradebook.open_gradebook(home) as session:
        standing = gradebook.find_submission(session, exercise, request.student_id)
        _refuse_another(standing, request.received_at)
        return Exercise(read_spec(session, exercise, release), release)


def _put(session: Session, again: _Again) -> Grade:
    """Put the marks into the gradebook's transaction, and read what stands there then."""
    request = again.request
    before = gradebook.find_submission(session, request.exercise_id, request.student_id)
    _refuse_another(before, request.received_at)
    submission = save_marks(session, request, again.examined, settled_marks(before))
    return publish.grade_of(publish.current_marks(submission, again.record))


def _stands(earlier: Grade, current: Grade) -> bool:
    """Whether the cells that no trainer marked have the points from before."""
    known = {place: points[0] for place, points in points_of(earlier).items()}
    return all(
        known.get((notebook.name, cell.grade_id)) == cell.score
        for notebook in current.notebooks
        for cell in notebook.cells
        if not cell.by_hand
    )


def _refuse_another(submission: Any | None, received_at: datetime | None) -> None:
    """The gradebook has one place for a learner: the attempt in it must be this one."""
    known = submission.timestamp if submission is not None else None
    if known is None or received_at is None:
        return
    if known.replace(tzinfo=UTC) != received_at:
        raise AnotherAttempt(
            "The gradebook has the marks of another attempt of this learner.",
            why="Grading this one again would take their place, so nothing was changed.",
            todo="Have the attempt that counts graded again on its own page.",
        )


def _differ(how: str) -> MarksDiffer:
    return MarksDiffer(
        f"Graded once more, it came out otherwise than in the preview: {how}.",
        why="Only what was previewed may be written, so the marks stay as they were.",
        todo="Make a new preview, or look at this submission yourself.",
    )


def _replaced(how: str) -> MarksDiffer:
    return MarksDiffer(
        f"The marks of the preview do not stand there any more: {how}.",
        why="Putting the earlier ones back would take away what came since, so nothing changed.",
        todo="Look at this submission; the earlier marks stand in its history.",
    )
