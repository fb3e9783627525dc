"""Grades every submission of an order: run in workers, written here, one after the other."""

from __future__ import annotations

import logging
import signal
import tempfile
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from types import FrameType

from officina_courses.errors import CourseError
from officina_courses.folder_grading.collected import Collected
from officina_courses.folder_grading.order import FolderOrder, Graded
from officina_courses.folder_grading.workers import WorkerDied, side_by_side
from officina_courses.grading import confinement, gradebook, late_penalties, leftovers, places
from officina_courses.grading.course_copy import copy_tree
from officina_courses.grading.engine import Engine
from officina_courses.grading.engines import best_engine
from officina_courses.grading.errors import GradebookDamaged, GradingError, NotPrepared
from officina_courses.grading.examination import Examined
from officina_courses.grading.foreign.choosing import unknown_kernel
from officina_courses.grading.foreign.languages import foreign_kernel
from officina_courses.grading.grade import Exercise, examine_all, keep
from officina_courses.grading.plans import PLANS
from officina_courses.grading.removal import scratch_folder
from officina_courses.grading.request import GradeRequest
from officina_courses.grading.sandboxed import SandboxedEngine
from officina_courses.grading.spec import read_spec
from officina_courses.release import prepare_exercise

log = logging.getLogger(__name__)

# A worker's answer: what it found, or the sentence that says why there is nothing.
Answer = dict[str, Examined] | str

RELEASE = "officina-release-"
SWEEP_SECONDS = 10.0
KERNEL = "python3"  # of notebooks that name none
DIED = "The process that graded it was ended, most often for want of memory. Grade it again alone."
BROKEN = "Officina could not grade it because of a mistake of its own ({error}); please report it."


def grade_folder(order: FolderOrder, *, workers: int = 1) -> Generator[Graded]:
    """Each submission as soon as its marks stand in the gradebook.

    Closing the iterator ends the workers; what was given out is whole, the rest as it was before.

    Raises
    ------
    GradingRefused
        When learners' code cannot be kept apart here.
    GradingError
        When the exercise cannot be prepared or is not in Python, or the gradebook is of no use.

    """
    isolated = confinement.require_isolation("required")
    # What a grading that was killed left behind: learners' notebooks, beside the course.
    leftovers.sweep(places.WORKSHOP, within=places.outside(order.home), seconds=SWEEP_SECONDS)
    leftovers.sweep(RELEASE, within=Path(tempfile.gettempdir()), seconds=SWEEP_SECONDS)
    with leftovers.held_folder(RELEASE) as folder:
        prepare(order)
        exercise = _exercise(order, folder)
        _plan(order, exercise, isolated=isolated)
        begin = partial(_examining, order, exercise, isolated=isolated)
        answers = side_by_side(order.submissions, begin, workers=workers)
        with closing(answers):
            for collected, answer in answers:
                with _unbroken() as asked_to_end:
                    graded = _written(order, exercise, collected, answer)
                yield graded
                if asked_to_end:
                    raise KeyboardInterrupt


def prepare(order: FolderOrder) -> None:
    """Make release and gradebook from ``source/`` where nobody has made them yet."""
    try:
        with gradebook.open_gradebook(order.home) as session:
            read_spec(session, order.exercise_id, order.home / "release" / order.exercise_id)
    except NotPrepared:
        prepare_exercise(order.home, order.exercise_id)


def _exercise(order: FolderOrder, release: Path) -> Exercise:
    """What is graded against."""
    home, exercise_id = order.home, order.exercise_id
    copy_tree(home, "release", exercise_id, to=release)
    with gradebook.open_gradebook(home) as session:
        specs = read_spec(session, exercise_id, release)
    kernel = unknown_kernel(KERNEL, specs)
    if kernel is not None:
        raise GradingError(
            f"The exercise asks for the kernel {kernel!a}, which is not installed beside Officina, "
            "or is in a language that it does not know.",
            why="So its tests cannot be run here, and nothing was graded.",
            todo="Install it beside Officina, or use nbgrader autograde.",
            code="other-kernel",
        )
    return Exercise(specs, release)


