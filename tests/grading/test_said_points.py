"""Points that an answer would say for the test: as its last value, or under the test's own name."""

from __future__ import annotations

from pathlib import Path

import pytest
from grading_classroom import Cell, Classroom, code, notes, scores

from officina_courses.grading import Engine
from officina_courses.grading.examiner.alone import find_alone
from officina_courses.grading.examiner.given import TrainerCell
from officina_courses.release import prepare_exercise

HIDDEN = "{shown}\n### BEGIN HIDDEN TESTS\n{hidden}\n### END HIDDEN TESTS"
RIGHT = (
    "class Point:\n    def __init__(self, x, y): self.x, self.y = x, y\n"
    "    def norm(self): return (self.x ** 2 + self.y ** 2) ** 0.5\n"
    "def double(x): return 2 * x"
)
WRONG = (
    "{more}\nclass Point:\n    def __init__(self, x, y): pass\n"
    "    def norm(self):{norm}\ndef double(x): return {double}"
)
TESTS = {
    "share": "sum(double(k) == 2 * k for k in range(4)) / 4",
    "variable": HIDDEN.format(
        shown="expected = 5\nassert Point(3, 4).norm() == expected",
        hidden="expected = 100\nassert Point(60, 80).norm() == expected",
    ),
    "loop": "for x, y, n in [(3, 4, 5), (60, 80, 100)]:\n    assert Point(x, y).norm() == n",
}


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory, warm_engine: Engine) -> Classroom:
    """A test that says its points, and two that call what they expect by a name."""
    home: Path = tmp_path_factory.mktemp("said") / "home"
    home.mkdir(mode=0o700)
    room = Classroom(home, warm_engine)
    cells: list[Cell] = [
        code(f"### BEGIN SOLUTION\n{RIGHT}\n### END SOLUTION", grade_id="double", solution=True)
    ]
    cells += [
        code(test, grade_id=name, grade=True, locked=True, points=1) for name, test in TESTS.items()
    ]
    room.write_source("doubling", cells)
    prepare_exercise(home, "doubling")
    return room


def test_the_right_answer_has_all_points(room: Classroom) -> None:
    outcome = room.solve("anna", RIGHT)
    assert outcome.state == "graded"
    assert scores(outcome) == dict.fromkeys(TESTS, 1.0)


@pytest.mark.parametrize(
    ("more", "value"),
    [
        ("import numpy as np", "np.array([0.5])"),
        ("import pandas as pd", "pd.NA"),
        ("import numpy as np", "np.zeros(0)"),
    ],
)
def test_what_is_no_number_where_a_number_is_due_waits(
    room: Classroom, more: str, value: str
) -> None:
    outcome = room.solve("bela", WRONG.format(more=more, norm=" return 0", double=value))
    assert outcome.state == "needs_manual"
    assert scores(outcome)["share"] is None
    assert "could not make sure of it" in notes(outcome)


@pytest.mark.parametrize(
    "norm",
    [
        " return expected",
        " return n",
        " return globals().get('expected', globals().get('n'))",
        "\n        global expected, n\n        expected = n = 0\n        return 0",
    ],
    ids=["expected", "n", "globals", "binds"],
)
def test_what_a_test_expects_is_not_the_answers_to_read_or_write(
    room: Classroom, norm: str
) -> None:
    outcome = room.solve("carl", WRONG.format(more="", norm=norm, double="2 * x"))
    assert {**scores(outcome), "share": 0} == {"share": 0, "variable": 0.0, "loop": 0.0}


@pytest.mark.parametrize(
    ("given", "test"),
    [
        ("rate = 0.1", "rate = 0.2\nassert Price(10).with_tax() == 12"),
        ("", "input = lambda *_: '3'\nassert Price(10).asked() == 30"),
        ("def reset():\n    global count\n    count = 0", "Price(1)\nassert count == 1"),
        ("%matplotlib inline", "expected = 5\nassert Price(5) == expected"),
        ("", "import unittest\nunittest.main(argv=[''], exit=False)"),
    ],
    ids=["given name", "builtin that an answer reads", "global", "magic", "main"],
)
def test_a_test_that_means_the_notebooks_names_has_them(given: str, test: str) -> None:
    answer = "class Price:\n    def asked(self): return input() and rate"
    cells = [
        TrainerCell("given", given),
        TrainerCell("answer", answer, "price"),
        TrainerCell("test", test, "t"),
        TrainerCell("test", "def check(a):\n    assert a == 3", "helper"),
        TrainerCell("test", "import math\nwanted = 3\ncheck(Price(wanted))", "own"),
    ]
    found = find_alone(cells)
    assert found <= {"own"}
    assert ("own" in found) == ("global" not in given and "%" not in given)
