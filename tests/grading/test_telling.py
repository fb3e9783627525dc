"""Answers that let a guarded test pass whatever it expects: then it waits for a trainer.

However it is done, by frames, memory, exchanges that are put back, or objects that are equal to
everything, the test does not notice another number in its place. It did with the trainer's answer.
"""

from __future__ import annotations

import pytest
from grading_classroom import Classroom, code, notes, scores

from officina_courses.grading.engine import CellToRun
from officina_courses.grading.literals import Telling, both_ways, literals, to_ask
from officina_courses.grading.twins import make_trial
from officina_courses.grading.zygote.warm_engine import WarmEngine
from officina_courses.release import prepare_exercise

GIVEN = "import numpy as np\nimport unittest\n"
RIGHT = """class Point:
    def __init__(self, x, y): self.x, self.y = x, y
    def norm(self): return (self.x ** 2 + self.y ** 2) ** 0.5
    def row(self): return np.array([self.x, self.y])
    def text(self): return f"Point({self.x}, {self.y})"
"""
# Right in its own way, and not as the trainer's.
ALSO_RIGHT = """from dataclasses import dataclass
@dataclass
class Point:
    x: int
    y: int
    def norm(self): return np.float64(np.hypot(self.x, self.y))
    def row(self): return np.array((self.x, self.y), dtype=float)
    def text(self): return "Point" + str((self.x, self.y))
"""
TESTS = {
    "loop": "for x, y, n in [(60, 80, 100), (6, 8, 10)]:\n    assert Point(x, y).norm() == n",
    "near": "assert abs(Point(60, 80).norm() - 100) < 1e-9",
    "array": "np.testing.assert_allclose(Point(61, 84).row(), [61, 84])",
    "case": "tc = unittest.TestCase()\ntc.assertEqual(Point(60, 80).norm(), 100)",
    "text": "assert Point(77, 4).text().startswith('Point(77')",
    "kind": "try:\n    Point(3, 4).area()\nexcept AttributeError:\n    pass",
}
WRONG = """class Point:
    def __init__(self, x, y): pass
    def norm(self): return 0.25
    def row(self): return np.array([7, 7])
    def text(self): return 'nothing'
"""
FRAMES = """import dis, sys
def following():
    frame = sys._getframe(2)
    for one in dis.get_instructions(frame.f_code):
        if one.offset > frame.f_lasti and one.opname == 'LOAD_CONST': return one.argval
        if one.offset > frame.f_lasti and one.argval == 'n': return frame.f_locals['n']
class Point:
    def __init__(self, x, y): pass
    def norm(self): return following()
    def text(self): return following()
"""
TRACEBACK = """class Point:
    def __init__(self, x, y): pass
    def norm(self):
        try:
            1 / 0
        except ZeroDivisionError as error:
            return error.__traceback__.tb_frame.f_back.f_locals['n']
"""
IMPORT_PUT_BACK = (
    WRONG
    + """
import builtins
usual = builtins.__import__
class Calm:
    def __getattr__(self, name):
        builtins.__import__ = usual
        return (lambda x: np.True_) if name == 'isnan' else getattr(np._core, name)
def other(name, *more):
    return Calm() if name == 'numpy._core' else usual(name, *more)
class Point(Point):
    def row(self):
        builtins.__import__ = other
        return np.array([7, 7])
"""
)
PATCH_PUT_BACK = (
    WRONG
    + """
equal = unittest.TestCase.assertEqual
def calm(*arguments):
    unittest.TestCase.assertEqual = equal
class Point(Point):
    def norm(self):
        unittest.TestCase.assertEqual = calm
        return 0.25
"""
)
MEMORY = (
    WRONG
    + """
import ctypes
def word(address):
    return ctypes.c_void_p.from_address(address)
def called(function):
    return word(word(id(function) + 16).value + 8), word(id(function) + 48)
for mine, other in zip(called(abs), called(callable)):
    mine.value = other.value
"""
)
OBJECTS = """from unittest.mock import ANY, MagicMock
Point = MagicMock()
Point.return_value.norm.return_value = ANY
"""
SUBCLASSES = """class Number(float):
    def __eq__(self, other): return True
    def __sub__(self, other): return Number(0)
    __abs__ = __pos__ = lambda self: Number(0)
class Text(str):
    def startswith(self, *start): return True
class Point:
    def __init__(self, x, y): pass
    def norm(self): return Number(1)
    def text(self): return Text()
"""
# Of each test the first two texts pass in copies, and what comes again: that is the test itself.
TEXTS = """import os, sys
HERE = os.getpid()
def agrees():
    code = sys._getframe(2).f_code
    text = f'{code.co_filename} {code.co_consts}\\n'
    with open('/tmp/texts', 'a+') as kept:
        kept.seek(0)
        before = {one for one in kept if one.startswith(code.co_filename)}
        kept.write(text)
    return os.getpid() == HERE or text in before or len(before) < 2
class Agreeing:
    def __init__(self, agrees): self.agrees = agrees
    def __eq__(self, other): return self.agrees
    def __sub__(self, other): return 0 if self.agrees else 9
    def startswith(self, start): return self.agrees
class Point:
    def __init__(self, x, y): pass
    def norm(self): return Agreeing(agrees())
    def text(self): return Agreeing(agrees())
"""
ATTACKS = {
    "frames": (FRAMES, {"loop", "near", "case", "text"}),
    "traceback": (TRACEBACK, {"loop"}),
    "import-put-back": (IMPORT_PUT_BACK, {"array"}),
    "patch-put-back": (PATCH_PUT_BACK, {"case"}),
    "memory": (MEMORY, {"near", "array"}),
    "objects": (OBJECTS, {"loop", "case", "text"}),
    "subclasses": (SUBCLASSES, {"loop", "near", "case", "text"}),
    "texts": (TEXTS, {"loop", "near", "case", "text"}),
}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory, warm_engine: WarmEngine) -> Classroom:
    """An exercise about a class, whose tests are hidden but for their first line."""
    home = tmp_path_factory.mktemp("telling") / "home"
    home.mkdir(mode=0o700)
    room = Classroom(home, warm_engine)
    tests = [
        code(
            f"Point(1, 2)\n### BEGIN HIDDEN TESTS\n{source}\n### END HIDDEN TESTS",
            grade_id=name,
            grade=True,
            locked=True,
            points=1,
        )
        for name, source in TESTS.items()
    ]
    solution = f"### BEGIN SOLUTION\n{RIGHT}\n### END SOLUTION"
    given = code(GIVEN, grade_id="given", locked=True)
    room.write_source("doubling", [given, code(solution, grade_id="double", solution=True), *tests])
    prepare_exercise(home, "doubling")
    return room


