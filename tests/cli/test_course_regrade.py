"""``officina course regrade``: previewed, confirmed, discarded and undone from a terminal."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from click.testing import Result

from officina_hub.cli import course_regrade
from officina_widgets.regrade_wire import CellChange, RegradeLineOut, RegradeOut

Officina = Callable[..., Result]
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
COMMAND = ("course", "regrade", "tea", "leaf")
LINES = (
    RegradeLineOut(
        submission_id="1",
        user="ada",
        attempt=1,
        state="previewed",
        before=2,
        after=6,
        max_score=10,
        changes=(CellChange(notebook="leaf", cell="t1", before=2, after=6),),
    ),
    RegradeLineOut(
        submission_id="2",
        user="bob",
        attempt=1,
        state="failed",
        message="It has another kernel.",
        before=5,
        after=None,
    ),
)


class RegradingPortal:
    """A portal whose graders are done at the second look."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []

    def __enter__(self) -> RegradingPortal:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def run(self, state: str, done: int = 2) -> RegradeOut:
        return RegradeOut.model_validate(
            {
                "id": "5f0c",
                "course_id": "tea",
                "exercise_id": "leaf",
                "state": state,
                "created_by": "tina",
                "created_at": NOON,
                "done": done,
                "total": 2,
                "newer": 1,
                "is_outdated": False,
                "lines": LINES,
            }
        )

    def start_regrade(self, *asked: str) -> RegradeOut:
        self.asked.append(("start", *asked))
        return self.run("previewing", 0)

    def regrade_preview(self, *asked: str) -> RegradeOut:
        self.asked.append(("look", *asked))
        return self.run("ready")

    def confirm_regrade(self, *asked: str) -> RegradeOut:
        self.asked.append(("confirm", *asked))
        return self.run("confirmed")

    def discard_regrade(self, *asked: str) -> RegradeOut:
        self.asked.append(("discard", *asked))
        return self.run("discarded")

    def undo_regrade(self, *asked: str) -> RegradeOut:
        self.asked.append(("undo", *asked))
        return self.run("undone")


@pytest.fixture
def portal(monkeypatch: pytest.MonkeyPatch) -> RegradingPortal:
    found = RegradingPortal()
    monkeypatch.setattr(course_regrade, "connect", lambda url, token_file: found)
    monkeypatch.setattr("officina_hub.cli.looking.FIRST_LOOK_SECONDS", 0.0)
    return found


def test_without_a_deed_it_is_a_preview_that_says_how_to_confirm(
    officina: Officina, portal: RegradingPortal
) -> None:
    told = officina(*COMMAND)
    assert told.exit_code == 0, told.output
    assert [deed for deed, *_ in portal.asked] == ["start", "look"]
    assert "2 →     6  leaf/t1" in told.output
    assert "It has another kernel." in told.output
    assert "1 newer attempt." in told.output
    assert "Nothing has been written. Confirm it with" in told.output


def test_confirming_needs_a_reason(officina: Officina, portal: RegradingPortal) -> None:
    told = officina(*COMMAND, "--confirm", "5f0c")
    assert (told.exit_code, portal.asked) == (2, [])
    assert "--reason" in told.output


def test_a_preview_is_confirmed_with_its_reason(
    officina: Officina, portal: RegradingPortal
) -> None:
    told = officina(*COMMAND, "--confirm", "5f0c", "--reason", "Too strict.")
    assert portal.asked == [("confirm", "tea", "5f0c", "Too strict.")]
    assert "The new marks are written." in told.output


@pytest.mark.parametrize("deed", ["discard", "undo"])
def test_a_preview_is_discarded_or_undone(
    officina: Officina, portal: RegradingPortal, deed: str
) -> None:
    told = officina(*COMMAND, f"--{deed}", "5f0c")
    assert told.exit_code == 0, told.output
    assert portal.asked == [(deed, "tea", "5f0c")]


def test_two_deeds_at_once_are_refused(officina: Officina, portal: RegradingPortal) -> None:
    told = officina(*COMMAND, "--discard", "5f0c", "--undo", "5f0c")
    assert (told.exit_code, portal.asked) == (2, [])


def test_programs_get_the_preview_as_json(officina: Officina, portal: RegradingPortal) -> None:
    told = officina(*COMMAND, "--json")
    assert json.loads(told.stdout)["lines"][0]["after"] == 6
