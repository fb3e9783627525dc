"""What learners see of examined tests, how often a notebook is run, and who falls back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from grading_classroom import Cell, Classroom, code, named, notes, scores

from officina_courses.grading import Engine, GradeOutcome
from officina_courses.grading.engine import Pass, PassRan
from officina_courses.grading.sandboxed import SandboxedEngine
from officina_courses.release import prepare_exercise

pytestmark = pytest.mark.sandbox


class CountingEngine:
    """Keeps the passes that it was asked for."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.passes: list[Pass] = []

    def run(self, work: Pass) -> PassRan:
        self.passes.append(work)
        return self._engine.run(work)


@pytest.fixture
def course(tmp_path: Path, either_engine: Engine | None) -> Classroom:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    return Classroom(home, either_engine)


def solve(
    course: Classroom, cells: list[tuple[str, str]], answer: str, **more: Any
) -> GradeOutcome:
    """An exercise of (kind, text) cells, its answer replaced by ``answer``."""
    made: list[Cell] = []
    for number, (kind, source) in enumerate(cells):
        if kind == "answer":
            text = f"### BEGIN SOLUTION\n{source}\n### END SOLUTION"
            made.append(code(text, grade_id="double", solution=True))
        elif kind == "given":
            made.append(code(source, grade_id=f"given_{number}", locked=True))
        else:
            made.append(code(source, grade_id=kind, grade=True, locked=True, points=1))
    course.write_source("doubling", made)
    prepare_exercise(course.home, "doubling")

    def edit(handed: list[Cell]) -> None:
        named(handed, "double")["source"] = answer

    return course.grade("mia", course.hand_in("mia", edit), **more)


DOUBLE = "def double(x): return 2 * x"
HIDDEN = "### BEGIN HIDDEN TESTS\n{}\n### END HIDDEN TESTS"


