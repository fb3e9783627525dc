"""Many shapes of test cells, right and wrong answers: nbgrader's marks, whichever way tests run."""

from __future__ import annotations

import json
import shutil

import pytest
from examined_shapes import SHAPES
from grading_classroom import Cell, Classroom, code, named, scores
from nbgrader_marks import nbgrader_marks

from officina_courses.grading import Engine
from officina_courses.grading.examiner.planning import make_plan, trainer_cells
from officina_courses.grading.gradebook import open_gradebook
from officina_courses.grading.spec import read_spec
from officina_courses.release import prepare_exercise

pytestmark = pytest.mark.sandbox

Marks = dict[str, dict[str, float | None]]


def cells() -> list[Cell]:
    """One notebook of all shapes: for each what is given, the answer, and its tests."""
    found = []
    for name, shape in SHAPES.items():
        if shape.given:
            found.append(code(shape.given, grade_id=f"given_{name}", locked=True))
        solution = f"### BEGIN SOLUTION\n{shape.right}\n### END SOLUTION"
        found.append(code(solution, grade_id=name, solution=True))
        found += [
            code(test, grade_id=f"{name}_{number}", grade=True, locked=True, points=1)
            for number, test in enumerate(shape.tests)
        ]
    return found


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Classroom:
    """The exercise with what two people handed in; nobody has graded it yet."""
    home = tmp_path_factory.mktemp("shapes") / "home"
    home.mkdir(mode=0o700)
    room = Classroom(home)
    room.write_source("doubling", cells())
    prepare_exercise(home, "doubling")
    for student in ("right", "wrong"):

        def answer(handed: list[Cell], student: str = student) -> None:
            for name, shape in SHAPES.items():
                named(handed, name)["source"] = getattr(shape, student)

        room.hand_in(student, answer)
    return room


@pytest.fixture(scope="module")
def course(
    given: Classroom, tmp_path_factory: pytest.TempPathFactory, either_engine: Engine | None
) -> Classroom:
    """The same, graded in either way."""
    folder = tmp_path_factory.mktemp("graded") / "course"
    shutil.copytree(given.home.parent, folder)
    room = Classroom(folder / "home", either_engine)
    room.limits = room.limits.model_copy(update={"notebook_timeout_seconds": 120})
    return room


def graded(course: Classroom) -> Marks:
    folder = course.home.parent / "handed-in"
    return {
        student: scores(course.grade(student, folder / student / "doubling"))
        for student in ("right", "wrong")
    }


@pytest.fixture(scope="module")
def theirs(
    given: Classroom, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, dict[str, float]]:
    """nbgrader's marks."""
    home = tmp_path_factory.mktemp("theirs") / "home"
    shutil.copytree(given.home, home)
    for student in ("right", "wrong"):
        shutil.copytree(
            given.home.parent / "handed-in" / student / "doubling",
            home / "submitted" / student / "doubling",
        )
    return nbgrader_marks(home, "doubling")


def differing(ours: Marks, theirs: dict[str, dict[str, float]]) -> list[tuple[str, str, object]]:
    return [
        (student, name, (ours[student][name], mark))
        for student, marks in theirs.items()
        for name, mark in marks.items()
        if ours[student][name] != mark
    ]


def test_right_answers_have_all_their_points_from_nbgrader(
    theirs: dict[str, dict[str, float]],
) -> None:
    lost = {name for name, mark in theirs["right"].items() if mark != 1}
    assert lost == {"partial_2"}


def test_examined_tests_give_nbgraders_marks(
    course: Classroom, theirs: dict[str, dict[str, float]]
) -> None:
    assert differing(graded(course), theirs) == []


def test_what_is_guarded_is_what_needs_more_than_values(course: Classroom) -> None:
    source = course.home / "source/doubling/tasks.ipynb"
    rows = json.loads(source.read_text())["cells"]
    with open_gradebook(course.home) as session:
        spec = read_spec(session, "doubling", course.home / "release/doubling")[0]
    plan = make_plan(trainer_cells(spec, rows), is_solved=True)
    guarded = {
        f"{name}_{shape.tests.index(test)}"
        for name, shape in SHAPES.items()
        for test in shape.guarded
    }
    found = {name: decision for name, decision in plan.modes.items() if decision.why is not None}
    assert set(found) == guarded


@pytest.mark.usefixtures("guarded_way")
def test_guarded_tests_give_nbgraders_marks(
    course: Classroom, theirs: dict[str, dict[str, float]]
) -> None:
    assert differing(graded(course), theirs) == []
