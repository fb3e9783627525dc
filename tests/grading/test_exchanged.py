"""What a guarded test compares with, exchanged by an answer: then the test waits for a trainer.

The answers are wrong, and every function that could say so is made to agree. Nobody is accused for
it, since a name can be bound anew by accident; but nothing is believed either.
"""

from __future__ import annotations

import builtins
import gc
import os
import statistics
import subprocess
import sys
import unittest
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy
import numpy._core.numeric
import pandas
import pandas._libs.testing
import pandas.core.computation.expressions
import pytest
from grading_classroom import Cell, Classroom, code, named, notes, scores

from officina_courses.grading import Engine
from officina_courses.grading.engine import CellToRun
from officina_courses.grading.examiner.given import TrainerCell, find_given
from officina_courses.grading.runner.exchanges import make_watcher
from officina_courses.grading.watched import watched
from officina_courses.release import prepare_exercise

GIVEN = (
    "import math\nimport numpy as np\nimport statistics\nimport unittest\n"
    "def close(a, b, tol=1e-6):\n    assert abs(a - b) < tol, 'too far'\n"
    "def near(a, b):\n    close(a, b)\n"
)
RIGHT = (
    "class Point:\n    def __init__(self, x, y):\n        self.x, self.y = x, y\n"
    "    def norm(self):\n        return (self.x ** 2 + self.y ** 2) ** 0.5"
)
WRONG = (
    "class Point:\n    def __init__(self, x, y): pass\n"
    "    def norm(self):\n        return {value}\n"
)
TESTS = {
    "arrays": "np.testing.assert_allclose(Point(3, 4).norm(), 5)\n### BEGIN HIDDEN TESTS\n"
    "np.testing.assert_allclose(Point(6, 8).norm(), 10)\n### END HIDDEN TESTS",
    "case": "tc = unittest.TestCase()\ntc.assertEqual(Point(3, 4).norm(), 5)",
    "imported": "from numpy.testing import assert_equal\nassert_equal(Point(3, 4).norm(), 5)",
    "isclose": "assert math.isclose(Point(3, 4).norm(), 5)",
    "mean": "import statistics\nassert statistics.fmean([Point(3, 4).norm(), 7]) == 6",
    "helper": "close(Point(3, 4).norm(), 5)",
    "helpers": "near(Point(3, 4).norm(), 5)",
    "builtin": "assert abs(Point(3, 4).norm() - 5) < 1e-9",
}
PATCHED = """
import math, statistics, unittest
import numpy.testing as nt
for name in dir(nt):
    if name.startswith("assert"): setattr(nt, name, lambda *a, **k: None)
for name in dir(unittest.TestCase):
    if name.startswith("assert"): setattr(unittest.TestCase, name, lambda *a, **k: None)
math.isclose = lambda *a, **k: True
statistics.fmean = lambda *a: 6
close = lambda *a: None
abs = lambda x: 0
"""
REBOUND = """
class N:
    def __getattr__(self, n): return N()
    def __call__(self, *a, **k): return True
    def __eq__(self, other): return True
np = N(); unittest = N(); math = N(); close = near = N(); abs = lambda x: 0
import sys; sys.modules["statistics"] = sys.modules["numpy.testing"] = N()
"""
# As the first, but what stands under each name is the same object.
INSIDE = """
import math, statistics, unittest
from numpy.testing._private import utils
def calm(*a, **k): return None
def six(*a, **k): return 6
for thing in (utils.assert_array_compare, utils.assert_equal, unittest.TestCase.assertEqual, close):
    while hasattr(thing, "__wrapped__"): thing = thing.__wrapped__
    thing.__code__ = calm.__code__
statistics.fmean.__code__ = six.__code__
math.isclose = calm2 = lambda *a, **k: True
abs = lambda x: 0
"""
# What learners do to names that tests read, and mean nothing by it.
HONEST = """
import math, statistics, unittest, numpy as np
from unittest import mock
from numpy import *
with mock.patch("statistics.fmean", lambda xs: 0), mock.patch.object(math, "isclose"):
    assert statistics.fmean([1]) == 0
np.random.seed(1)
np.set_printoptions(precision=3)
unittest.TestCase.maxDiff = None
np.norm_of = lambda p: p.norm()
"""


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory, either_engine: Engine | None) -> Classroom:
    """An exercise about a class, so that each of its tests is guarded."""
    home = tmp_path_factory.mktemp("exchanged") / "home"
    home.mkdir(mode=0o700)
    room = Classroom(home, either_engine)
    solution = f"### BEGIN SOLUTION\n{RIGHT}\n### END SOLUTION"
    tests = [
        code(source, grade_id=name, grade=True, locked=True, points=1)
        for name, source in TESTS.items()
    ]
    given = code(GIVEN, grade_id="given", locked=True)
    room.write_source("doubling", [given, code(solution, grade_id="double", solution=True), *tests])
    prepare_exercise(home, "doubling")
    return room


