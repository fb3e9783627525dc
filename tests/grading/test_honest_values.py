"""Honest values that do not travel, or did not: no test of theirs is called tampered.

Each answer is right in nbgrader's eyes too.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from grading_classroom import Classroom, code, notes, scores, solved

from officina_courses.release import prepare_exercise

pytestmark = pytest.mark.sandbox

INTO_ARGUMENTS = """
class Item:
    def __init__(self, price): self.price = price
def add(stock): stock["x"] = Item(3)
"""
INTO_A_TABLE = """
import pandas as pd
def cut(df): df["bin"] = pd.cut(df["v"], bins=2)
"""
OTHER_NUMBERS = """
def halve(a):
    a.dtype = "int32"
"""
TOO_LARGE = """
def words(): return ["x" * 1000] * 70_000
def letters(): return "\u00f6" * 12_000_000
def fails(): raise ValueError("y" * 70_000_000)
big = "\u00f6" * 12_000_000
"""
KINDS = """
import datetime, itertools, pathlib, zoneinfo
from collections import defaultdict
import numpy as np
import pandas as pd
def count(words):
    found = defaultdict(int)
    for word in words: found[word] += 1
    return found
def first(items): return itertools.islice(items, 2)
def numbers(): return iter(range(3))
def moment(): return pd.Timestamp("2026-01-01", tz="dateutil/Europe/Berlin")
def noon(): return datetime.datetime(2026, 1, 1, 12, tzinfo=zoneinfo.ZoneInfo("Europe/Paris"))
def place(): return pathlib.Path("a") / "b"
levels = np.ma.array([1.0, 2.0])
def half(values): return np.ma.array(values, mask=[False] * len(values)) / 2
"""
ODD_ERROR = """
def fails():
    error = SyntaxError("odd")
    error.text = 3
    error.lineno = "x"
    raise error
"""
CASES = {
    "an object put into an argument": (
        INTO_ARGUMENTS,
        "stock = {}\nadd(stock)\nassert stock['x'].price == 3",
        "assert len('ab') == 2 and add.__name__ == 'add'",
    ),
    "intervals put into a table": (
        INTO_A_TABLE,
        "t = pd.DataFrame({'v': [1, 2, 3]})\ncut(t)\nassert t['bin'].nunique() == 2",
    ),
    "other numbers in an array": (
        OTHER_NUMBERS,
        "import numpy as np\na = np.array([1], dtype='int64')\nhalve(a)\nassert a.size == 2",
    ),
    "too large for the line": (
        TOO_LARGE,
        "assert len(words()) == 70_000",
        "assert len(letters()) == 12_000_000",
        "assert big.count('x') == 0",
        "try:\n    fails()\n    assert False\nexcept ValueError:\n    pass",
    ),
    "Python's own kinds": (
        KINDS,
        "assert count(['a', 'b', 'a']) == {'a': 2, 'b': 1}\nassert count([])['z'] == 0",
        "assert list(first([1, 2, 3])) == [1, 2]",
        "assert list(numbers()) == [0, 1, 2]",
        "assert moment().year == 2026",
        "assert noon().utcoffset().seconds == 3600",
        "assert str(place()) == 'a/b'",
        "assert levels.tolist() == half(levels * 2).tolist() == [1, 2]",
    ),
}


@pytest.fixture
def course(tmp_path: Path) -> Classroom:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    return Classroom(home)


def graded(course: Classroom, solution: str, *tests: str):
    cells = [code("### BEGIN SOLUTION\n### END SOLUTION", grade_id="double", solution=True)]
    cells += [
        code(test, grade_id=f"test_{number}", grade=True, locked=True, points=1)
        for number, test in enumerate(tests)
    ]
    course.write_source("odd", cells)
    prepare_exercise(course.home, "odd")
    return course.grade("mia", course.hand_in("mia", solved(solution), "odd"), exercise_id="odd")


@pytest.mark.parametrize("case", CASES)
def test_an_honest_value_costs_nothing(course: Classroom, case: str) -> None:
    outcome = graded(course, *CASES[case])
    assert notes(outcome).strip() == ""
    assert set(scores(outcome).values()) == {1.0}
    assert outcome.state == "graded"


def test_an_odd_error_costs_its_own_test_alone(course: Classroom) -> None:
    outcome = graded(course, ODD_ERROR, "fails()", "assert fails.__name__ == 'fails'")
    assert scores(outcome) == {"test_0": 0.0, "test_1": 1.0}
