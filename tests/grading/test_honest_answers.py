"""Honest notebooks whose tests are odd: coarse, flaky, stateful, not to be forked.

None of them may be called tampered, and each gets the marks that nbgrader gives.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from grading_classroom import Classroom, code, notes, scores, solved

from officina_courses.grading import GradeOutcome
from officina_courses.release import prepare_exercise

pytestmark = pytest.mark.sandbox

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


def test_a_test_that_fails_in_a_copy_alone_accuses_nobody(course: Classroom) -> None:
    here = "import os\nhome = os.getpid()"
    assert_full_marks(solve(course, here, "assert os.getpid() == home", "assert home > 0"))


def test_tests_that_throw_dice_or_read_the_clock_are_never_called_tampered(
    course: Classroom,
) -> None:
    flaky = ["assert __import__('os').urandom(1)[0] % 2 == 0"] * 10
    flaky += ["assert __import__('time').time_ns() // 1000 % 2 == 1"] * 10
    outcome = solve(course, "", *flaky)
    assert outcome.grade is not None
    assert outcome.grade.notebooks[0].state == "graded"


def test_a_counting_test_that_cannot_be_forked_counts_once(course: Classroom) -> None:
    course.limits = course.limits.model_copy(update={"cell_timeout_seconds": 2})
    counting = [f"assert counted() == {number}" for number in (1, 2, 3)]
    assert_full_marks(solve(course, POOL, *counting, "assert count == 3"))


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