@pytest.mark.sandbox
def test_honest_answers_have_their_marks(course: Classroom) -> None:
    for student, more in (("mia", ""), ("noah", HONEST)):
        outcome = course.solve(student, f"{more}\n{RIGHT}")
        assert scores(outcome) == dict.fromkeys(TESTS, 1.0), notes(outcome)
        assert outcome.state == "graded"


@pytest.mark.sandbox
@pytest.mark.parametrize("attack", [PATCHED, REBOUND, INSIDE], ids=["patched", "rebound", "inside"])
def test_what_passes_by_exchanged_functions_has_no_points(course: Classroom, attack: str) -> None:
    for value in ("'no'", "0.0"):
        outcome = course.solve("mallory", WRONG.format(value=value) + attack)
        found = scores(outcome)
        assert not any(found.values()), found
        assert None in found.values(), notes(outcome)
        assert outcome.state == "needs_manual"
        assert outcome.grade is not None
        assert outcome.grade.notebooks[0].state == "graded"


@pytest.mark.sandbox
def test_what_the_trainers_own_cells_exchange_makes_nobody_wait(
    tmp_path: Path, warm_engine: Engine
) -> None:
    room = Classroom(tmp_path / "home", warm_engine)
    room.home.mkdir(mode=0o700)
    given = "import time, math\ntime.sleep = lambda seconds: None\n"
    test = "time.sleep(60)\nassert math.isclose(Point(3, 4).norm(), 5)"
    cells: list[Cell] = [
        code(given, grade_id="given", locked=True),
        code(f"### BEGIN SOLUTION\n{RIGHT}\n### END SOLUTION", grade_id="double", solution=True),
        code(test, grade_id="test", grade=True, locked=True, points=1),
    ]
    room.write_source("doubling", cells)
    prepare_exercise(room.home, "doubling")
    assert scores(room.solve("mia", RIGHT)) == {"test": 1.0}

    def edit(handed: list[Cell]) -> None:
        named(handed, "double")["source"] = RIGHT
        named(handed, "given")["source"] = "import time, math"

    assert scores(room.grade("noah", room.hand_in("noah", edit))) == {"test": 1.0}


FMEAN = statistics.fmean
OWNERS: tuple[Any, ...] = (
    *(builtins, statistics, unittest, unittest.case, numpy, numpy._core.numeric, pandas),
    *(unittest.TestCase, unittest.case._AssertRaisesContext, pandas.DataFrame),
    *(pandas._libs.testing, type(pandas.DataFrame()._mgr)),
    pandas.core.computation.expressions,
)
# What memory holds of kinds that Python lets nobody change.
IN_MEMORY = [gc.get_referents(kind.__dict__)[0] for kind in (numpy.ndarray, str)]


@pytest.fixture
def put_back() -> Iterator[None]:
    """What the cells below change in this process, as it was."""
    made_of, defaults = FMEAN.__code__, FMEAN.__defaults__
    before = [(owner, type(owner), dict(vars(owner))) for owner in OWNERS]
    dicts = [(held, dict(held)) for held in (sys.modules, *IN_MEMORY)]
    yield
    for held, names in dicts:
        held.update(names)
    FMEAN.__code__, FMEAN.__defaults__ = made_of, defaults
    for owner, kind, names in before:
        if type(owner) is not kind:
            owner.__class__ = kind
        for name, value in dict(vars(owner)).items():
            # A part that was loaded meanwhile stays: numpy would look for it without end.
            is_part = sys.modules.get(f"{owner.__name__}.{name}") is value
            if name not in names and value is not None and not is_part:
                delattr(owner, name)
        for name, value in names.items():
            if vars(owner).get(name) is not value:
                setattr(owner, name, value)


