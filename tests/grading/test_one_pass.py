"""What one pass asks, in which order, of a process that is only pretended."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any, cast

import pytest

from officina_courses.grading import one_pass, watch
from officina_courses.grading.conversation import Conversation, ConversationEndedError
from officina_courses.grading.engine import CellToRun, Pass
from officina_courses.grading.one_pass import OnePass
from officina_courses.grading.replies import Reply
from officina_courses.grading.request import Limits

TEST = "assert f() == 5"
CELLS = (
    CellToRun("one", TEST, is_test=True),
    CellToRun("two", TEST, is_test=True),
    CellToRun("last", "f = None"),
)


class UnforkableTalk:
    """Lets tests pass and twins fail; copies of its process never end."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def ask(self, question: dict[str, Any], kind: type[Reply], *, seconds: float) -> Reply:
        is_right = question["source"] in (TEST, "f = None")
        self.asked.append((question["op"], question["name"] if is_right else "twin"))
        status = "timeout" if question["op"] == "probe" else "ok" if is_right else "error"
        return kind.model_validate(
            {
                "nonce": "",
                "status": status,
                "error": None,
                "value": None,
                "seconds": 0,
                "outputs": (),
            }
        )


class DyingTalk(UnforkableTalk):
    """Its process ends when it gets a twin to run."""

    def ask(self, question: dict[str, Any], kind: type[Reply], *, seconds: float) -> Reply:
        reply = super().ask(question, kind, seconds=seconds)
        if self.asked[-1] == ("test", "twin"):
            raise ConversationEndedError("crashed", "the process ended")
        return reply


@pytest.fixture
def real_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("officina_courses.grading.judging.DICE.shuffle", lambda order: None)


def one_pass_with(talk: UnforkableTalk) -> OnePass:
    work = Pass(CELLS, Path("/nowhere"), Limits(), "mark", {"one": 0.1, "two": 0.1})
    return OnePass(cast("Conversation", talk), work)


@pytest.mark.usefixtures("real_first")
def test_where_copies_do_not_end_twins_run_after_the_last_cell_and_make_nothing_sound() -> None:
    talk = UnforkableTalk()
    one = one_pass_with(talk)
    one.run_cells()
    one.judge_waiting()
    assert talk.asked == [
        ("probe", "<one>"),
        ("test", "<one>"),
        ("probe", "<two>"),
        ("test", "<two>"),
        ("cell", "<last>"),
        ("test", "twin"),
        ("test", "twin"),
    ]
    assert [cell.trust for cell in one.ran] == ["unjudged", "unjudged", None]


def test_without_time_for_trying_nothing_is_tried_nobody_accused_and_the_log_says_so(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(watch, "TRYING_PER_SECOND", 0)
    talk = UnforkableTalk()
    one = one_pass_with(talk)
    with caplog.at_level(logging.INFO, logger=one_pass.__name__):
        one.run_cells()
        one.judge_waiting()
    assert [how for how, _ in talk.asked] == ["test", "test", "cell"]
    assert [cell.trust for cell in one.ran] == ["unjudged", "unjudged", None]
    assert "no time was left to try the twins of the test two" in caplog.text


def test_a_process_that_ends_under_a_late_twin_accuses_nobody() -> None:
    one = one_pass_with(DyingTalk())
    one.run_cells()
    with pytest.raises(ConversationEndedError):
        one.judge_waiting()
    assert [cell.trust for cell in one.ran] == ["unjudged", "unjudged", None]
