"""Who is believed, who waits for a trainer, and who is accused: with tests run right here."""

from __future__ import annotations

import itertools
import random
from collections import Counter
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
RUNS = 1000
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
    assert {*tried[2:]} == {trial.real, trial.impossible, trial.throws[0]}
    assert len(tried) == 5


def chance(
    plan: Callable[[int], bool], monkeypatch: pytest.MonkeyPatch
) -> dict[Trust | None, float]:
    """How often each word is said of an answer that lets the copies pass which its plan names.

    ``plan`` knows nothing but how many copies there were before, as a counter in a file tells it.
    """
    monkeypatch.setattr("officina_courses.grading.judging.DICE", random.Random(1))
    trial, found = trial_of("assert f() == 5"), Counter[Trust | None]()
    for _ in range(RUNS):
        copies = itertools.count()
        found[in_copies(trial, lambda _: "ok" if plan(next(copies)) else "error")] += 1  # noqa: B023
    return {trust: times / RUNS for trust, times in found.items()}


def test_no_plan_by_the_number_of_the_copy_is_believed_more_than_half_of_the_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    believed = {
        plan: chance(lambda copy: plan[copy : copy + 1] == "+", monkeypatch).get("sound", 0)  # noqa: B023
        for plan in map("".join, itertools.product("+-", repeat=6))
    }
    assert max(believed.values()) < 0.54
    assert believed["+-----"] > 0.46  # which the reference says
    assert believed["++----"] == 0
    assert 0.28 < believed["+++---"] < 0.38


def test_who_lets_all_copies_pass_is_always_accused_and_a_coin_wins_seldom(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert chance(lambda _: True, monkeypatch) == {"tampered": 1}
    coin = random.Random(2)
    assert chance(lambda _: coin.random() < 0.5, monkeypatch)["sound"] < 0.35


def test_a_bait_that_does_not_end_late_proves_nothing() -> None:
    trial = trial_of("assert f() == 1")
    assert judge_late(trial, lambda _: "timeout") == "unjudged"


def test_learners_code_cannot_guess_the_dice() -> None:
    assert isinstance(twins.DICE, random.SystemRandom)