NEAR = "def near(a, b):\n    return abs(a - b) < TOL"
GIVENS = (
    "import pandas as pd\nimport numpy as np\nimport statistics as st\nimport unittest\n"
    "from statistics import fmean as mean_of\nLIMIT = 3\nTOL = 1e-6\nLIMITS = {'a': [1, 3]}\n"
    + NEAR,
    "def close(a, b, tol=1e-6, *, most=9):\n    for x in {1, 2}:\n        pass\n"
    "    return (lambda d: abs(d) < tol)(a - b)",
    "double = lambda x: 2 * x",
)
CHANGES = {
    "attribute": ("st.fmean([1]) == 1", "import statistics\nstatistics.fmean = len"),
    "in-a-case": ("unittest.TestCase().assertEqual(1, 1)", "unittest.TestCase.assertEqual = len"),
    "code": ("mean_of([1])", "mean_of.__code__ = (lambda data, weights=None: 1).__code__"),
    "defaults": ("mean_of([1])", "mean_of.__defaults__ = (3,)"),
    "what-it-calls": ("st.fmean([1])", "st.fsum = len"),
    "builtin-of-a-module": ("st.fmean([1])", "st.len = lambda x: 1"),
    "imported-name": ("mean_of([1])", "mean_of = len"),
    "star-of-changed-operator": (
        "assert abs(-2) == 2",
        "import operator\noperator.abs = len\nfrom operator import *",
    ),
    "alias": ("st.fmean([1])", "st = unittest"),
    "case-as-a-name": (
        "from unittest import TestCase\nTestCase()",
        "unittest.TestCase.assertEqual=1",
    ),
    "in-a-function": ("def f():\n    return st.fmean([1])\nf()", "st.fmean = len"),
    "helper": ("close(1, 1)", "def close(a, b, tol=1e-6, *, most=9): return True"),
    "helper-inside": ("close(1, 1)", "close.__code__ = (lambda a, b, tol, *, most: 1).__code__"),
    "helper-default": ("close(1, 1)", "close.__defaults__ = (1e9,)"),
    "helper-by-name": ("close(1, 1)", "close.__kwdefaults__['most'] = 99"),
    "helper-constant": ("close(1, 1)", GIVENS[1].replace("{1, 2}", "{1, 3}")),
    "helper-within": ("close(1, 1)", GIVENS[1].replace("< tol", "<= tol")),
    "lambda": ("double(1)", "double = lambda x: 3 * x"),
    "builtin": ("sum([1]) == 1", "sum = lambda xs: 1"),
    "builtin-of-python": ("close(1, 1)", "import builtins\nbuiltins.abs = lambda x: 0"),
    "class-of-a-module": (
        "st.fmean([1])",
        "class M(type(st)):\n    fmean = property(lambda s: len)\nst.__class__ = M",
    ),
    "class-of-a-package": (
        "from unittest import TestCase\nTestCase()",
        "class M(type(unittest)):\n    TestCase = property(lambda s: len)\nunittest.__class__ = M",
    ),
    "looked-up-first": (
        "unittest.TestCase().assertEqual(1, 1)",
        "unittest.TestCase.__getattribute__ = lambda s, n: print",
    ),
    "class-in-another": (
        "unittest.TestCase().assertRaises(ValueError, len)",
        "import unittest.case as c\nc._AssertRaisesContext.__exit__ = len",
    ),
    "in-place-of-a-builtin": (
        "unittest.TestCase().assertAlmostEqual(1, 1)",
        "import unittest.case as c\nc.round = len",
    ),
    "through-other-modules": (
        "np.testing.assert_allclose(1, 1)",
        "np._core.numeric.isclose = len",
    ),
    "compiled": (
        "pd.testing.assert_series_equal(1, 1)",
        "import pandas._libs.testing as t\nt.assert_almost_equal = len",
    ),
    "of-a-kind-within": ("pd.DataFrame().equals(1)", "type(pd.DataFrame()._mgr).equals = len"),
    "chosen-by-an-option": (
        "pd.DataFrame()",
        "import pandas.core.computation.expressions as e\ne._evaluate = len",
    ),
    "loaded-module": (
        "np.testing.assert_allclose(1, 1)",
        "import sys\nsys.modules['numpy._core'] = st",
    ),
    "what-import-calls": ("st.fmean([1])", "import builtins\nbuiltins.__import__ = len"),
    "method-in-memory": (
        "np.zeros(1).dump",
        "import gc\ngc.get_referents(np.ndarray.__dict__)[0]['dump'] = len",
    ),
    "pythons-method-in-memory": (
        "'a'.swapcase()",
        "import gc\ngc.get_referents(str.__dict__)[0]['swapcase'] = len",
    ),
    "constant": ("near(1, 1)", "TOL = 99"),
    "constant-of-a-test": ("len('abc') == LIMIT", "LIMIT = 99"),
    "constant-of-several": ("LIMITS['a'][1] == 3", "LIMITS = {'a': [1, 99]}"),
    "names-of-python": (
        "near(1, 1)",
        "import builtins\nglobals()['__builtins__'] = {**vars(builtins), 'abs': len}\n" + NEAR,
    ),
}
SAME = {
    "again": ("st.fmean([1])\nclose(1, 1)\ndouble(1)", "import statistics as st\n" + GIVENS[0]),
    "typed-again": ("close(1, 1)", "\n\n# mine\n" + GIVENS[1]),
    "unread": ("st.mean([1])", "st.fmean = len"),
    "another-name": ("close(1, 1)", "sum = 3\nst = None"),
    "star": ("assert pow(2, 2) == 4", "from math import *"),
    "star-of-operator": ("assert abs(-2) == pow(2, 1)", "from operator import *"),
    "own-class": ("unittest.TestCase()", "class T(unittest.TestCase):\n    assertEqual = len"),
    "undone": ("st.fmean([1])", "st.fmean, kept = len, st.fmean\nst.fmean = kept"),
    "talk": ("print(input())", "print = lambda *a: None\ninput = lambda *a: '3'"),
    "annotations": ("pd.ArrowDtype", "pd.ArrowDtype.__annotations__"),
    "same-constant": ("near(1, 1)\nLIMITS", "TOL = 1 / 1000000\nLIMITS = {'a': [1, 3]}"),
    "added": (
        "pd.DataFrame()\nnp.testing",
        "pd.DataFrame.norms = len\nnp.norm_of = len\nnp.float = float",
    ),
    "setting": (
        "pd.DataFrame()\nnp.testing\nunittest.TestCase()",
        "import copy, numpy.random\nunittest.TestCase.maxDiff = None\n"
        "pd.set_option('display.precision', 3)\nnp.set_printoptions(precision=3)\n"
        "copy.deepcopy(unittest.TestCase())\npd.DataFrame({'a': [1]}).describe()",
    ),
    "chosen-anew": (
        "pd.DataFrame()",
        "pd.set_option('compute.use_numexpr', False)\npd.reset_option('compute.use_numexpr')",
    ),
    "own-name": ("for st in [1]:\n    pass\nst == 1", "st = unittest"),
    "answered": ("assert norm(1) == 1 and max(1) == 1", "def norm(x): return 1\nmax = norm"),
}
ANSWER = "def norm(x): return x\ndef max(x): return x"


