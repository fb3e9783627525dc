"""Checks before handing in: what is told, and what must neither be told nor written."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import pytest
from grading_classroom import RIGHT, SECRET, WRONG, Cell, Classroom, code, named, solved

from officina_courses.checked import CheckedTask, CheckResult
from officina_courses.grading.checking import Scope, check_submission
from officina_courses.grading.errors import ExerciseReplaced
from officina_courses.grading.grade import Turn
from officina_courses.grading.request import GradeRequest, Showing
from officina_courses.marks import TaskName
from officina_courses.release import prepare_exercise

pytestmark = pytest.mark.sandbox

TIME = {"seconds"}
# Right where learners look, wrong where only the hidden test does.
GUESSED = "def double(x):\n    return {0: 0, 1: 2, 2: 4, 3: 6}.get(x, 0)"


def run(
    room: Classroom,
    edit: Any,
    *,
    scope: Scope = "visible",
    exercise: str = "doubling",
    turn: Turn = nullcontext,
    **more: Any,
) -> CheckResult:
    folder = room.hand_in("ada", edit, exercise)
    request = GradeRequest(
        course_home=room.home,
        exercise_id=exercise,
        student_id="ada",
        submission_dir=folder,
        received_at=None,
        limits=room.limits,
        **more,
    )
    return check_submission(request, scope=scope, turn=turn, engine=room.engine)


def tasks(result: CheckResult) -> dict[str, CheckedTask]:
    return {task.grade_id: task for book in result.notebooks for task in book.tasks}


def verdicts(result: CheckResult) -> dict[str, str]:
    return {name: task.verdict for name, task in tasks(result).items()}


def everything(home: Path) -> dict[str, tuple[str, int]]:
    return {
        str(file.relative_to(home)): (
            hashlib.sha256(file.read_bytes()).hexdigest(),
            file.stat().st_mtime_ns,
        )
        for file in sorted(home.rglob("*"))
        if file.is_file()
    }


def test_a_right_answer_passes_what_learners_see(classroom: Classroom):
    result = run(classroom, solved(RIGHT))
    assert verdicts(result) == {
        "test_double": "passed",
        "test_partly": "passed",
        "essay": "unanswered",
        "drawing": "by_hand",
    }
    assert tasks(result)["test_double"].has_hidden
    assert tasks(result)["test_partly"].task == TaskName(heading="Doubling", number=2, count=4)
    assert not tasks(result)["test_partly"].has_hidden


def test_a_check_writes_nothing_in_the_course(classroom: Classroom):
    before = everything(classroom.home)
    run(classroom, solved(WRONG))
    assert everything(classroom.home) == before


def test_hidden_tests_are_not_run_unless_trainers_allow_it(classroom: Classroom):
    assert verdicts(run(classroom, solved(GUESSED)))["test_double"] == "passed"

    allowed = run(classroom, solved(GUESSED), scope="all")
    assert verdicts(allowed)["test_double"] == "failed"
    assert tasks(allowed)["test_double"].note == "A hidden test did not pass."
    assert not tasks(allowed)["test_double"].has_hidden


@pytest.mark.parametrize("scope", ["visible", "all"])
@pytest.mark.parametrize("answer", [RIGHT, WRONG, GUESSED], ids=["right", "wrong", "guessed"])
def test_nothing_of_a_hidden_test_is_told(classroom: Classroom, scope: Scope, answer: str):
    result = run(classroom, solved(answer), scope=scope)
    told = result.model_dump_json(exclude={"notebooks": {"__all__": {"cells": {"__all__": TIME}}}})
    assert SECRET not in told
    assert "42" not in told


def test_a_check_makes_no_images(classroom: Classroom):
    plot = (
        "class Plot:\n    def _repr_png_(self):\n        raise ValueError('it was drawn')\nPlot()"
    )
    (book,) = run(classroom, solved(f"{RIGHT}\n{plot}")).notebooks
    assert [cell.error for cell in book.cells if cell.error] == []


def test_a_wrong_answer_is_told_in_plain_words(classroom: Classroom):
    result = run(classroom, solved(WRONG))
    assert verdicts(result)["test_double"] == "failed"
    task = tasks(result)["test_double"]
    assert (task.expected, task.got) == ("2", "'no'")
    (book,) = result.notebooks
    cell = next(each for each in book.cells if each.grade_id == "test_double")
    assert cell.error.startswith("AssertionError")
    assert task.note == ""
    assert cell.plain == "The test wants something else than what came out of your code."


def test_differences_are_kept_where_trainers_want_that(classroom: Classroom):
    task = tasks(run(classroom, solved(WRONG), showing=Showing(differences=False)))["test_double"]
    assert (task.verdict, task.expected, task.got) == ("failed", None, None)


def test_each_cell_that_ran_tells_its_time_and_its_error(classroom: Classroom):
    def edit(cells: list[Cell]) -> list[Cell]:
        solved(RIGHT)(cells)
        return [*cells, code("1 / 0")]

    (book,) = run(classroom, edit).notebooks
    assert all(cell.seconds is not None for cell in book.cells)
    last = book.cells[-1]
    assert (last.grade_id, last.number) == ("", 8)
    assert last.error == "ZeroDivisionError: division by zero"
    assert last.plain == "Something is divided by zero."


def test_what_a_learner_makes_up_is_bounded_and_can_be_sent(classroom: Classroom):
    odd = "raise ValueError('\\ud800' + 'x' * 10_000 + '\\x1b[31m')"
    result = run(classroom, solved(odd))
    cell = next(each for each in result.notebooks[0].cells if each.grade_id == "double")
    assert cell.error.startswith("ValueError: ?xxx")
    assert len(cell.error) == 500
    assert CheckResult.model_validate_json(result.model_dump_json()) == result


def test_an_answer_that_is_missing_is_told_as_such(classroom: Classroom):
    (book,) = run(classroom, lambda cells: None).notebooks
    cell = next(each for each in book.cells if each.grade_id == "test_double")
    assert cell.error == "NotImplementedError"
    assert cell.plain == "Nothing is answered here yet: put your code in place of that line."


def test_a_value_that_is_missing_is_told_once_and_blames_nobody(classroom: Classroom):
    small(classroom, "value", "assert x == 1", 1)
    (book,) = run(classroom, lambda cells: None, exercise="value").notebooks
    (told,) = [cell for cell in book.cells if cell.error]
    assert (told.grade_id, told.error) == ("test_x", "NotImplementedError")
    assert told.plain == "Nothing is answered here yet: put your code in place of that line."
    assert [task.verdict for task in book.tasks] == ["failed"]


@pytest.mark.parametrize("answer", ["y = 1", "x = totl"], ids=["other-name", "misspelt"])
def test_a_name_that_an_answer_does_not_give_is_told_as_such(classroom: Classroom, answer: str):
    small(classroom, "value", "assert x == 1", 1)
    (book,) = run(classroom, _x(answer), exercise="value").notebooks
    cell = next(each for each in book.cells if each.grade_id == "test_x")
    assert cell.error == "NameError: name 'x' is not defined"


def test_a_process_that_ends_leaves_the_rest_unreached(classroom: Classroom):
    result = run(classroom, solved("import os\nos._exit(1)"))
    (book,) = result.notebooks
    assert book.state == "crashed"
    assert verdicts(result)["test_double"] == "not_reached"


def test_a_notebook_that_cannot_be_read_is_told(classroom: Classroom):
    folder = classroom.hand_in("ada", lambda cells: None)
    (folder / "tasks.ipynb").write_text("{")
    request = GradeRequest(
        course_home=classroom.home,
        exercise_id="doubling",
        student_id="ada",
        submission_dir=folder,
        received_at=None,
    )
    result = check_submission(request, scope="visible", turn=nullcontext, engine=classroom.engine)
    assert result.notebooks[0].state == "broken"
    assert set(verdicts(result).values()) == {"not_reached"}


def small(room: Classroom, name: str, test: str, points: float) -> None:
    room.write_source(
        name,
        [
            code("### BEGIN SOLUTION\nx = 1\n### END SOLUTION", grade_id="x", solution=True),
            code(test, grade_id="test_x", grade=True, locked=True, points=points),
        ],
    )
    prepare_exercise(room.home, name)


def test_a_test_without_points_tells_whether_it_passed(classroom: Classroom):
    small(classroom, "free", "assert x == 1", 0)

    def answer(text: str) -> dict[str, str]:
        return verdicts(run(classroom, _x(text), exercise="free"))

    assert answer("x = 1") == {"test_x": "passed"}
    assert answer("x = 2") == {"test_x": "failed"}


def test_a_test_that_is_all_hidden_is_told_to_be(classroom: Classroom):
    hidden = "# Some cases.\n### BEGIN HIDDEN TESTS\nassert x == 1\n### END HIDDEN TESTS"
    small(classroom, "secret", hidden, 1)
    task = tasks(run(classroom, _x("x = 2"), exercise="secret"))["test_x"]
    assert (task.verdict, task.has_hidden, task.note) == ("hidden", True, "")
    allowed = run(classroom, _x("x = 2"), exercise="secret", scope="all")
    assert verdicts(allowed) == {"test_x": "failed"}


def test_hints_come_with_a_failed_test_but_not_out_of_hidden_lines(classroom: Classroom):
    hinted = (
        "# HINT: Look at the first line.\nassert x == 1\n### BEGIN HIDDEN TESTS\n"
        "# HINT: It is never two.\nassert x != 2\n### END HIDDEN TESTS"
    )
    small(classroom, "hinted", hinted, 1)
    failed = tasks(run(classroom, _x("x = 2"), exercise="hinted"))["test_x"]
    assert failed.hints == ("Look at the first line.",)
    assert tasks(run(classroom, _x("x = 1"), exercise="hinted"))["test_x"].hints == ()


def test_another_release_in_between_is_tried_again(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch
):
    folders = iter([(1, 1), (1, 1), (2, 2)])
    monkeypatch.setattr(
        "officina_courses.grading.checking.release_folder", lambda _request: next(folders)
    )
    with pytest.raises(ExerciseReplaced):
        run(classroom, solved(RIGHT))


def test_the_gradebook_is_waited_for_once_per_release(classroom: Classroom):
    turns: list[str] = []

    @contextmanager
    def turn() -> Iterator[None]:
        turns.append("taken")
        yield

    for _ in range(2):
        assert verdicts(run(classroom, solved(RIGHT), turn=turn))["test_double"] == "passed"
    assert len(turns) == 1

    small(classroom, "doubling", "assert x == 1", 1)
    assert verdicts(run(classroom, _x("x = 2"), turn=turn)) == {"test_x": "failed"}
    assert len(turns) == 2


def _x(text: str) -> Any:
    def edit(cells: list[Cell]) -> None:
        named(cells, "x")["source"] = text

    return edit
