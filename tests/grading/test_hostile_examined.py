"""Learners' code that wants marks from tests which run where it is not.

It may do as it likes in its own process and answer whatever it likes. What counts is compared by
the examiner, so only values that satisfy the tests earn points.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from grading_classroom import Cell, Classroom, code, named, notes, scores

from officina_courses.grading import Engine
from officina_courses.release import prepare_exercise

pytestmark = pytest.mark.sandbox

GIVEN = (
    "import numpy as np\nimport pandas as pd\nfrom numpy.testing import assert_allclose\n"
    "LIMIT = 10\ndef check(found, expected):\n    assert abs(found - expected) < LIMIT / 1000"
)
RIGHT = (
    "def double(x): return 2 * x\ndef series(n): return np.arange(n) * 2.0\n"
    "def table(): return pd.DataFrame({'a': [2]})\nanswer = 42"
)
TESTS = {
    "equal": "assert double(4) == 8",
    "hidden": "### BEGIN HIDDEN TESTS\nassert double(21) == 42, 'hidden-answer'\n"
    "### END HIDDEN TESTS",
    "numpy": "np.testing.assert_array_equal(series(3), [0, 2, 4])",
    "imported": "assert_allclose(series(2), [0, 2])",
    "pandas": "pd.testing.assert_frame_equal(table(), pd.DataFrame({'a': [2]}))",
    "given": "check(double(1), 2)",
    "variable": "assert answer == 42 and isinstance(answer, int)",
    "loop": "for a, b in zip(map(double, [1, 2, 3]), [2, 4, 6], strict=True):\n    assert a == b",
    "contained": "assert double(1) in (2, 3)\nassert not double(0)",
    "ordered": "assert double(3) > 5 and double(3) < 7",
    "helper": "import math\nassert math.isclose(double(1.5), 3)\nassert len(series(3)) == 3",
    "builtin": "assert sorted([double(2), double(1)]) == [2, 4] and sum([double(1)]) == 2",
    "own-helper": "def same(a, b): assert a == b\nwanted = 10\nsame(double(5), wanted)",
    "own-helper-again": "same(double(5), wanted)",
    "partial": "sum(double(n) == 2 * n for n in range(1, 5)) / 4",
}
LIAR = """
class Liar:
    def __eq__(self, other): return True
    __ne__ = lambda self, other: False
    __lt__ = __gt__ = __le__ = __ge__ = __eq__
    __hash__ = lambda self: 2
    def __bool__(self): return True
    def __len__(self): return 3
    def __iter__(self): return iter([Liar()] * 3)
    def __getattr__(self, name): return self
    def __call__(self, *a, **k): return self
    def __float__(self): return 2.0
    def __sub__(self, other): return 0
    __rsub__ = __abs__ = lambda self, *a: 0
"""
EVERYTHING = "\ndef double(x): return {0}\ndef series(n): return {0}\ndef table(): return {0}\n"
EVERYTHING += "answer = {0}\n"
INT = "\nclass Int(int):\n    __eq__ = __lt__ = __gt__ = lambda self, other: True\n"
INT += "    __hash__ = int.__hash__\n    def __class__(self): return int\n"
ARRAY = "\nclass Array(np.ndarray):\n    __eq__ = lambda self, other: np.ones(3, bool)\n"
# Finds the line to the examiner and speaks on it out of turn.
FORGING = """
import json, os, socket, stat, struct, sys
def is_line(fd):
    try: return stat.S_ISSOCK(os.fstat(fd).st_mode)
    except OSError: return False
PEER = next(filter(is_line, range(3, 64)))
def frame(message, buffers=()):
    text = json.dumps(message).encode()
    sizes = b"".join(struct.pack("!I", len(b)) for b in buffers)
    return struct.pack("!II", len(text), len(buffers)) + sizes + text + b"".join(buffers)
"""
# A thread that answers calls itself; names are still answered by the process.
THREAD = (
    FORGING
    + """
def double(x): pass
def forge():
    while True:
        for whole in sys._current_frames().values():
            while whole:
                asked = whole.f_locals.get("question")
                if isinstance(asked, dict) and asked.get("op") == "call":
                    os.write(PEER, frame({{"nonce": asked["nonce"], "status": "ok", "printed": [],
                        "changed": {{}}, "v": {value}}}))
                    return
                whole = whole.f_back
import threading
threading.Thread(target=forge, daemon=True).start()
def double(x):
    import time; time.sleep(0.2); return 'no'
"""
)
PATCHES = """
import builtins, math, operator, numpy, pandas, sys, json
yes = lambda *a, **k: True
for module in (builtins, math, operator, numpy, numpy.testing, pandas, pandas.testing):
    for name in dir(module):
        if name in ("abs", "len", "all", "any", "sorted", "sum", "isinstance", "isclose",
                    "allclose", "eq", "assert_array_equal", "assert_allclose",
                    "assert_frame_equal", "zip", "map"):
            try: setattr(module, name, yes)
            except Exception: pass
