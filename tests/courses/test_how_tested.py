"""What a trainer is told of how tests will be run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from officina_courses.check import check_tests, format_test
from officina_courses.grading.examiner.given import TrainerCell, find_given
from officina_courses.grading.examiner.modes import REASONS, decide

ANSWER = TrainerCell("answer", "def double(x): return 2 * x\nnames = ['a']")
HELPER = TrainerCell("given", "def twice(x): return double(double(x)) * scale\nscale = 1")


def decided(test: str, *cells: TrainerCell) -> str:
    """The mode of a test, with the code of its reason."""
    found = decide([ANSWER, *cells, TrainerCell("test", test, "t", test)])["t"]
    if found.why is None:
        return "examined"
    return next(c for c, why in REASONS.items() if why.rewrite == found.why.rewrite)


@pytest.mark.parametrize(
    "test",
    [
        "assert double(2) == 4",
        "import numpy as np\nnp.testing.assert_allclose(double(np.ones(2)), 2)",
        "assert 'a' in names and len(names) == 1 and isinstance(names, list)",
        "cases = [1, 2]\ncases.append(3)\nfor case in cases:\n    assert double(case) == 2 * case",
        "def check(f): assert f(1) == 2\ncheck(double)",
        "assert sorted(map(double, [2, 1]), key=lambda x: -x) == [4, 2]",
        "assert double(1) is not None and type(double(1)) is int",
        "assert all(double(n) == 2 * n for n in range(3))",
        "table = {}\ntable['a'] = double(1)\nassert table == {'a': 2}",
        "try:\n    double()\nexcept TypeError:\n    pass\nelse:\n    raise AssertionError",
    ],
)
def test_tests_of_values_and_calls_are_examined(test: str) -> None:
    assert decided(test, HELPER) == "examined"


@pytest.mark.parametrize(
    ("test", "code"),
    [
        ("%time assert double(1) == 2", "syntax"),
        ("get_ipython().run_cell('1')", "syntax"),
        ("assert open('a.txt').read()", "files"),
        ("import os\nassert os.path.exists('a')", "files"),
        ("import pandas as pd\nassert len(pd.read_csv('a.csv')) == 1", "files"),
        ("import inspect\nassert 'for' in inspect.getsource(double)", "insides"),
        ("assert 'double' in globals()", "insides"),
        ("assert double.__code__.co_argcount == 1", "insides"),
        ("import random\nrandom.seed(1)\nassert double(1) == 2", "settings"),
        ("import sys\nsys.setrecursionlimit(50)\nassert double(1)", "settings"),
        ("from unittest import mock\nassert double(1)", "settings"),
        ("import unittest\nunittest.TestCase().assertEqual(double(1), 2)", "cases"),
        ("import matplotlib.pyplot as plt\nassert plt.gca()", "plots"),
        ("names.append('b')\nassert len(names) == 2", "changes"),
        ("names[0] = 'b'\nassert names", "changes"),
        ("scale = 2\nassert twice(1) == 8", "changes"),
        ("del double\nassert twice(1)", "changes"),
        ("old = double\ndouble = None\nassert old(1) == 2", "changes"),
        ("import math\nmath.pi = 3\nassert double(1)", "changes"),
        ("assert double(lambda: 1)", "callbacks"),
        ("def mine(): return 1\nassert double(mine)", "callbacks"),
        ("assert double(names) is names", "identity"),
        ("import no_such_module_anywhere", "modules"),
    ],
)
def test_tests_that_need_more_are_guarded_and_say_why(test: str, code: str) -> None:
    assert decided(test, HELPER) == code


def test_a_test_of_a_learners_class_is_guarded() -> None:
    shape = TrainerCell("answer", "class Shape:\n    def area(self): return 1")
    assert decided("assert Shape().area() == 1", shape) == "classes"


def test_what_a_guarded_test_binds_is_not_taken_by_an_examined_one() -> None:
    first = TrainerCell("test", "k = 3\nopen('a')", "first", "k = 3\nopen('a')")
    assert decided("assert double(k) == 6", first) == "shared"
    assert decided("k = 4\nassert double(k) == 8", first) == "examined"


def test_a_test_whose_hidden_lines_a_cell_beside_the_learners_code_needs_is_guarded() -> None:
    hidden = "# BEGIN HIDDEN TESTS\nk = double(3)\n# END HIDDEN TESTS"
    first = TrainerCell("test", hidden, "first", "")
    for later in (
        TrainerCell("test", "assert k\nopen('a')", "later", "assert k\nopen('a')"),
        TrainerCell("given", "print(k)"),
    ):
        found = decide([ANSWER, first, later])
        assert found["first"].mode == "guarded"
    assert decide([ANSWER, first, TrainerCell("test", "assert k", "b")])["first"].why is None


def test_a_course_tells_reason_and_rewrite_of_each_guarded_test() -> None:
    folder = Path(__file__).parents[2] / "courses/first-steps"
    tests = check_tests(folder)
    guarded = [test for test in tests if test.mode == "guarded"]
    assert 0 < len(guarded) < len(tests) / 4
    for test in guarded:
        assert test.path in format_test(test)
        assert f"guarded: {test.reason}. {test.rewrite}" in format_test(test)
        assert test.reason
        assert test.rewrite.endswith(".")


def test_what_is_given_are_imports_functions_and_constants_that_no_answer_touches() -> None:
    cells = [
        TrainerCell("given", "import numpy as np\nfrom math import *\nLIMIT = 3\nrows = [1]"),
        TrainerCell("given", "tol = 10 ** -6\nnear = lambda a, b: abs(a - b) < tol"),
        TrainerCell("given", "try:\n    import math\nexcept ImportError:\n    math = None"),
        TrainerCell("given", "start = 1\ndone = []\ndone.append(1)\nseen = np.zeros(2)"),
        TrainerCell("given", "def check(x): assert x < LIMIT\ndef stub(): pass"),
        TrainerCell("given", "from not_here import helper"),
        TrainerCell("answer", "import json as js\ndef stub(): return rows\nstart += 1"),
        TrainerCell("test", "own = 1"),
    ]
    given = find_given(cells, is_solved=True)
    assert set(given.statements) == {"np", "LIMIT", "check", "tol", "near", "math"}
    assert given.stars == ("math",)
    assert given.learners == {"stub", "start", "js"}
    assert given.modules == {"js": "json"}
    assert given.tests == {"own"}
    assert given.values == {"done", "seen", "rows", "helper"}
    unsolved = find_given(cells, is_solved=False)
    assert set(unsolved.statements) == {"np", "check", "near", "math"}


def test_no_test_in_another_language_is_examined(
    course_folder: Path, set_cells: Callable[..., None]
) -> None:
    grading = {"grade": True, "solution": False, "locked": True, "task": False, "points": 1}
    test = {
        "cell_type": "code",
        "source": "stopifnot(f(2) == 4)",
        "metadata": {"nbgrader": {**grading, "grade_id": "t", "schema_version": 3}},
        "outputs": [],
        "execution_count": None,
    }
    set_cells(test, metadata={"kernelspec": {"name": "ir", "language": "R"}})
    [told] = check_tests(course_folder)
    assert (told.mode, told.cell) == ("guarded", "t")
    assert "another language" in format_test(told)


@pytest.mark.parametrize(
    ("test", "is_warned"),
    [
        ("open('a')\nassert double(2) == 4", False),
        ("open('a')\nfor n in [1]:\n    assert double(n) < 3", False),
        ("open('a')\nassert math.isclose(double(2), 4)", True),
        ("open('a')\nnp.testing.assert_allclose(double(2), 4)", True),
        ("assert math.isclose(double(2), 4)", False),
    ],
)
def test_a_guarded_test_that_compares_by_functions_alone_is_warned_of(
    course_folder: Path, set_cells: Callable[..., None], test: str, is_warned: bool
) -> None:
    grading = {"grade": True, "solution": False, "locked": True, "task": False, "points": 1}
    set_cells(
        {
            "cell_type": "code",
            "source": test,
            "metadata": {"nbgrader": {**grading, "grade_id": "t", "schema_version": 3}},
            "outputs": [],
            "execution_count": None,
        }
    )
    [told] = check_tests(course_folder)
    assert ("functions that compare" in format_test(told)) == is_warned
