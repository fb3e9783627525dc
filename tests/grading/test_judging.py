"""Who is believed, who waits for a trainer, and who is accused: with tests run right here."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import pytest

from officina_courses.grading import twins
from officina_courses.grading.engine import CellToRun, Trust
from officina_courses.grading.judging import Ended, judge_in_copies, judge_late
from officina_courses.grading.twins import Trial, make_trial

SETUP = """
import itertools, math, os, time
import numpy as np
class Mod:
    def __init__(self, number): self.number = number % 7
    def __eq__(self, other): return self.number == other % 7
class Sign:
    def __eq__(self, other): return other > 0
class Text(str):
    def __eq__(self, other): return self.lower() == other.lower()
    def __ne__(self, other): return not self == other
class About:
    def __init__(self, number): self.number = number
    def __eq__(self, other): return abs(self.number - other) < 5
class Odd:
    def __eq__(self, other): return True
    def __ne__(self, other): return True
numbers = itertools.count(1)
"""
COARSE = {
    "modulo": "assert Mod(3) == 10",
    "modulo-in-a-list": "assert [Mod(3), Mod(4)] == [10, 4]",
    "sign": "assert Sign() == 12",
    "case-insensitive": "assert Text('Officina') == 'OFFICINA'",
    "case-insensitive-in": "assert Text('a') in ['A', 'b']",
    "about": "assert About(9.5) == 10",
    "isclose": "assert math.isclose(0.1 + 0.2, 0.3)",
    "sets": "assert {1, 2, 2} == {2, 1}",
    "subset": "assert {1} <= {1, 2}",
    "dict": "assert {1: 'a', True: 'b'} == {1: 'b'}",
    "array": "assert (np.arange(3) == [0, 1, 2]).all()",
    "array-of-one": "assert np.array([3]) == 3",
    "allclose": "assert np.allclose([1.0], 1.0)",
    "float32": "assert np.float32(16777216) == 16777216",
    "nested": "for n in range(3):\n    assert Mod(n) == n + 7",
    "negated": "assert not Mod(3) == 4",
    "last-value": "Mod(3) == 10",
}
ODD = {
    "clock": "assert time.time_ns() // 100 % 2",
    "dice": "assert os.urandom(1)[0] % 2 == 0",
    "iterator": "assert next(numbers) == 1",
    "pending-iterator": "assert next(numbers) > 0",
    "both-ways": "assert Odd() == 'text'",
}


@pytest.fixture(params=range(50))
def dice(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> random.Random:
    thrown = random.Random(request.param)
    for module in ("twins", "judging"):
        monkeypatch.setattr(f"officina_courses.grading.{module}.DICE", thrown)
    return thrown


def trial_of(source: str) -> Trial:
    return make_trial(CellToRun("test", source, is_test=True))


def run_in(namespace: dict[str, Any]) -> Callable[[str], Ended]:
    def try_(source: str) -> Ended:
        try:
            exec(source, namespace)
        except Exception:
            return "error"
        return "ok"

    return try_


def in_copies(trial: Trial, try_: Callable[[str], Ended]) -> Trust | None:
    return judge_in_copies(trial, try_, is_time_over=lambda: False)


@pytest.fixture(scope="module")
def answers() -> dict[str, Any]:
    namespace: dict[str, Any] = {}
    exec(SETUP, namespace)
    return namespace


@pytest.mark.usefixtures("dice")
def test_honest_answers_with_coarse_equality_are_believed(answers: dict[str, Any]) -> None:
    found = {name: in_copies(trial_of(source), run_in(answers)) for name, source in COARSE.items()}
    assert found == dict.fromkeys(COARSE, "sound")


@pytest.mark.usefixtures("dice")
def test_tests_that_end_as_they_like_accuse_nobody(answers: dict[str, Any]) -> None:
    for source in ODD.values():
        trial = trial_of(source)
        trusts = [
            in_copies(trial, run_in(answers)),
            judge_late(trial, run_in(answers)),
        ]
        assert "tampered" not in trusts


@pytest.mark.usefixtures("dice")
def test_who_lets_every_test_pass_is_accused() -> None:
    for source in (*COARSE.values(), *ODD.values()):
        trial = trial_of(source)
        assert in_copies(trial, lambda _: "ok") == "tampered"
        assert judge_late(trial, lambda _: "ok") == "tampered"


@pytest.mark.usefixtures("dice")
def test_who_knows_the_impossible_twin_by_its_form_is_not_believed() -> None:
    trial = trial_of("assert double(21) == 42")
    trust = in_copies(trial, lambda source: "error" if ") and " in source else "ok")
    assert trust == "unjudged"


def test_an_answer_equal_to_every_number_is_neither_believed_nor_accused() -> None:
    anything: dict[str, Any] = {}
    exec("class Anything:\n    def __eq__(self, other): return True", anything)
    assert in_copies(trial_of("assert Anything() == 42"), run_in(anything)) == "unjudged"


@pytest.mark.parametrize("ended", ["error", "timeout"])
def test_a_test_that_fails_in_its_copy_is_left_for_later(ended: Ended) -> None:
    assert in_copies(trial_of("assert f() == 1"), lambda _: ended) is None


def test_a_twin_that_fails_late_proves_nothing() -> None:
    assert judge_late(trial_of("assert f() == 1"), lambda _: "error") == "unjudged"


def test_the_bait_is_not_tried_after_a_test_that_failed(dice: random.Random) -> None:
    trial, tried = trial_of("assert f() == 1"), list[str]()

    def fail(source: str) -> Ended:
        tried.append(source)
        return "error"

    in_copies(trial, fail)
    assert tried in ([trial.real], [trial.bait, trial.real])


def test_throws_end_when_the_time_for_them_is_over() -> None:
    trial, tried = trial_of("assert f() == 1"), list[str]()

    def try_(source: str) -> Ended:
        tried.append(source)
        return "error" if source == trial.impossible else "ok"

    assert judge_in_copies(trial, try_, is_time_over=lambda: len(tried) >= 5) == "unjudged"
    assert {*tried[:2]} == {trial.real, trial.bait}
    assert tried[2:] == [trial.impossible, *trial.throws[:2]]


def test_a_bait_that_does_not_end_late_proves_nothing() -> None:
    trial = trial_of("assert f() == 1")
    assert judge_late(trial, lambda _: "timeout") == "unjudged"


def test_learners_code_cannot_guess_the_dice() -> None:
    assert isinstance(twins.DICE, random.SystemRandom)