builtins.AssertionError = Exception
"""
NAMES = """
class Nothing:
    def __getattr__(self, name): return lambda *a, **k: None
np = pd = math = Nothing()
assert_allclose = check = lambda *a, **k: None
all = sorted = abs = len = isinstance = zip = map = lambda *a, **k: True
sum = lambda *a: 2
LIMIT = 10 ** 9
"""
HOOKS = """
import ast, sys
class NoAsserts(ast.NodeTransformer):
    def visit_Assert(self, node): return ast.Pass()
get_ipython().ast_transformers.append(NoAsserts())
get_ipython().events.register('pre_run_cell', lambda info: print(info.raw_cell))
class Finder:
    def find_spec(self, *a): return None
sys.meta_path.insert(0, Finder())
sys.settrace(lambda *a: None)
"""
ANSWERING = """
import gc, types
from officina_courses.grading.runner import answering
from officina_courses.grading.examiner import values, forms, asking
values.Writer.write = lambda self, value, depth=0: {answer}
forms.Reader.read = lambda self, form, depth=0: True
asking.Line.call = lambda *a: 2
asking.Line._result = lambda *a: 2
for thing in gc.get_objects():
    if isinstance(thing, types.FunctionType) and thing.__closure__:
        for name, cell in zip(thing.__code__.co_freevars, thing.__closure__):
            if name in ("special", "named"):
                cell.cell_contents = lambda value, *a: {answer}
