"""Makes the learners' version of an exercise, with nbgrader's own converter.

Everything is made beside the course first. Only when the release gives nothing away do the release
folder and the gradebook change; a failed version 1.1 leaves version 1.0 as it was.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nbgrader.converters import GenerateAssignment
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import ClearSolutions
from traitlets.config import Config

from officina_courses.archive import COURSE_LIMITS
from officina_courses.errors import NotebookError
from officina_courses.grading import files, gradebook, places
from officina_courses.grading.course_copy import copy_tree
from officina_courses.grading.errors import PrepareFailed
from officina_courses.grading.fingerprint import fingerprint
from officina_courses.grading.leaks import refuse_leaks
from officina_courses.grading.merging import merge_exercise
from officina_courses.grading.spec import NotebookSpec, read_spec
from officina_courses.marks import ExerciseBuilt
from officina_courses.notebooks import load_notebook
from officina_courses.sources.reading import is_source

AUTOTEST = "AUTOTEST"
# What learners find in the place of an answer, in a language that nbgrader has no words for.
FURTHER_STUBS = {"julia": '# YOUR CODE HERE\nerror("No answer given")'}


def prepare_exercise(
    course_home: Path, exercise_id: str, *, max_bytes: int = COURSE_LIMITS.max_total_bytes
) -> ExerciseBuilt:
    """Make ``release/<exercise>`` and the gradebook's rows from ``source/<exercise>``.

    May be repeated, also after submissions came: marks of cells that are still there are kept.
    A source of more than ``max_bytes`` is refused, before it is copied.

    Raises
    ------
    PrepareFailed
        When nbgrader cannot make the release; ``ReleaseLeaks`` when it would give an answer away.

    """
    with tempfile.TemporaryDirectory(prefix="officina-prepare-") as scratch:
        workshop = Path(scratch)
        source = places.folder(workshop, "source", exercise_id)
        _take_source(course_home, source, exercise_id, max_bytes)
        _refuse_unreadable(source, exercise_id)
        _generate(workshop, exercise_id)
        fresh = places.folder(workshop, "release", exercise_id)
        refuse_leaks(source, fresh, exercise_id)
        gradebook.make_gradebook(course_home)
        with (
            gradebook.open_gradebook(workshop) as made,
            gradebook.open_gradebook(course_home) as session,
        ):
            merge_exercise(made, session, exercise_id)
            specs = read_spec(session, exercise_id, fresh)
            # Inside the transaction: when the folder cannot be written, no row changes.
            _replace_release(course_home, exercise_id, fresh)
        return _built(exercise_id, specs, fingerprint(specs, fresh))


def _take_source(home: Path, source: Path, exercise_id: str, max_bytes: int) -> None:
    passed_over = copy_tree(home, "source", exercise_id, to=source, max_bytes=max_bytes)
    if passed_over:
        raise _failed(
            exercise_id,
            f"{passed_over[0]!a} is a link or no plain file, and would show learners a file from "
            "elsewhere.",
            todo="Put the file itself there.",
        )
    for path in source.glob("*.py"):
        if is_source(path):  # the notebook as text, solutions and hidden tests included
            path.unlink()


def _generate(workshop: Path, exercise_id: str) -> None:
    gradebook.make_gradebook(workshop)
    config = Config()
    config.CourseDirectory.root = str(workshop)
    config.CourseDirectory.source_directory = str(workshop / "source")
    config.CourseDirectory.db_url = f"sqlite:///{workshop / gradebook.FILE}"
    config.CourseDirectory.assignment_id = exercise_id
    config.ClearSolutions.code_stub = {**ClearSolutions().code_stub, **FURTHER_STUBS}
    with _captured() as said:
        log = logging.getLogger(said.name)
        course = CourseDirectory(config=config, log=log)
        converter = GenerateAssignment(coursedir=course, config=config, log=log)
        converter.force = True
        try:
            converter.start()
        except Exception as error:
            raise _failed(exercise_id, said.words() or str(error)) from error


def _refuse_unreadable(source: Path, exercise_id: str) -> None:
    notebooks = sorted(source.glob("*.ipynb"))
    if not notebooks:
        raise PrepareFailed(
            f"The exercise {exercise_id!a} has no notebook in source/{exercise_id}.",
            why="An exercise is made of at least one notebook.",
            todo="Put one there, then publish or grade again.",
        )
    for path in notebooks:
        try:
            notebook = load_notebook(path)
        except NotebookError as error:
            raise _failed(exercise_id, error.what, todo=error.todo) from error
        for cell in notebook.cells:
            if cell.kind == "code" and AUTOTEST in cell.source:
                raise _failed(
                    exercise_id,
                    f"{path.name}, {cell.name}, has an {AUTOTEST} directive, and preparing it "
                    "would run the course's code outside the sandbox.",
                    todo="Run nbgrader generate_assignment --source_with_tests yourself and "
                    "publish the notebooks that it writes.",
                )


def _replace_release(home: Path, exercise_id: str, fresh: Path) -> None:
    target = places.folder(home, "release", exercise_id)
    with places.replacing(target, home=home) as folder:
        files.copy_files(fresh, folder)


def _built(exercise_id: str, specs: tuple[NotebookSpec, ...], tests: str) -> ExerciseBuilt:
    cells = [cell for spec in specs for cell in spec.cells]
    return ExerciseBuilt(
        id=exercise_id,
        max_score=sum(spec.max_score for spec in specs),
        has_manual=any(cell.is_marked and not cell.is_test for cell in cells),
        notebooks=tuple(spec.name for spec in specs),
        tests=tests,
    )


class _Words(logging.Handler):
    """Keeps what nbgrader says, which otherwise goes to the terminal."""

    name = "officina.nbgrader"

    def __init__(self) -> None:
        super().__init__(level=logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())

    def words(self) -> str:
        """The last line of the first traceback: the exception that nbgrader swallowed."""
        for line in self.lines:
            if line.startswith("Traceback"):
                return line.strip().rsplit("\n", 1)[-1].split(": ", 1)[-1]
        return self.lines[0] if self.lines else ""


@contextmanager
def _captured() -> Iterator[_Words]:
    words = _Words()
    log = logging.getLogger("officina.nbgrader")
    log.propagate = False
    log.setLevel(logging.ERROR)
    log.addHandler(words)
    try:
        yield words
    finally:
        log.removeHandler(words)


def _failed(exercise_id: str, said: str, *, todo: str = "") -> PrepareFailed:
    return PrepareFailed(
        f"The exercise {exercise_id!a} could not be made into a release: {said}",
        why="Without a release learners cannot get it and nothing can be graded.",
        todo=todo or "Mend the notebook in JupyterLab (View, Right Sidebar, Create Assignment).",
    )
