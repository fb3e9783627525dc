"""Twins of tests, as texts."""

from __future__ import annotations

import ast

import pytest

from officina_courses.grading.engine import CellToRun
from officina_courses.grading.twins import make_trial

SOURCES = [
    "assert f(1) == 2;",
    "assert f('é') == [1, {'a': 2.5}], 'é'",
    "assert not f(1)",
    "assert f(1)",
    "assert (f(1) if a else b) is  not (None)",
    "assert (\n    f(1) == (2)\n)",
    "assert 1 < f(1) < 3",
    "assert f(1) == -5 or f(2)",
    "assert f(0) == 0, 'zero'",
    "from __future__ import annotations\nsum(f(n) for n in range(3))",
    "@f\ndef g(): ...\n",
    "",
]


@pytest.mark.parametrize("source", SOURCES)
def test_a_twin_is_the_test_but_for_one_assert(source: str) -> None:
    trial = make_trial(CellToRun("test", source, is_test=True))
    real = trial.real.splitlines()
    for twin in trial.twins:
        ast.parse(twin)
        lines = twin.splitlines()
        assert sum(one != other for one, other in zip(real, lines, strict=True)) == 1


def test_a_twin_is_made_of_what_learners_have_not_seen() -> None:
    cell = CellToRun("test", "assert f(1)\nassert f(2)", is_test=True, known="assert f(1)")
    assert make_trial(cell).bait == "assert f(1)\nassert not (f(2))"


def test_no_answer_lets_an_impossible_twin_pass() -> None:
    cell = CellToRun("test", "assert f(1) == 2", is_test=True)
    for anything in (True, False, None, "text", 1):
        with pytest.raises(AssertionError):
            exec(make_trial(cell).impossible, {"f": lambda _, it=anything: it})


def test_throws_reach_below_far_above_and_between_the_expected_number() -> None:
    thrown = [
        ast.literal_eval(throw.removeprefix("assert f(1) == "))
        for throw in make_trial(CellToRun("test", "assert f(1) == 20")).throws
    ]
    assert 20 not in thrown
    assert min(thrown) < 0 < 1000 < max(thrown)
    assert any(number % 1 for number in thrown)