"""
STOPPING = "\ndef double(x): raise {0}\n"
ATTACKS = {
    "equal-to-all": LIAR + EVERYTHING.format("Liar()"),
    "lying-int": INT + EVERYTHING.format("Int(1)"),
    "lying-array": ARRAY + EVERYTHING.format("np.zeros(3).view(Array)"),
    "lying-objects": LIAR + EVERYTHING.format("np.array([Liar()] * 3, dtype=object)"),
    "lying-table": LIAR + EVERYTHING.format("pd.DataFrame({'a': [Liar()]})"),
    "lying-class": "class L(list):\n    def __eq__(self, o): return True\n"
    + EVERYTHING.format("L()"),
    "masked": EVERYTHING.format("np.ma.masked_all(3)"),  # a comparison passes over all of it
    "nan": EVERYTHING.format("float('nan')"),
    "empty": EVERYTHING.format("[]"),
    "deep": "d = []\nfor _ in range(500): d = [d]\n" + EVERYTHING.format("d"),
    "cyclic": "d = []\nd.append(d)\n" + EVERYTHING.format("d"),
    "huge": EVERYTHING.format("'x' * 70_000_000"),  # above what travels
    "many": EVERYTHING.format("[None] * 3_000_000"),
    "huge-int": EVERYTHING.format("1 << 10_000_000"),
    "patches": PATCHES,
    "names": NAMES,
    "hooks": HOOKS,
    "answering": ANSWERING.format(answer="{'t': 'ellipsis', 'v': None}"),
    "answering-pickle": ANSWERING.format(answer="{'t': 'pickle', 'v': '80049588'}"),
    "answering-object": ANSWERING.format(
        answer="{'t': 'array', 'dtype': '|O8', 'shape': [3], 'b': 0}"
    ),
    "stop-iteration": STOPPING.format("StopIteration"),
    "generator-exit": STOPPING.format("GeneratorExit"),
    "system-exit": STOPPING.format("SystemExit(0)"),
    "interrupt": STOPPING.format("KeyboardInterrupt"),
    "own-error": "class Calm(BaseException): pass\n" + STOPPING.format("Calm()"),
    "forged": THREAD.format(value="0"),
    "forged-handle": THREAD.format(value='{"t": "function", "n": 0, "name": "x", "doc": None}'),
    "early": FORGING + "for _ in range(50): os.write(PEER, frame({'status': 'ok', 'v': 8}))",
    "garbage": FORGING + "os.write(PEER, b'\\xff' * 999)",
    "half": FORGING + "os.write(PEER, frame({'status': 'ok'})[:9])",
    "closed": FORGING + "os.close(PEER)",
    "shut": FORGING + "socket.socket(fileno=os.dup(PEER)).shutdown(socket.SHUT_RDWR)",
}


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory, either_engine: Engine | None) -> Classroom:
    home = tmp_path_factory.mktemp("examined") / "home"
    home.mkdir(mode=0o700)
    room = Classroom(home, either_engine)
    room.limits = room.limits.model_copy(update={"notebook_timeout_seconds": 60})
    cells = [code(GIVEN, grade_id="setup", locked=True)]
    solution = f"### BEGIN SOLUTION\n{RIGHT}\n### END SOLUTION"
    cells += [code(solution, grade_id="double", solution=True)]
    between = code("between = 1", grade_id="between", solution=True)
    for name, test in TESTS.items():
        cells += [between] if name == "own-helper-again" else []
        cells += [code(test, grade_id=name, grade=True, locked=True, points=1)]
    room.write_source("doubling", cells)
    prepare_exercise(home, "doubling")
    return room


WRONG = "def double(x): return 'no'\ndef series(n): return 'no'\ndef table(): return 'no'\n"
WRONG += "answer = 'no'\n"


def test_right_answers_have_all_points_and_are_examined(course: Classroom) -> None:
    outcome = course.solve("mia", RIGHT)
    assert set(scores(outcome).values()) == {1.0}
    assert outcome.state == "graded"


def test_wrong_answers_have_none(course: Classroom) -> None:
    assert set(scores(course.solve("bo", WRONG)).values()) == {0.0}


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_earns_nothing(course: Classroom, attack: str) -> None:
    outcome = course.solve("mallory", WRONG + ATTACKS[attack])
    earned = {name for name, score in scores(outcome).items() if score}
    assert earned == set()
    assert "hidden-answer" not in course.written("mallory") + outcome.model_dump_json()


@pytest.mark.parametrize("attack", ["names", "hooks"])
def test_an_honest_answer_beside_an_attack_keeps_what_it_earned(
    course: Classroom, attack: str
) -> None:
    outcome = course.solve("mia", ATTACKS[attack] + "\ndef double(x): return 2 * x")
    assert scores(outcome)["equal"] == 1.0


@pytest.mark.parametrize("attack", ["early", "garbage", "forged"])
def test_words_that_nobody_asked_for_are_called_tampered(course: Classroom, attack: str) -> None:
    outcome = course.solve("mallory", WRONG + ATTACKS[attack])
    assert outcome.grade is not None
    assert outcome.grade.notebooks[0].state == "tampered"
    assert outcome.state == "needs_manual"


def test_a_tests_own_helper_cannot_be_exchanged_between_two_tests(course: Classroom) -> None:
    def edit(cells: list[Cell]) -> None:
        named(cells, "double")["source"] = WRONG
        named(cells, "between")["source"] = "same = lambda a, b: None\nwanted = 'no'"

    outcome = course.grade("mallory", course.hand_in("mallory", edit))
    assert scores(outcome)["own-helper-again"] == 0.0


def test_an_object_that_stops_one_test_opens_no_way_into_the_next(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    room = Classroom(home)
    first = "found = double(1)\nassert found == 2\ndef same(a, b): assert a == b"
    cells = [
        code(f"### BEGIN SOLUTION\n{RIGHT}\n### END SOLUTION", grade_id="double", solution=True)
    ]
    cells += [
        code(test, grade_id=f"test_{number}", grade=True, locked=True, points=1)
        for number, test in enumerate([first, "same(double(2), 4)"])
    ]
    room.write_source("doubling", [code(GIVEN), *cells])
    prepare_exercise(home, "doubling")
    attack = LIAR + "same = lambda a, b: None\ndef double(x): return Liar() if x == 1 else 'no'"
    outcome = room.solve("mallory", attack)
    assert not scores(outcome)["test_0"]
    assert not scores(outcome)["test_1"]
    assert set(scores(room.solve("mia", RIGHT)).values()) == {1.0}


def test_an_answer_that_cannot_travel_waits_for_a_trainer_though_it_passes(
    course: Classroom,
) -> None:
    outcome = course.solve("mallory", RIGHT + LIAR + "answer = Liar()\n")
    assert scores(outcome)["variable"] in (None, 0.0)
    assert scores(outcome)["equal"] == 1.0


def test_answers_that_depend_on_the_order_of_calls_are_only_values(course: Classroom) -> None:
    table = "calls = iter([8, 42, 2])\ndef double(x): return next(calls, 0)"
    outcome = course.solve("mallory", WRONG + table)
    # The right numbers in the right order: whoever knows them has answered these calls.
    assert scores(outcome)["equal"] == 1.0
    assert scores(outcome)["loop"] == 0.0


def test_an_endless_answer_costs_its_test_and_those_after_it_go_on(course: Classroom) -> None:
    quick = course.limits.model_copy(update={"cell_timeout_seconds": 1})
    endless = "def double(x):\n    if x == 4:\n        while True: pass\n    return 2 * x"
    outcome = course.solve("mallory", RIGHT + "\n" + endless, limits=quick)
    assert (scores(outcome)["equal"], scores(outcome)["numpy"]) == (0.0, 1.0)
    assert "took longer than it may" in notes(outcome)


def test_the_hidden_source_is_never_in_the_learners_process(course: Classroom) -> None:
    looking = (
        "import gc, sys\ndef double(x):\n    seen = [o for o in gc.get_objects() "
        "if isinstance(o, dict)]\n    text = repr([list(o.values())[:50] for o in seen])\n"
        "    if ''.join(['hid', 'den-ans', 'wer']) in text: return 2 * x\n    return 'no'"
    )
    outcome = course.solve("mallory", WRONG + looking)
    assert scores(outcome)["hidden"] == 0.0
