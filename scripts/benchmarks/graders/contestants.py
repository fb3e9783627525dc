"""Who runs or grades a course's submissions, each as one function of the course.

What a contestant has to start once, whatever the number of submissions, is told apart: it is taken
off, because Officina's grader, which runs on, starts once as well.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import nbclient
import nbformat
import papermill
from benchmarks.graders.course import NOTEBOOK, Course

from officina_courses.grading import Engine, GradeRequest, grade_submission
from officina_courses.grading.grade import Turn

NBGRADER = Path(sys.executable).with_name("nbgrader")
QUIET_KERNEL = {"PYDEVD_DISABLE_FILE_VALIDATION": "1"}


class Contestant(NamedTuple):
    """Runs all submissions of a course; ``start`` is what of it does not depend on their number.

    ``prepare`` does beforehand what is done once for each course, and is not counted. ``alone`` is
    a name for one submission with that start, where people grade so.
    """

    name: str
    run: Callable[[Course], None]
    start: Callable[[], None] = lambda: None
    prepare: Callable[[Course], None] = lambda course: None
    marks: bool = False
    alone: str = ""


def nbgrader() -> Contestant:
    """``nbgrader autograde``, all submissions by one command, as a trainer does it."""

    def run(course: Course) -> None:
        _call([NBGRADER, "autograde", course.exercise.name], course.home)

    return Contestant(
        "nbgrader autograde",
        run,
        start=lambda: _call([NBGRADER, "--version"], Path.cwd()),
        marks=True,
        alone="nbgrader autograde, one submission by one command",
    )


def by_nbclient() -> Contestant:
    """In this process: a kernel for each notebook, and no marks."""

    def run(course: Course) -> None:
        for student in course.students:
            folder = course.handed_in(student)
            notebook = nbformat.read(folder / NOTEBOOK, 4)
            resources = {"metadata": {"path": str(folder)}}
            nbclient.NotebookClient(notebook, resources=resources).execute()

    return Contestant("nbclient, no marks", run)


def by_papermill() -> Contestant:
    """As nbclient, and the notebook written after each cell."""

    def run(course: Course) -> None:
        for student in course.students:
            folder = course.handed_in(student)
            papermill.execute_notebook(
                folder / NOTEBOOK,
                folder / "ran.ipynb",
                cwd=folder,
                kernel_name="python3",
                progress_bar=False,
            )

    return Contestant("papermill, no marks", run)


def officina(engine: Engine) -> Contestant:
    """Officina's grader: isolation, examiner, gradebook and feedback page included."""

    def run(course: Course) -> None:
        for student in course.students:
            grade_as_the_queue(course, student, engine)

    def prepare(course: Course) -> None:
        grade_as_the_queue(course, course.students[0], engine)

    return Contestant("Officina", run, prepare=prepare, marks=True)


def grade_as_the_queue(
    course: Course, student: str, engine: Engine, *, turn: Turn = nullcontext
) -> None:
    """Grade one submission from a private copy of its own, as it comes out of the queue."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "submission")
        shutil.copytree(course.handed_in(student), copy)
        request = GradeRequest(
            course_home=course.home,
            exercise_id=course.exercise.name,
            student_id=student,
            submission_dir=copy,
            received_at=datetime.now(UTC),
        )
        grade = grade_submission(request, engine=engine, turn=turn).grade
    if grade is None or grade.score != grade.max_score:
        sys.exit(f"{course.exercise.name}: {student} has {grade and grade.score} points")


def _call(arguments: list[Path | str], folder: Path) -> None:
    """One command; its noise is shown only where it fails."""
    ran = subprocess.run(
        arguments,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **QUIET_KERNEL},
    )
    if ran.returncode != 0:
        sys.exit(f"{arguments[0]}: {ran.stderr}")
