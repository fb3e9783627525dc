"""Honest notebooks whose guarded tests are odd: coarse, flaky, stateful, not to be forked.

None of them may be called tampered or lose a mark: each gets nbgrader's, or waits for a trainer.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from grading_classroom import Classroom, code, notes, scores, solved

from officina_courses.grading import GradeOutcome
from officina_courses.release import prepare_exercise

pytestmark = [pytest.mark.sandbox, pytest.mark.usefixtures("guarded_way")]

MOD = """
class Mod:
    def __init__(self, number): self.number = number % 7
    def __eq__(self, other): return self.number == getattr(other, "number", other) % 7
"""
POOL = """
from concurrent.futures import ThreadPoolExecutor
pool = ThreadPoolExecutor(1)
pool.submit(int).result()
count = 0
def counted():
    global count
    count += 1
    return pool.submit(lambda: count).result()
"""

# What a fork shares with its copies: what the one takes or makes, the other finds taken or made.
PIPE = (
    "import sys\nfrom subprocess import PIPE, Popen\n"
    "p = Popen([sys.executable, '-c', 'print(7)'], stdout=PIPE, text=True)",
    "assert p.stdout.readline() == '7\\n'",
)
SHARED = {
    "value": (
        # It grows so much that no twin, which expects a number near 1, meets what it finds.
        "import multiprocessing as mp\ncounter = mp.Value('i', 0)\n"
        "def bump(): counter.value += 1 + 20 * counter.value",
        "bump()\nassert counter.value == 1",
    ),
    "queue": (
        "import multiprocessing as mp\nq = mp.Queue()\nq.put(42)",
        "assert q.get(timeout=2) == 42",
    ),
    "socket": (
        "import socket\na, b = socket.socketpair()\na.send(b'x')\nb.settimeout(2)",
        "assert b.recv(1) == b'x'",
    ),
    "folder": (
        "from pathlib import Path\ndef make(): (Path.home() / 'proj').mkdir()",
        "make()\nassert (Path.home() / 'proj').is_dir()",
    ),
    "exclusive": (
        "def make(): return open('/tmp/made', 'x')",
        "assert make().name == '/tmp/made'",
    ),
}


@pytest.fixture
def course(tmp_path: Path) -> Classroom:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    return Classroom(home)


def solve(course: Classroom, solution: str, *tests: str) -> GradeOutcome:
    """An exercise of these tests, one point each, handed in with ``solution``."""
    cells = [code("### BEGIN SOLUTION\n### END SOLUTION", grade_id="double", solution=True)]
    cells += [
        code(test, grade_id=f"test_{number}", grade=True, locked=True, points=1)
        for number, test in enumerate(tests)
    ]
    (course.write_source("odd", cells) / "numbers.txt").write_text("1\n2\n3\n")
    prepare_exercise(course.home, "odd")
    folder = course.hand_in("mia", solved(solution), "odd")
    return course.grade("mia", folder, exercise_id="odd")


def assert_full_marks(outcome: GradeOutcome) -> None:
    assert notes(outcome).strip() == ""
    assert set(scores(outcome).values()) == {1.0}
    assert outcome.state == "graded"


def test_numbers_that_are_equal_by_chance_accuse_nobody(course: Classroom) -> None:
    assert_full_marks(solve(course, MOD, *["assert Mod(3) == 10"] * 40))


def assert_waits(outcome: GradeOutcome, *tests: str) -> None:
    waiting = [test for test, score in scores(outcome).items() if score is None]
    assert (sorted(waiting), outcome.state) == (sorted(tests), "needs_manual")
    assert outcome.grade is not None
    assert outcome.grade.notebooks[0].state == "graded"
    assert "did not pass" not in notes(outcome)


def test_a_test_that_fails_in_a_copy_alone_waits_for_a_trainer(course: Classroom) -> None:
    here = "import os\nhome = os.getpid()"
    outcome = solve(course, here, "assert os.getpid() == home", "assert home > 0")
    assert_waits(outcome, "test_0")
    assert scores(outcome)["test_1"] == 1.0


@pytest.mark.parametrize("shared", SHARED)
def test_what_a_copy_takes_or_makes_costs_no_mark(
    course: Classroom, monkeypatch: pytest.MonkeyPatch, shared: str
) -> None:
    monkeypatch.setattr("officina_courses.grading.judging.DICE.shuffle", lambda order: None)
    assert_full_marks(solve(course, *SHARED[shared]))


def test_what_a_copy_read_to_its_end_leaves_the_test_to_a_trainer(course: Classroom) -> None:
    assert_waits(solve(course, *PIPE), "test_0")


def test_what_a_twin_takes_first_leaves_the_test_to_a_trainer(
    course: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("officina_courses.grading.judging.DICE.shuffle", list.reverse)
    assert_waits(solve(course, *SHARED["value"]), "test_0")


@pytest.mark.parametrize(
    ("setup", "test", "later"),
    [
        (*SHARED["value"], "assert counter.value == 1"),
        (
            "import numpy as np\nm = np.memmap('m.dat', dtype='int64', mode='w+', shape=(1,))\n"
            "def bump(): m[0] += 1",
            "bump()\nassert m[0] == 1",
            "assert m[0] == 1",
        ),
        (
            "import sqlite3\ndb = sqlite3.connect('a.db')\n"
            "db.execute('PRAGMA journal_mode=WAL')\ndb.execute('CREATE TABLE t (n)')\n"
            "def count(): return db.execute('SELECT count(*) FROM t').fetchone()[0]\n"
            "def add(): db.execute('INSERT INTO t VALUES (1)'); db.commit()",
            "add()\nassert count() == 1",
            "assert count() == 1",
        ),
    ],
    ids=["value", "memmap", "sqlite"],
)
def test_a_later_test_does_not_meet_what_the_copies_of_an_earlier_one_did(
    course: Classroom, setup: str, test: str, later: str
) -> None:
    outcome = solve(course, setup, test, later)
    assert 0.0 not in scores(outcome).values()


def test_a_wrong_answer_has_no_points_where_forks_share(course: Classroom) -> None:
    setup, test = SHARED["value"]
    outcome = solve(course, setup + "\ndef bump(): pass", test)
    assert scores(outcome)["test_0"] == 0.0
    assert outcome.state == "graded"


def test_a_slow_test_has_as_much_time_in_its_copy(
    course: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("officina_courses.grading.one_pass.TRY_SECONDS", 0.1)
    slow = "from time import sleep\nsleep(1)\nassert 1 + 1 == 2"
    assert_full_marks(solve(course, "", slow))


def test_tests_that_throw_dice_or_read_the_clock_are_never_called_tampered(
    course: Classroom,
) -> None:
    flaky = ["assert __import__('os').urandom(1)[0] % 2 == 0"] * 10
    flaky += ["assert __import__('time').time_ns() // 1000 % 2 == 1"] * 10
    outcome = solve(course, "", *flaky)
    assert outcome.grade is not None
    assert outcome.grade.notebooks[0].state == "graded"


def test_counting_tests_that_cannot_be_forked_wait_for_a_trainer(course: Classroom) -> None:
    course.limits = course.limits.model_copy(update={"cell_timeout_seconds": 2})
    counting = [f"assert counted() == {number}" for number in (1, 2, 3)]
    outcome = solve(course, POOL, *counting, "assert count == 3")
    assert_waits(outcome, "test_0", "test_1", "test_2")
    assert scores(outcome)["test_3"] == 1.0


def test_a_test_reads_on_in_a_file_that_a_cell_opened(course: Classroom) -> None:
    opened = (
        "lines = open('numbers.txt')\nfirst = lines.readline()\nlow = open('numbers.txt', 'rb', 0)"
    )
    reading = ["assert lines.readline() == '2\\n'", "assert low.read(2) == b'1\\n'"]
    assert_full_marks(solve(course, opened, *reading, "assert low.read(2) == b'2\\n'"))


def test_a_test_writes_on_in_a_file_that_a_cell_opened(course: Classroom) -> None:
    opened = "import tempfile\nlog, nameless = open('log.txt', 'a'), tempfile.TemporaryFile()"
    writing = "log.write('x'); log.flush()\nassert open('log.txt').read() == 'x'"
    moving = "nameless.write(b'x'); nameless.flush()\nassert nameless.tell() == 1"
    assert_full_marks(solve(course, opened, writing, moving))


def test_an_answer_equal_to_everything_is_left_to_a_trainer_unaccused(course: Classroom) -> None:
    anything = "class Anything:\n    def __eq__(self, other): return True"
    outcome = solve(course, anything, "assert Anything() == 42")
    assert scores(outcome)["test_0"] is None
    assert outcome.state == "needs_manual"
    assert outcome.grade is not None
    assert outcome.grade.notebooks[0].state == "graded"
    assert "changes how tests run" not in notes(outcome)