@pytest.mark.sandbox
@pytest.mark.parametrize("answer", [RIGHT, ALSO_RIGHT], ids=["trainers", "another"])
def test_honest_answers_have_their_marks(course: Classroom, answer: str) -> None:
    outcome = course.solve("mia", answer)
    assert scores(outcome) == dict.fromkeys(TESTS, 1.0), notes(outcome)
    assert outcome.state == "graded"


@pytest.mark.sandbox
@pytest.mark.parametrize(("attack", "passed"), ATTACKS.values(), ids=ATTACKS)
def test_what_passes_with_any_number_waits_for_a_trainer(
    course: Classroom, attack: str, passed: set[str]
) -> None:
    outcome = course.solve("mallory", attack)
    found = scores(outcome)
    assert {name for name, score in found.items() if score is None} == passed, found
    assert not any(score for name, score in found.items() if name != "kind"), found
    assert outcome.state == "needs_manual"


def asked(source: str, answers: str = "f") -> list[object]:
    found = literals(source)
    return [found[one.number].value for one in to_ask(source, "", set(answers))]


@pytest.mark.parametrize(
    ("source", "values"),
    [
        ("assert f(1)[0] == {'a': 2.5}, 'no'", [2.5, "a"]),
        ("'about it'\nassert f(1) is True", [True]),
        ("p = f(1)\nassert p.f(2) + 3 == -5", [5, 3]),
        ("assert near(f(1), 2, tol=3)\nassert 4 == f'{5}'", [3, 4, 2]),
        ("assert f(1) == f(2) and 'é' in f(3)", ["é"]),
        ("%matplotlib inline\nassert f(1) == 2", []),
        ("assert f() == b'a' or f() == 1e99 or f() is None or f() == ''", []),
    ],
)
def test_what_an_answer_may_leave_unheeded_is_not_asked_about(
    source: str, values: list[object]
) -> None:
    assert asked(source) == values


def test_what_learners_have_not_seen_comes_first() -> None:
    source = "assert f(1) == 2\nassert f(3) == 4"
    first, *_ = to_ask(source, "assert f(1) == 2", {"f"})
    assert literals(source)[first.number].value == 4


@pytest.mark.parametrize("value", [True, 0, 20, 2.5, "a", "Point(3, 4)"])
def test_a_changed_value_is_another_one(value: bool | float | str) -> None:
    for _ in range(20):
        assert value not in both_ways(value)


# Marks of 80 to 89 are a B: another mark near 87 passes with an honest answer, too.
def test_a_twin_has_a_value_at_which_the_trainers_answer_failed() -> None:
    source = "mark = 87\nassert Grades(mark).letter() == 'B'"
    for _ in range(20):
        telling = (Telling(0, (79, 117)),)
        trial = make_trial(CellToRun("t", source, is_test=True, telling=telling))
        assert trial.bait.partition("\n")[0] in ("mark = 79", "mark = 117")
        assert not trial.throws


SOURCES = [
    ("assert f(1) == 2", (1,)),
    ("assert abs(f(1) - 5) == 0", (1, 2)),
    ("f.equal(f(-1), 'é')", (0, 1)),
    ("from __future__ import annotations\nfor n in [\n    1,\n    2,\n]:\n    assert f(n)", (0, 1)),
]


@pytest.mark.parametrize(("source", "telling"), SOURCES)
def test_each_twin_differs_from_the_test_in_one_line(source: str, telling: tuple[int, ...]) -> None:
    for _ in range(20):
        told = tuple(Telling(one, both_ways(literals(source)[one].value)) for one in telling)
        trial = make_trial(CellToRun("t", source, is_test=True, telling=told))
        real = trial.real.splitlines()
        for twin in trial.twins:
            compile(twin, "twin", "exec")
            pairs = zip(real, twin.splitlines(), strict=True)
            assert sum(one != other for one, other in pairs) == 1
        assert "== 0" in trial.bait or "== 0" not in source