def test_a_notebook_of_examined_tests_is_run_once(
    course: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine = CountingEngine(course.engine or SandboxedEngine(isolated=True))
    monkeypatch.setattr(course, "engine", engine)
    test = "assert double(1) == 2\n" + HIDDEN.format("assert double(2) == 4")
    outcome = solve(course, [("answer", DOUBLE), ("a", test)], DOUBLE)
    assert scores(outcome) == {"a": 1.0}
    assert [work.purpose for work in engine.passes] == ["examine", "examine"]  # the trainer's first
    again = course.grade("bo", course.hand_in("bo", lambda cells: None))
    assert scores(again) == {"a": 0.0}
    assert len(engine.passes) == 3


def test_the_learner_sees_what_visible_lines_print_and_raise(course: Classroom) -> None:
    test = "print('compared with', 2)\nassert double(1) == 2, 'two was expected'"
    course_cells = [("answer", DOUBLE), ("a", test)]
    outcome = solve(course, course_cells, "def double(x):\n    print('called')\n    return x")
    written = course.written("mia")
    for told in ("compared with 2", "called", "two was expected", "AssertionError"):
        assert told in written
    assert "The test did not pass (AssertionError)." in notes(outcome)


def test_the_learner_sees_the_line_of_an_error_in_their_own_function(course: Classroom) -> None:
    wrong = "def double(x):\n    return x.twice()"
    solve(course, [("answer", DOUBLE), ("a", "assert double(1) == 2")], wrong)
    assert "return x.twice()" in course.written("mia")


def test_nothing_of_hidden_lines_is_shown(course: Classroom) -> None:
    hidden = "secret = 'sesame'\nprint(secret)\nprint(double(secret))\nassert double(3) == 6"
    test = f"assert double(1) == 2\n{HIDDEN.format(hidden)}\ndouble(secret)"
    answer = "def double(x):\n    print('got', x)\n    return x * 2 if x == 1 else x.nothing"
    outcome = solve(course, [("answer", DOUBLE), ("a", test)], answer)
    assert scores(outcome) == {"a": 0.0}
    assert "sesame" not in course.written("mia") + outcome.model_dump_json()
    assert "A hidden test did not pass." in notes(outcome)


def test_a_helper_of_hidden_lines_tells_nothing_when_a_visible_line_calls_it(
    course: Classroom,
) -> None:
    hidden = HIDDEN.format("    print('sesame')\n    assert f(4) == 9, 'sesame'")
    test = f"def check(f):\n    assert f(1) == 2\n{hidden}\ncheck(double)"
    outcome = solve(course, [("answer", DOUBLE), ("a", test)], "def double(x): return x + 1")
    assert scores(outcome) == {"a": 0.0}
    assert "sesame" not in course.written("mia")


LIAR = "class Box:\n    def __init__(self, n): self.n = n\n    def __eq__(self, o): return True"


def test_an_object_in_place_of_a_value_waits_though_it_passes(course: Classroom) -> None:
    cells = [("answer", DOUBLE), ("a", "assert double(1) == 2"), ("b", "assert 'a' == 'a'")]
    outcome = solve(course, cells, f"{LIAR}\ndef double(x): return Box(x)")
    assert scores(outcome) == {"a": None, "b": 1.0}
    assert outcome.state == "needs_manual"


def test_an_object_that_the_trainers_own_answer_needs_too_is_judged_as_before(
    course: Classroom,
) -> None:
    boxes = "class Box:\n    def __init__(self, n): self.n = n\ndef double(x): return Box(2 * x)"
    cells = [("answer", boxes), ("a", "assert double(1).n == 2")]
    assert scores(solve(course, cells, boxes)) == {"a": 1.0}
    assert scores(solve(course, cells, boxes.replace("2 * x", "x"))) == {"a": 0.0}


def test_without_the_trainers_notebook_such_an_object_is_judged_as_before(
    course: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    boxes = "class Box:\n    def __init__(self, n): self.n = n\ndef double(x): return Box(2 * x)"
    solve(course, [("answer", boxes), ("a", "box = double(1)\nassert box.n == 2")], boxes)
    (course.home / "source/doubling/tasks.ipynb").unlink()
    monkeypatch.setattr("officina_courses.grading.plans.PLANS._made", {})
    folder = course.home.parent / "handed-in/mia/doubling"
    assert scores(course.grade("bo", folder)) == {"a": 1.0}


def test_names_of_cells_and_tests_are_shared_as_in_one_notebook(course: Classroom) -> None:
    cells = [
        ("answer", f"{DOUBLE}\nn = 1"),
        ("a", "found = double(n)\nassert found == 2"),
        ("given", "again = found + 1"),
        ("b", "assert again == 3 and found == 2"),
        ("given", "found = 'other'"),
        ("c", "assert found == 'other'"),
    ]
    outcome = solve(course, cells, f"{DOUBLE}\nn = 1")
    assert set(scores(outcome).values()) == {1.0}


def test_a_process_that_ends_in_a_call_keeps_what_was_examined_before(course: Classroom) -> None:
    cells = [("answer", DOUBLE), ("a", "assert double(1) == 2"), ("b", "assert double(2) == 4")]
    leaves = "import os\ndef double(x): return 2 * x if x < 2 else os._exit(0)"
    outcome = solve(course, [*cells, ("c", "assert double(1) == 2")], leaves)
    assert scores(outcome) == {"a": 1.0, "b": 0.0, "c": 0.0}
    assert outcome.grade is not None
    assert outcome.grade.notebooks[0].state == "crashed"


def test_a_mixed_notebook_gives_each_test_its_own_way(course: Classroom) -> None:
    guarded = "%time assert double(3) == 6\n" + HIDDEN.format("assert double(4) == 8")
    cells = [("answer", DOUBLE), ("a", "assert double(1) == 2"), ("b", guarded)]
    outcome = solve(course, cells, DOUBLE)
    assert outcome.grade is not None
    found = {cell.grade_id: (cell.score, cell.mode) for cell in outcome.grade.notebooks[0].cells}
    assert found == {"a": (1.0, "examined"), "b": (1.0, "guarded")}
    half = solve(course, cells, "def double(x): return 2 * x if x < 4 else 0")
    assert scores(half) == {"a": 1.0, "b": 0.0}


def test_a_wait_for_nobody_is_stopped_in_the_examiner_too(course: Classroom) -> None:
    quick = course.limits.model_copy(update={"cell_timeout_seconds": 1})
    endless = "n = double(1)\nwhile n != 2: pass"
    cells = [("answer", DOUBLE), ("a", endless), ("b", "assert double(1) == 2")]
    wrong = "def double(x): return 2 * x if seen.append(x) or len(seen) > 1 else 0\nseen = []"
    outcome = solve(course, cells, wrong, limits=quick)
    assert scores(outcome) == {"a": 0.0, "b": 1.0}
    assert "took longer than it may" in notes(outcome)