def _plan(order: FolderOrder, exercise: Exercise, *, isolated: bool) -> None:
    """Rehearse the trainer's answers once; the workers, which are forks, know the plans then."""
    if order.submissions:
        request = _request(order, order.submissions[0], exercise.release)
        engine = SandboxedEngine(isolated=isolated)
        in_python = (spec for spec in exercise.specs if not foreign_kernel(KERNEL, spec.kernelspec))
        for spec in in_python:
            PLANS.plan(request, spec, exercise.release, engine=engine)


@contextmanager
def _examining(
    order: FolderOrder, exercise: Exercise, *, isolated: bool
) -> Iterator[Callable[[Collected], Answer]]:
    """A worker's life: what it keeps warm is its own, and gone when it ends."""
    with best_engine("required") as warm:
        engine = warm or SandboxedEngine(isolated=isolated)
        yield partial(_examine, order, exercise, engine, isolated=isolated)


def _examine(
    order: FolderOrder,
    exercise: Exercise,
    engine: Engine,
    collected: Collected,
    *,
    isolated: bool,
) -> Answer:
    """In a worker: run it from a private, bounded copy."""
    try:
        places.student_name(collected.student)
        with scratch_folder("officina-submission-") as copy:
            place = ("submitted", collected.student, order.exercise_id)
            copy_tree(order.home, *place, to=copy)
            request = _request(order, collected, copy)
            return examine_all(request, exercise, engine, isolated=isolated)
    except CourseError as error:
        return str(error)
    except Exception as error:  # one submission never stops the rest
        log.exception("grading %s", collected.student)
        return BROKEN.format(error=type(error).__name__)


def _request(order: FolderOrder, collected: Collected, folder: Path) -> GradeRequest:
    return GradeRequest(
        course_home=order.home,
        exercise_id=order.exercise_id,
        student_id=collected.student,
        submission_dir=folder,
        received_at=collected.received_at,
        late_penalty=order.late_penalty,
    )


def _written(
    order: FolderOrder, exercise: Exercise, collected: Collected, answer: Answer | WorkerDied
) -> Graded:
    if isinstance(answer, (str, WorkerDied)):
        note = DIED if isinstance(answer, WorkerDied) else answer
        return Graded(student=collected.student, state="ungradable", note=note)
    try:
        return _kept(order, exercise, collected, answer)
    except (GradebookDamaged, NotPrepared):
        raise  # nobody's marks could be written
    except CourseError as error:
        return Graded(student=collected.student, state="ungradable", note=str(error))


def _kept(
    order: FolderOrder, exercise: Exercise, collected: Collected, examined: dict[str, Examined]
) -> Graded:
    came_late = _came_late(order, collected)
    request = _request(order, collected, collected.folder).model_copy(update={"is_late": came_late})
    outcome = keep(request, exercise, examined)
    if outcome.grade is None:
        return Graded(student=collected.student, state=outcome.state, note=outcome.message)
    with gradebook.open_gradebook(order.home) as session:
        row = gradebook.find_submission(session, order.exercise_id, collected.student)
        penalty = late_penalties.taken(row)
    late = f"It came late, which cost {penalty:g} points." if penalty else ""
    late = late or ("It came late." if came_late else "")
    return Graded(
        student=collected.student,
        score=max(0.0, outcome.grade.score - penalty),
        max_score=outcome.grade.max_score,
        late_penalty=penalty,
        state=outcome.state,
        note=" ".join(filter(None, (outcome.message, late, collected.note))),
    )


def _came_late(order: FolderOrder, collected: Collected) -> bool:
    with gradebook.open_gradebook(order.home) as session:
        due = gradebook.due_date(session, order.exercise_id)
        row = gradebook.find_submission(session, order.exercise_id, collected.student)
        extension = None if row is None else row.extension
    return late_penalties.is_late(due, extension, collected.received_at)


@contextmanager
def _unbroken() -> Iterator[list[int]]:
    """Let Ctrl-C wait until folders and gradebook say the same of this submission.

    Gives a list that has something in it afterwards where somebody asked meanwhile.
    """
    asked: list[int] = []

    def remember(number: int, frame: FrameType | None) -> None:
        asked.append(number)

    before = signal.signal(signal.SIGINT, remember)
    try:
        yield asked
    finally:
        signal.signal(signal.SIGINT, before)
