"""``officina session prestart``: asked for, followed and taken back from a terminal."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from officina_hub.cli import session_prestart
from officina_hub.errors import OfficinaError
from officina_widgets.prestart_wire import (
    PrestartOrder,
    PrestartOut,
    PrestartQuote,
    SeatOut,
    SeatQuoteOut,
)

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
COMMAND = ("session", "prestart", "tea", "--profile", "gpu")
DONE = {"ada": "running", "bob": "queued", "cleo": "refused"}


class ClassPortal:
    """A portal that has handed over every session at the second look."""

    def __init__(self) -> None:
        self.orders: list[PrestartOrder] = []
        self.cancelled: list[str] = []
        self.looks = 0
        self.troubles = ["", ""]

    def __enter__(self) -> ClassPortal:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def plan(self, states: dict[str, str], order: PrestartOrder, plan_id: str) -> PrestartOut:
        seats = tuple(
            SeatOut.model_validate(
                {
                    "user": user,
                    "state": state,
                    "job": "4711" if state == "running" else "",
                    "message": "Too few GPU-hours." if state == "refused" else "",
                    "changed_at": NOON,
                }
            )
            for user, state in states.items()
        )
        return PrestartOut(
            id=plan_id,
            course_id="tea",
            created_by="tina",
            created_at=NOON,
            start_at=order.start_at or NOON,
            choice=order.choice,
            unused_minutes=order.unused_minutes,
            state="open",
            changes=self.looks,
            trouble=self.troubles[min(self.looks, 1)],
            reference="4711abcd",
            seats=seats,
        )

    def prepare(self, course: str, plan_id: str, order: PrestartOrder) -> PrestartOut:
        self.orders.append(order)
        return self.plan(dict.fromkeys(DONE, "planned"), order, plan_id)

    def prestart(self, course: str, plan_id: str, *, seen: int, wait_seconds: int) -> PrestartOut:
        self.looks += 1
        states = DONE if self.looks > 1 else {**DONE, "cleo": "planned"}
        return self.plan(states, self.orders[0], plan_id)

    def prestart_quote(self, course: str, order: PrestartOrder) -> PrestartQuote:
        self.orders.append(order)
        seats = (
            SeatQuoteOut(user="ada", verdict="ready", gpu_hours=2),
            SeatQuoteOut(user="bob", verdict="own"),
        )
        return PrestartQuote(seats=seats, ready=1, gpu_hours=2, unit="gpus", free=5, total=8)

    def cancel_prestart(self, course: str, plan_id: str) -> PrestartOut:
        self.cancelled.append(plan_id)
        order = PrestartOrder(choice={})
        return self.plan({"ada": "opened", "bob": "ending"}, order, plan_id)


@pytest.fixture
def portal(monkeypatch: pytest.MonkeyPatch) -> ClassPortal:
    made = ClassPortal()
    monkeypatch.setattr(session_prestart, "connect", lambda url, token_file: made)
    return made


def test_each_learners_session_is_told_when_all_are_handed_over(officina, portal: ClassPortal):
    answer = officina(*COMMAND, "--gpus", "1", "--minutes", "90")
    assert answer.exit_code == 0, answer.output
    assert "ada   running (job 4711)" in answer.stdout
    assert "bob   waits in the queue" in answer.stdout
    assert "cleo  refused: Too few GPU-hours." in answer.stdout
    assert "officina session prestart tea --cancel" in answer.stdout
    assert portal.orders[0].choice == {"profile": "gpu", "gpus": 1, "minutes": 90}
    assert portal.looks == 2


def test_what_goes_wrong_is_told_while_it_is_followed(officina, portal: ClassPortal):
    portal.troubles = ["", "The Hub failed."]
    answer = officina(*COMMAND)
    told = "The last try came to nothing and is repeated: The Hub failed. [4711abcd]"
    assert told in answer.stderr
    assert told in answer.stdout


def test_programs_get_the_plan_as_json(officina, portal: ClassPortal):
    answer = officina(*COMMAND, "--user", "ada", "--user", "bob", "--json")
    found: Any = json.loads(answer.stdout)
    assert [seat["state"] for seat in found["seats"]] == list(DONE.values())
    assert portal.orders[0].users == ("ada", "bob")


def test_a_dry_run_tells_the_cost_and_starts_nothing(officina, portal: ClassPortal):
    answer = officina(*COMMAND, "--dry-run")
    assert "Would be started: 1 of 2, for at most 2 GPU-hours in all." in answer.stdout
    assert "Free now: 5 of 8 gpus." in answer.stdout
    assert portal.looks == 0


def test_a_later_start_is_planned_and_not_waited_for(officina, portal: ClassPortal):
    answer = officina(*COMMAND, "--at", "2026-03-03T08:50+02:00")
    assert answer.exit_code == 0, answer.output
    assert "They are started at 2026-03-03" in answer.stdout
    start_at = portal.orders[0].start_at
    assert start_at is not None
    assert start_at.astimezone(UTC) == datetime(2026, 3, 3, 6, 50, tzinfo=UTC)
    assert portal.looks == 0


def test_a_plan_is_taken_back(officina, portal: ClassPortal):
    answer = officina("session", "prestart", "tea", "--cancel", "the-plan")
    assert "ada  running, and its learner is in it" in answer.stdout
    assert portal.cancelled == ["the-plan"]
    assert not portal.orders


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--at", "noon"), "'noon' is not a day and a time"),
        (("--unused-minutes", "1"), "unused_minutes: Input should be greater"),
        (("--account", "x" * 300), "choice account"),
    ],
)
def test_an_odd_wish_is_told_in_three_parts(officina, portal: ClassPortal, options, sentence: str):
    answer = officina(*COMMAND, *options)
    assert isinstance(answer.exception, OfficinaError)
    assert sentence in str(answer.exception)
    assert not portal.orders
