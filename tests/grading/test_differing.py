"""What a failed comparison expected and got; never after a hidden line ran."""

from __future__ import annotations

import ast
from typing import Any

import pytest

from officina_courses.grading.examiner.differing import (
    CUT,
    MOST_CHARACTERS,
    Difference,
    difference,
    keeping_sides,
)
from officina_courses.grading.examiner.testing import Hidden, run_test

HIDDEN_FIRST = "assert double(5) == 10\nassert double(1) == 3"


def run(source: str, *hidden: tuple[int, int], **names: Any) -> Difference | None:
    known = Hidden()
    known.know("<t>", hidden)
    found: Any = {"double": lambda x: 2 * x, **names}
    ended = run_test(source, "<t>", found, known, lambda is_hidden: None)
    assert ended.status == "error"
    assert not [name for name in found if "officina" in name]
    return ended.difference


@pytest.mark.parametrize(
    ("source", "expected", "got"),
    [
        ("assert double(1) == 3", "3", "2"),
        ("assert 3 == double(1)", "3", "2"),
        ("assert double(1) == double(2), 'message'", "4", "2"),
        ("for n in (0, 1):\n    assert double(n) == 0", "0", "2"),
        ("if True:\n    assert {'a': 1} == {'a': double(1)}", "{'a': 1}", "{'a': 2}"),
        ("assert 'a\\nb' == 'a'", "'a'", "a\nb"),
        ("assert (\n    double(1)\n    == 3\n)", "3", "2"),
    ],
)
def test_both_sides_of_an_equality_are_told(source: str, expected: str, got: str) -> None:
    assert run(source) == Difference(expected, got)


@pytest.mark.parametrize(
    "source",
    [
        "assert double(1) > 3",
        "assert double(1) == 2 and double(1) == 3",
        "assert 1 == double(1) == 3",
        "assert double(1) == 2\nassert double(1) > 3",
        "for n in (1,):\n    assert double(n) == 2\n    assert n > 3",
        "def check():\n    assert double(1) == 3\ncheck()",
        "raise ValueError('no')",
    ],
)
def test_other_errors_have_no_difference(source: str) -> None:
    assert run(source) is None


def test_an_assertion_of_the_learners_own_is_not_taken_for_the_tests() -> None:
    def refusing(x: int) -> int:
        raise AssertionError(x)

    assert run("assert double(1) == 3", double=refusing) is None


def test_a_function_is_called_once() -> None:
    calls: list[int] = []
    assert run("assert double(1) == 3", double=lambda x: calls.append(x)) is not None
    assert calls == [1]


def test_a_hidden_comparison_tells_nothing() -> None:
    assert run("assert double(5) == 11", (1, 1)) is None


def test_after_a_hidden_line_nothing_is_told_because_functions_remember() -> None:
    seen: list[int] = []

    def keeping(x: int) -> list[int]:
        seen.append(x)
        return seen

    assert run("double(5)\nassert double(1) == 3", (1, 1), double=keeping) is None
    assert run(HIDDEN_FIRST, (1, 1)) is None


def test_a_long_value_is_cut() -> None:
    found = run("assert double('x' * 9000) == 'y'")
    assert found is not None
    assert len(found.got) == MOST_CHARACTERS + len(CUT)


def test_a_value_that_cannot_be_written_costs_the_difference_only() -> None:
    class Mute:
        def __repr__(self) -> str:
            raise ValueError("no")

    assert run("assert double(1) == 3", double=lambda x: Mute()) is None


def test_a_statement_without_comparisons_stays_as_it_was() -> None:
    statement = ast.parse("x = f(1) == 2").body[0]
    kept, comparisons = keeping_sides(statement)
    assert ast.dump(kept) == ast.dump(statement)
    assert comparisons == ()
    assert difference(comparisons, None, "<t>", {}) is None
