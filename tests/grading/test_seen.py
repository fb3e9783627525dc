"""A cell's time and exception tell learners nothing of hidden tests."""

from __future__ import annotations

import pytest

from officina_courses.grading.engine import CellRan, Mode
from officina_courses.grading.seen import seen_error, seen_seconds
from officina_courses.grading.spec import SpecCell

VISIBLE = "assert double(1) == 2"
WHOLE = f"{VISIBLE}\n### BEGIN HIDDEN TESTS\nassert double(7) == 14\n### END HIDDEN TESTS"


def spec(source: str) -> SpecCell:
    return SpecCell("t", "code", True, source, VISIBLE, None, True, False, False, 1.0)


def failed(mode: Mode | None, error: str = "KeyError") -> CellRan:
    return CellRan("t", "error", error=error, seconds=0.25, mode=mode)


@pytest.mark.parametrize("mode", ["examined", "guarded"])
def test_a_visible_tests_time_and_exception_are_told(mode: Mode) -> None:
    assert seen_seconds(spec(VISIBLE), failed(mode)) == 0.25
    assert seen_error(failed(mode)) == "KeyError"


def test_an_examined_test_with_hidden_lines_tells_no_time() -> None:
    assert seen_seconds(spec(WHOLE), failed("examined")) is None


def test_an_examined_test_tells_the_exception_of_a_line_that_learners_have() -> None:
    assert seen_error(failed("examined")) == "KeyError"
    assert seen_error(failed("examined")._replace(is_hidden=True)) == ""


def test_a_guarded_test_is_shown_without_its_hidden_lines_so_both_are_told() -> None:
    assert seen_seconds(spec(WHOLE), failed("guarded")) == 0.25
    assert seen_error(failed("guarded")) == "KeyError"


def test_a_name_of_the_learners_making_is_not_told() -> None:
    assert seen_error(failed(None, error="double_7_is_14")) == ""


def test_a_cell_that_ended_well_or_did_not_run_names_nothing() -> None:
    assert seen_error(CellRan("t", "ok")) == ""
    assert (seen_error(None), seen_seconds(None, None)) == ("", None)
