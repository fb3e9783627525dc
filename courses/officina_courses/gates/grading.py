"""Grades versions of notebooks by the engine that grades learners, and keeps nothing."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from officina_courses.errors import RunImpossible
from officina_courses.grading import confinement, gradebook, leftovers
from officina_courses.grading.course_copy import copy_tree
from officina_courses.grading.engine import Engine
from officina_courses.grading.engines import best_engine
from officina_courses.grading.examination import Examined
from officina_courses.grading.foreign.choosing import unknown_kernel
from officina_courses.grading.grade import Exercise, examine_all
from officina_courses.grading.plain_engine import PlainEngine
from officina_courses.grading.request import GradeRequest, Limits
from officina_courses.grading.sandboxed import SandboxedEngine
from officina_courses.grading.spec import NotebookSpec, grade_id_of, read_spec
from officina_courses.grading.which_python import InPython, python_for
from officina_courses.model import Environment
from officina_courses.notebooks import Notebook, load_notebook
from officina_courses.release import prepare_exercise

LEARNER = "learner"


class FailedCell(NamedTuple):
    """A cell that ended in an error; ``place`` counts what was graded, from 0."""

    place: int
    grade_id: str | None
    error: str


class Version(NamedTuple):
    """What a version of a notebook came to."""

    examined: Examined
    spec: NotebookSpec
    seconds: float

    @property
    def lost(self) -> frozenset[str]:
        """The tests that did not get all their points."""
        marks = {mark.grade_id: mark for mark in self.examined.marked.mark.cells}
        return frozenset(
            cell.grade_id
            for cell in self.spec.cells
            if cell.is_test and (marks[cell.grade_id].score or 0.0) < cell.points
        )

    @property
    def scores(self) -> dict[str, float | None]:
        """The points of each test."""
        marks = {mark.grade_id: mark.score for mark in self.examined.marked.mark.cells}
        return {cell.grade_id: marks[cell.grade_id] for cell in self.spec.cells if cell.is_test}

    @property
    def guarded(self) -> tuple[str, ...]:
        """The tests that ran beside the learner's code."""
        cells = self.examined.marked.mark.cells
        return tuple(mark.grade_id for mark in cells if mark.mode == "guarded")

    def notes(self, grade_id: str) -> str:
        """What the grader says of one test."""
        marks = self.examined.marked.mark.cells
        return next((mark.note for mark in marks if mark.grade_id == grade_id), "")

    def failed(self) -> Iterator[FailedCell]:
        """Each cell that ended in an error, in order."""
        rows = self.examined.notebook["cells"] if self.examined.notebook else []
        for place, row in enumerate(rows):
            for output in row.get("outputs", []):
                if output.get("output_type") == "error":
                    said = ": ".join(filter(None, (output["ename"], output["evalue"].strip())))
                    yield FailedCell(place, grade_id_of(row), said[:300])


class PreparedExercise(NamedTuple):
    """An exercise that can be graded against."""

    id: str
    exercise: Exercise


@contextmanager
def prepared(home: Path, exercise_id: str) -> Iterator[PreparedExercise]:
    """Make the release, and what is graded against; raises what ``prepare_exercise`` does."""
    prepare_exercise(home, exercise_id)
    with leftovers.held_folder("officina-release-") as folder:
        copy_tree(home, "release", exercise_id, to=folder)
        with gradebook.open_gradebook(home) as session:
            specs = read_spec(session, exercise_id, folder)
        yield PreparedExercise(exercise_id, Exercise(specs, folder))


class Grader:
    """One engine for all versions of a course."""

    def __init__(self, engine: Engine, environment: Environment, *, isolated: bool) -> None:
        self._engine = engine
        self._environment = environment
        self._isolated = isolated

    def plain(self) -> Grader:
        """The same for versions of which nobody looks at plots and tables."""
        return Grader(PlainEngine(self._engine), self._environment, isolated=self._isolated)

    def grade(
        self, home: Path, exercise: PreparedExercise, name: str, content: dict[str, Any]
    ) -> Version:
        """Run one notebook of the exercise with the cells of ``content``."""
        spec = next(spec for spec in exercise.exercise.specs if spec.name == name)
        with tempfile.TemporaryDirectory(prefix="officina-version-") as folder:
            Path(folder, f"{name}.ipynb").write_text(
                json.dumps(content, ensure_ascii=False), encoding="utf-8"
            )
            request = GradeRequest(
                course_home=home,
                exercise_id=exercise.id,
                student_id=LEARNER,
                submission_dir=Path(folder),
                received_at=None,
                limits=limits_of(self._environment),
                kernel=self._environment.kernel,
                has_packages=bool(self._environment.packages),
            )
            python = python_for(request)
            unknown = None if python else unknown_kernel(request.kernel, (spec,))
            if unknown is not None:
                raise _no_kernel(unknown)
            engine = InPython(self._engine, python) if python else self._engine
            only = exercise.exercise._replace(specs=(spec,))
            began = time.perf_counter()
            examined = examine_all(request, only, engine, isolated=self._isolated)
            return Version(examined[name], spec, time.perf_counter() - began)


@contextmanager
def grader(environment: Environment) -> Iterator[Grader]:
    """One grader for a course; what it keeps warm is gone when the block ends.

    Raises
    ------
    GradingRefused
        Where notebooks cannot be kept apart from the rest of the machine.

    """
    isolated = confinement.require_isolation("required")
    with best_engine("required") as warm:
        engine = warm or SandboxedEngine(isolated=isolated)
        yield Grader(engine, environment, isolated=isolated)


def _no_kernel(name: str) -> RunImpossible:
    return RunImpossible(
        f'There is no kernel "{name}" here whose notebooks can be graded.',
        why="So nobody knows whether the tests are right.",
        todo="Install it, or name another one under [environment] in course.toml.",
    )


def limits_of(environment: Environment) -> Limits:
    """What learners' notebooks may use when they are graded."""
    return Limits(
        cell_timeout_seconds=environment.cell_timeout_seconds, memory_mib=environment.memory_mib
    )


def released(exercise: PreparedExercise, name: str) -> Notebook:
    """The notebook as learners get it."""
    return load_notebook(exercise.exercise.release / f"{name}.ipynb")
