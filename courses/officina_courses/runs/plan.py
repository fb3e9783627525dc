"""Which runs a request comes to: each notebook with each set of values."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pydantic import Field, JsonValue
from pydantic_core import to_json

from officina_courses.checks.subject import ExerciseFolder, read_subject
from officina_courses.errors import NotebookError, ParametersError, RunImpossible
from officina_courses.loader import load_course
from officina_courses.model import Course, Environment, Frozen
from officina_courses.notebooks import Notebook
from officina_courses.parameters.choosing import Layer, choose, refuse_unknown
from officina_courses.parameters.declared import Parameter, declared_in
from officina_courses.parameters.matrix import combinations
from officina_courses.run import environment_of


class RunRequest(Frozen):
    """What somebody wants to have run."""

    exercises: tuple[str, ...] = ()
    profile: str | None = None
    site: dict[str, JsonValue] = Field(default={})
    person: dict[str, JsonValue] = Field(default={})
    matrix: tuple[tuple[str, tuple[str, ...]], ...] = ()


class PlannedRun(Frozen):
    """One notebook with one set of values."""

    key: str
    course_id: str
    course_version: str
    exercise: str
    path: str
    code_cells: int
    environment: Environment
    profile: str | None
    parameters: dict[str, JsonValue]
    chosen_by: dict[str, Layer]


def plan_runs(folder: Path, request: RunRequest) -> tuple[PlannedRun, ...]:
    """The runs of a course folder, in the course's order.

    Raises
    ------
    CourseFileError, NotebookError
        For what cannot be read.
    ParametersError
        For an exercise, a profile, a name or a value that there is not.

    """
    course = load_course(folder)
    profile = _profile(course, request)
    chosen = list(_exercises(folder, course, request))
    notebooks = [(exercise, *each) for exercise in chosen for each in _readable(exercise)]
    declared = {path: declared_in(notebook) for _, path, notebook in notebooks}
    _refuse_unknown(request, profile, declared)
    _refuse_two_answers(request)
    digests = {exercise.id: _digest(folder, exercise) for exercise in chosen}
    planned: dict[str, PlannedRun] = {}
    for exercise, path, notebook in notebooks:
        environment = environment_of(notebook, course.environment)
        for axes in combinations(request.matrix):
            layers: dict[Layer, Mapping[str, object]] = {
                "site": request.site,
                "profile": profile,
                "person": {**request.person, **axes},
            }
            values = choose(declared[path], layers)
            run = PlannedRun(
                key=_key(digests[exercise.id], path, environment, values.values),
                course_id=course.id,
                course_version=course.version,
                exercise=exercise.id,
                path=path,
                code_cells=sum(cell.kind == "code" for cell in notebook.cells),
                environment=environment,
                profile=request.profile,
                parameters=values.values,
                chosen_by=values.chosen_by,
            )
            # Values that a notebook does not know make no second run of it.
            planned.setdefault(run.key, run)
    return tuple(planned.values())


def refuse_nothing(folder: Path, runs: Sequence[PlannedRun], request: RunRequest) -> None:
    """Raise ``RunImpossible`` where a request comes to no run: nothing would have been tried."""
    if runs:
        return
    course = load_course(folder)
    of = f"{', '.join(request.exercises)} of the course" if request.exercises else "The course"
    what = f"{of} {course.id} has no notebook, so there is nothing to run."
    todo = (
        f"Build the notebooks from their sources: officina course build {folder}. Where there are "
        f"none, put notebooks (*.ipynb) right into the folders {folder}/source/EXERCISE that "
        "course.toml names."
    )
    if not course.exercises:
        todo = "Name its exercises in course.toml, each as [[exercises]] with id and title."
    raise RunImpossible(
        what, why="A run of nothing tells nobody whether the course works.", todo=todo
    )


def parameters_of(folder: Path) -> dict[str, tuple[Parameter, ...]]:
    """What each notebook of the course declares, by its path; raises as ``plan_runs`` does."""
    course = load_course(folder)
    return {
        path: declared_in(notebook)
        for exercise in _exercises(folder, course, RunRequest())
        for path, notebook in _readable(exercise)
    }


def _profile(course: Course, request: RunRequest) -> dict[str, JsonValue]:
    if request.profile is None:
        return {}
    if request.profile not in course.profiles:
        known = ", ".join(course.profiles) or "none at all"
        raise ParametersError(
            f"The course {course.id} has no profile {request.profile[:80]!r}.",
            why="The runs would be made with other values than those that were meant.",
            todo=f"Its course.toml has: {known}.",
        )
    return course.profiles[request.profile].parameters


def _exercises(folder: Path, course: Course, request: RunRequest) -> Iterator[ExerciseFolder]:
    known = [exercise.id for exercise in course.exercises]
    for name in request.exercises:
        if name not in known:
            raise ParametersError(
                f"The course {course.id} has no exercise {name[:80]!r}.",
                why="Nothing of it can be run.",
                todo=f"It has: {', '.join(known)}.",
            )
    for exercise in read_subject(folder).exercises:
        if not request.exercises or exercise.id in request.exercises:
            yield exercise


def _readable(exercise: ExerciseFolder) -> Iterator[tuple[str, Notebook]]:
    for path, notebook in exercise.notebooks.items():
        if isinstance(notebook, NotebookError):
            raise notebook
        yield path, notebook


def _refuse_unknown(
    request: RunRequest,
    profile: Mapping[str, JsonValue],
    declared: Mapping[str, tuple[Parameter, ...]],
) -> None:
    """The site's values may be for other courses; a slip in the others is told."""
    known = {each.name for parameters in declared.values() for each in parameters}
    refuse_unknown(request.person, known, whose="the values for this run")
    refuse_unknown((name for name, _ in request.matrix), known, whose="the matrix")
    if not request.exercises:
        refuse_unknown(profile, known, whose=f"the profile {request.profile}")


def _refuse_two_answers(request: RunRequest) -> None:
    """A value and a matrix of one name: no run would have that value."""
    for name, values in request.matrix:
        if name in request.person:
            given, several = request.person[name], ", ".join(values)
            raise ParametersError(
                f"{name} has one value, {given!r:.80}, and several in the matrix: {several:.80}.",
                why="The matrix counts, so no run would have the one value.",
                todo=f"Leave one of them out, or add the value to --matrix {name}=…",
            )


def _digest(folder: Path, exercise: ExerciseFolder) -> str:
    digest = hashlib.sha256()
    for path in exercise.files:
        if any("\ud800" <= letter <= "\udfff" for letter in path):  # stand for other bytes
            raise RunImpossible(
                f"The file {path!a} has a name that is not UTF-8.",
                why="What a run was made of could not be written down.",
                todo="Rename it.",
            )
        with (folder / path).open("rb") as file:
            content = hashlib.file_digest(file, "sha256").digest()
        digest.update(to_json([path]) + content)
    return digest.hexdigest()


def _key(digest: str, path: str, environment: Environment, values: Mapping[str, JsonValue]) -> str:
    made_of = [digest, path, environment, dict(sorted(values.items()))]
    return hashlib.sha256(to_json(made_of)).hexdigest()[:16]
