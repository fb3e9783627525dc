"""Grades one submission from its folder to the gradebook and the feedback pages."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import NamedTuple

from sqlalchemy.orm import Session

from officina_courses.grading import confinement, files, gradebook, leftovers, places, publish
from officina_courses.grading.course_copy import copy_tree
from officina_courses.grading.course_door import opened_folder
from officina_courses.grading.engine import Engine
from officina_courses.grading.errors import ExerciseReplaced
from officina_courses.grading.examination import Examined, examine
from officina_courses.grading.fingerprint import fingerprint
from officina_courses.grading.foreign.choosing import (
    UNKNOWN_KERNEL,
    Chosen,
    choose,
    unknown_kernel,
)
from officina_courses.grading.full_share import FullShare, InTime
from officina_courses.grading.gradebook_rows import Submission
from officina_courses.grading.hints import hints_of
from officina_courses.grading.plans import PLANS
from officina_courses.grading.request import GradeOutcome, GradeRequest
from officina_courses.grading.sandboxed import SandboxedEngine
from officina_courses.grading.spec import NotebookSpec, read_spec
from officina_courses.grading.which_python import InPython, python_for

# Who is in it has the course's folders and gradebook alone among graders.
Turn = Callable[[], AbstractContextManager[None]]


class Exercise(NamedTuple):
    """What is graded against: the gradebook's cells, and a private copy of the release."""

    specs: tuple[NotebookSpec, ...]
    release: Path


class Ran(NamedTuple):
    """A submission that was run, and what it was run against."""

    graded: Exercise
    examined: dict[str, Examined]


def grade_submission(
    request: GradeRequest, *, engine: Engine | None = None, turn: Turn = nullcontext
) -> GradeOutcome:
    """Run, mark, keep and publish one submission.

    Doing it twice does no harm: files are replaced as a whole, marks by hand are kept. Where
    several processes grade one course, each ``turn`` keeps the others out; not while notebooks run.

    Raises
    ------
    GradingRefused
        When learners' code cannot be kept apart here.
    NotPrepared
        When the gradebook does not know the exercise.
    ExerciseReplaced
        When another release was prepared while the notebooks ran.
    NameRefused
        When the learner's or the exercise's name cannot be a folder.

    """
    with ran(request, _take_in, engine=engine, turn=turn) as found:
        if isinstance(found, GradeOutcome):
            return found
        return keep(request, found.graded, found.examined)


@contextmanager
def ran(
    request: GradeRequest,
    take_in: Callable[[GradeRequest, Path], Exercise],
    *,
    engine: Engine | None,
    turn: Turn,
) -> Iterator[Ran | GradeOutcome]:
    """What came out, or why it cannot be run; the block has a turn of its own in the course.

    ``take_in`` copies the release to the folder that it is given, in an earlier turn.
    """
    isolated = confinement.require_isolation(request.isolation)
    places.student_name(request.student_id)
    places.exercise_name(request.exercise_id)
    with leftovers.held_folder("officina-release-") as folder:
        with turn():
            release = release_folder(request)
            graded = take_in(request, folder)
        python = python_for(request)
        unknown = None if python else unknown_kernel(request.kernel, graded.specs)
        if unknown is not None:
            yield GradeOutcome(state="ungradable", message=UNKNOWN_KERNEL.format(kernel=unknown))
            return
        engine = engine or SandboxedEngine(isolated=isolated)
        engine = InPython(engine, python) if python else engine
        examined = examine_all(request, graded, engine, isolated=isolated)
        with turn():
            if release_folder(request) != release:
                raise replaced(request.exercise_id)
            yield Ran(graded, examined)


def _take_in(request: GradeRequest, release: Path) -> Exercise:
    """Put the submission in its place, and grade against a private copy of the release.

    So no trainer changes what is graded against meanwhile.
    """
    home, exercise = request.course_home, request.exercise_id
    copy_tree(home, "release", exercise, to=release, max_bytes=request.max_course_bytes)
    with gradebook.open_gradebook(home) as session:
        graded = Exercise(read_spec(session, exercise, release), release)
    write_submitted(request)
    return graded


def write_submitted(request: GradeRequest) -> None:
    """The submitted folder: what was handed in, and when."""
    home = request.course_home
    target = places.folder(home, "submitted", request.exercise_id, request.student_id)
    with places.replacing(target, home=home) as fresh:
        files.copy_files(request.submission_dir, fresh)
        files.write_timestamp(fresh, request.received_at)