def is_exchanged(test: str, change: str, work: Path) -> bool:
    cells = [*(TrainerCell("given", source) for source in GIVENS), TrainerCell("answer", ANSWER)]
    needs = watched([CellToRun("t", test, is_test=True)], find_given(cells, is_solved=True))
    namespace: dict[str, Any] = {}
    tell = make_watcher(namespace, needs, work)
    for source in (*GIVENS, change):
        exec(source, namespace)
    return tell("<t>")


@pytest.mark.usefixtures("put_back")
@pytest.mark.parametrize(("test", "change"), CHANGES.values(), ids=CHANGES)
def test_a_change_of_what_a_test_reads_is_seen(test: str, change: str, tmp_path: Path) -> None:
    assert not is_exchanged(test, "", tmp_path)
    assert is_exchanged(test, change, tmp_path)


@pytest.mark.usefixtures("put_back")
@pytest.mark.parametrize(("test", "change"), SAME.values(), ids=SAME)
def test_what_changes_nothing_for_a_test_is_left_alone(
    test: str, change: str, tmp_path: Path
) -> None:
    assert not is_exchanged(test, change, tmp_path)


def test_another_way_to_make_an_object_is_seen(tmp_path: Path) -> None:
    # In a process of its own: what makes a kind's objects cannot be put back as it was.
    made_otherwise = (
        "import pathlib\n"
        "from tests.grading.test_exchanged import is_exchanged\n"
        "change = 'unittest.TestCase.__new__ = staticmethod(len)'\n"
        "test = 'unittest.TestCase().assertEqual(1, 1)'\n"
        f"work = pathlib.Path({str(tmp_path)!r})\n"
        "assert not is_exchanged(test, '', work)\n"
        "assert is_exchanged(test, change, work)\n"
    )
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", made_otherwise]
    subprocess.run(command, env=environment, check=True, timeout=120)


def test_a_file_that_stands_in_a_modules_place_is_an_exchange(tmp_path: Path) -> None:
    (tmp_path / "wave.py").write_text("open = len\n")
    assert is_exchanged("import wave\nwave.open('x')", "", tmp_path)
    assert not is_exchanged("import statistics\nstatistics.mean([1])", "", tmp_path)


def test_a_builtins_name_may_be_the_exercises_own_where_nobody_knows() -> None:
    test = CellToRun("t", "assert sum([1]) == 1", is_test=True)
    assert watched([test], find_given([], is_solved=False)) == {}
    assert watched([test], find_given([TrainerCell("answer", ANSWER)], is_solved=False))


def test_only_what_a_pass_sends_is_told_beforehand() -> None:
    whole = "assert f() == 1\n### BEGIN HIDDEN TESTS\nimport wave\n### END HIDDEN TESTS"
    given = find_given([], is_solved=True)
    seen = CellToRun("a", "assert f() == 1", known="assert f() == 1", is_test=True)
    examined = CellToRun("b", whole, known="assert f() == 1", is_test=True, mode="examined")
    assert "wave" not in repr(watched([seen, examined], given))
    assert watched([seen, examined], given, frozenset({"a"})) == {}