def release_folder(request: GradeRequest) -> tuple[int, int] | None:
    """Which folder it is: each preparation makes another one, in one piece with the gradebook."""
    try:
        with opened_folder(request.course_home, "release", request.exercise_id) as folder:
            found = os.fstat(folder)
            return found.st_ino, found.st_ctime_ns
    except FileNotFoundError:
        return None


def replaced(exercise_id: str) -> ExerciseReplaced:
    """The error that says so, and that it is tried again."""
    return ExerciseReplaced(
        f"Another release of the exercise {exercise_id!a} came while this was graded.",
        why="Its marks would be those of cells that may not be there any more.",
        todo="Nothing: it is graded again, by the new release.",
    )


def keep(request: GradeRequest, graded: Exercise, examined: dict[str, Examined]) -> GradeOutcome:
    """Write what was found out into the gradebook and the course's folders."""
    home, exercise, student = request.course_home, request.exercise_id, request.student_id
    record = record_of(request, graded, examined)
    if record.is_unread and _is_another_graded(request):
        return publish.beside_the_gradebook(exercise, student, record)
    write_autograded(request, graded.release, examined, record)
    with gradebook.open_gradebook(home) as session:
        submission = save_marks(session, request, examined)
        current = publish.current_marks(submission, record)
    notebooks = {name: found.notebook for name, found in examined.items()}
    hints = {
        spec.name: hints_of({cell.grade_id: cell.source for cell in spec.cells})
        for spec in graded.specs
    }
    done = publish.Graded(record, current, notebooks, hints, request.showing)
    return publish.publish(done, course_home=home, exercise_id=exercise, student_id=student)


def save_marks(
    session: Session,
    request: GradeRequest,
    examined: dict[str, Examined],
    settled: Mapping[str, float | None] = gradebook.NOTHING_SETTLED,
) -> Submission:
    """Put the marks into the gradebook's transaction; gives what stands there then."""
    return gradebook.save_submission(
        session,
        exercise_id=request.exercise_id,
        student_id=request.student_id,
        received_at=request.received_at,
        marked={name: found.marked for name, found in examined.items()},
        late_penalty=request.late_penalty,
        settled=settled,
    )


def examine_all(
    request: GradeRequest, graded: Exercise, engine: Engine, *, isolated: bool
) -> dict[str, Examined]:
    """Run every notebook of a submission; the course's folder and gradebook stay as they are."""
    with tempfile.TemporaryDirectory(prefix="officina-grade-") as folder:
        top = Path(folder)
        if not isolated:
            top.chmod(0o711)  # without a mount of its own the other account comes through here
        (top / "files").mkdir()
        release = graded.release
        laid_out = files.lay_out(request.submission_dir, release, top / "files")
        examined: dict[str, Examined] = {}
        share = FullShare()
        for spec in graded.specs:
            trainers = partial(PLANS.cells, request, spec)
            chosen = choose(request.kernel, spec, trainers, isolated=isolated)
            chosen = chosen or Chosen(engine, PLANS.plan(request, spec, release, engine=engine))
            examined[spec.name] = examine(
                spec,
                request.submission_dir,
                laid_out,
                engine=InTime(chosen.engine, share),
                limits=request.limits,
                plan=chosen.plan,
            )
        return examined


def _is_another_graded(request: GradeRequest) -> bool:
    """Whether the gradebook has the marks of another attempt, of which something was read."""
    known = publish.find_record(request.course_home, request.exercise_id, request.student_id)
    return known is not None and not known.is_unread and known.received_at != request.received_at


def record_of(
    request: GradeRequest, graded: Exercise, examined: dict[str, Examined]
) -> publish.Record:
    """What the gradebook has no place for."""
    return publish.Record(
        received_at=request.received_at,
        is_late=request.is_late,
        notebooks=tuple(found.marked.mark for found in examined.values()),
        tests=fingerprint(graded.specs, graded.release),
    )


def write_autograded(
    request: GradeRequest, release: Path, examined: dict[str, Examined], record: publish.Record
) -> None:
    """The autograded folder: notebooks as they were run, other files, and our own record."""
    target = places.folder(
        request.course_home, "autograded", request.exercise_id, request.student_id
    )
    with places.replacing(target, home=request.course_home) as fresh:
        files.copy_data_files(request.submission_dir, fresh)
        files.copy_data_files(release, fresh)
        files.write_timestamp(fresh, request.received_at)
        for name, found in examined.items():
            if found.notebook is not None:
                text = json.dumps(found.notebook, ensure_ascii=False)  # indented it costs tenfold
                files.write_file(fresh, f"{name}.ipynb", text + "\n")
        files.write_file(fresh, publish.RECORD, record.model_dump_json())
