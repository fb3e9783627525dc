"""A plan is written down before anything starts, and each of its steps may be taken twice."""

from __future__ import annotations

import asyncio
import logging
import uuid
from datetime import timedelta
from typing import Any

import pytest
from portal_house import NOON, House
from sqlalchemy import select
from stub_prestarts import BUDGET

from officina_hub.portal.db import tables as t
from officina_hub.portal.errors import HubUnavailable
from officina_hub.portal.prestarter import Prestarter

Class = Any


async def test_every_learner_gets_a_session_and_each_ones_state_is_told(tea: Class) -> None:
    tea.hub.refused["bob"] = BUDGET
    tea.hub.own.add("cleo")
    plan = await tea.plan()
    assert set((await tea.states(plan)).values()) == {"planned"}
    await tea.round()
    assert await tea.states(plan) == {"ada": "queued", "bob": "refused", "cleo": "own"}
    tea.hub.set("ada", "running", running_since=NOON)
    await tea.round()
    tea.hub.set("ada", "running", is_opened=True)
    await tea.round()
    assert await tea.states(plan) == {"ada": "opened", "bob": "refused", "cleo": "own"}
    await tea.round()
    assert (await tea.read(plan))["state"] == "over"
    assert [user for user, _ in tea.hub.started] == ["ada"]


async def test_a_trainer_reads_whose_limit_it_is_and_no_number_of_it(tea: Class) -> None:
    tea.hub.refused["bob"] = BUDGET
    plan = await tea.plan()
    await tea.round()
    seat = next(each for each in (await tea.read(plan))["seats"] if each["user"] == "bob")
    assert seat["code"] == "budget"
    assert "too few GPU-hours" in seat["message"]
    assert "3.0" not in seat["message"]


async def test_pressing_twice_is_pressing_once(tea: Class) -> None:
    plan = str(uuid.uuid4())
    answers = await asyncio.gather(tea.put(plan), tea.put(plan))
    assert [each.status for each in answers] == [200, 200]
    await asyncio.gather(tea.round(), tea.round())
    await tea.put(plan)
    await tea.round()
    assert sorted(user for user, _ in tea.hub.started) == ["ada", "bob", "cleo"]


async def test_an_id_that_means_another_plan_is_refused(tea: Class, house: House) -> None:
    plan = await tea.plan()
    assert (await tea.put(plan, choice={"profile": "small"})).status == 409


async def test_a_portal_that_starts_again_goes_on(tea: Class, house: House) -> None:
    """It died after the Hub had started a session, and before the answer was written down."""
    plan = await tea.plan()
    tea.hub.seats["ada"] = {"state": "waiting", "plan": plan, "job": "1"}
    await Prestarter(house.portal).round()
    assert set((await tea.states(plan)).values()) == {"queued"}
    assert sorted(user for user, _ in tea.hub.started) == ["bob", "cleo"]


async def test_a_hub_that_is_away_loses_nothing(tea: Class, house: House) -> None:
    plan = await tea.plan()
    good = house.portal.hub._hub
    house.portal.hub._hub = good.model_copy(update={"api_url": "http://127.0.0.1:9/hub/api"})
    with pytest.raises(HubUnavailable):
        await tea.round()
    assert set((await tea.states(plan)).values()) == {"planned"}
    house.portal.hub._hub = good
    await tea.round()
    assert set((await tea.states(plan)).values()) == {"queued"}


async def test_a_round_that_fails_is_not_the_last(
    tea: Class, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever went wrong, the next bell or the next look tries again."""
    tried = asyncio.Event()

    async def failing() -> None:
        tried.set()
        raise ValueError("nobody foresaw this")

    good = tea.prestarter.round
    monkeypatch.setattr(tea.prestarter, "round", failing)
    task = asyncio.create_task(tea.prestarter.run())
    async with asyncio.timeout(10):
        await tried.wait()
    monkeypatch.setattr(tea.prestarter, "round", good)
    bell = house.portal.news_bell.listen()
    plan = await tea.plan()
    async with asyncio.timeout(10):
        await bell.wait()
    assert set((await tea.states(plan)).values()) == {"queued"}
    house.portal.say_goodbye()
    await task


async def test_the_hubs_limit_is_waited_for(tea: Class) -> None:
    tea.hub.throttled = 3
    plan = await tea.plan()
    await tea.round()
    assert set((await tea.states(plan)).values()) == {"planned"}
    await tea.round()
    assert set((await tea.states(plan)).values()) == {"queued"}


async def test_a_later_time_is_waited_for(tea: Class, house: House) -> None:
    plan = await tea.plan(start_at=(NOON + timedelta(hours=1)).isoformat())
    await tea.round()
    assert not tea.hub.started
    house.clock.turn(hours=1)
    await tea.round()
    assert set((await tea.states(plan)).values()) == {"queued"}


async def test_who_left_the_class_before_its_time_gets_none(tea: Class, house: House) -> None:
    plan = await tea.plan(start_at=(NOON + timedelta(hours=1)).isoformat())
    await house.ask("DELETE", "courses/tea/enrolment", "bob")
    house.clock.turn(hours=1)
    await tea.round()
    assert (await tea.states(plan))["bob"] == "refused"
    assert sorted(user for user, _ in tea.hub.started) == ["ada", "cleo"]


async def test_cancelling_takes_back_what_has_not_been_opened(tea: Class, house: House) -> None:
    plan = await tea.plan()
    await tea.round()
    tea.hub.set("ada", "running", running_since=NOON, is_opened=True)
    for _ in range(2):
        await house.ask("DELETE", f"courses/tea/prestarts/{plan}", "tina")
    await tea.round()
    assert await tea.states(plan) == {"ada": "opened", "bob": "cancelled", "cleo": "cancelled"}
    assert tea.hub.seats["ada"]["state"] == "running"
    await tea.round()
    assert (await tea.read(plan))["state"] == "cancelled"


async def test_a_plan_that_is_taken_back_before_its_time_is_listed_as_such(
    tea: Class, house: House
) -> None:
    """Not only when the time of its start has come."""
    plan = await tea.plan(start_at=(NOON + timedelta(hours=1)).isoformat())
    await house.ask("DELETE", f"courses/tea/prestarts/{plan}", "tina")
    await tea.round()
    listed = (await house.ask("GET", "courses/tea/prestarts", "tina")).json
    assert [(each["id"], each["state"]) for each in listed] == [(plan, "cancelled")]
    assert {seat["state"] for seat in listed[0]["seats"]} == {"cancelled"}


async def test_what_was_taken_back_is_not_prepared_again_under_its_id(
    tea: Class, house: House
) -> None:
    """Also while the Hub is still asked to end it; under a new id it is."""
    plan = await tea.plan()
    await house.ask("DELETE", f"courses/tea/prestarts/{plan}", "tina")
    for _ in range(2):
        answer = await tea.put(plan)
        assert (answer.status, answer.json["code"]) == (409, "prestart-taken-back")
        assert "Ask for the same under a new id" in answer.json["detail"]
        await tea.round()
    assert not tea.hub.started
    await tea.plan()
    await tea.round()
    assert len(tea.hub.started) == 3


async def test_a_start_under_way_is_taken_back_too(tea: Class, house: House) -> None:
    """The Hub's answer to the start comes after the trainer has cancelled."""
    plan = await tea.plan()
    await house.ask("DELETE", f"courses/tea/prestarts/{plan}", "tina")
    tea.hub.seats["ada"] = {"state": "waiting", "plan": plan, "job": "1"}
    await tea.round()
    assert set((await tea.states(plan)).values()) == {"cancelled"}
    assert tea.hub.seats["ada"]["state"] == "stopped"
    assert not tea.hub.started


async def test_what_nobody_opens_ends_after_the_time_that_was_told(
    tea: Class, house: House
) -> None:
    plan = await tea.plan(unused_minutes=20, users=["ada", "bob"])
    await tea.round()
    tea.hub.set("ada", "running", running_since=NOON)
    await tea.round()
    house.clock.turn(minutes=19)
    await tea.round()
    assert not tea.hub.ended
    house.clock.turn(minutes=1)
    await tea.round()
    assert await tea.states(plan) == {"ada": "unused", "bob": "queued"}


async def test_the_plan_is_told_in_log_and_audit_with_one_word(
    tea: Class, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "officina.portal")
    answer = await tea.put(str(uuid.uuid4()))
    word = answer.headers["X-Correlation-Id"]
    await tea.round()
    assert f"session of ada for course tea asked for by tina: waiting [{word}]" in caplog.text
    with house.portal.database.reading() as session:
        rows = select(t.Event.what, t.Event.user).where(t.Event.correlation_id == word)
        assert ("sessions prepared", "tina") in {tuple(row) for row in session.execute(rows)}
    assert tea.hub.started[0][1]["reference"] == word


@pytest.mark.parametrize(
    "more",
    [
        {"users": ["dora"]},
        {"users": ["tina"]},
        {"users": []},
        {"unused_minutes": 1},
        {"choice": {"gpus": [1]}},
        {"choice": {"profile": "gpu", "gpus": True}},
        {"choice": {"profile": "gpu", "gpus": 1.0}},
        {"choice": {"profile": "gpu", "gpus": 10**40}},
        {"choice": {"profile": "gpu", "minutes": -1}},
        {"choice": {"x" * 300: 1}},
        {"start_at": "2026-03-02T12:00:00"},
        {"start_at": "2027-03-02T12:00:00Z"},
        {"extra": 1},
    ],
)
async def test_an_odd_order_prepares_nothing(tea: Class, more: dict[str, Any]) -> None:
    answer = await tea.put(str(uuid.uuid4()), **more)
    assert answer.status in {400, 422}, answer.content
    await tea.round()
    assert not tea.hub.started


async def test_what_it_costs_is_told_before(tea: Class, house: House) -> None:
    tea.hub.own.add("cleo")
    tea.hub.refused["bob"] = BUDGET
    choice = {"profile": "gpu", "gpus": 2, "minutes": 120}
    answer = await house.ask(
        "POST", "courses/tea/prestarts/quotes", "tina", send={"choice": choice}
    )
    found = answer.json
    verdicts = {each["user"]: each["verdict"] for each in found["seats"]}
    assert verdicts == {"ada": "ready", "bob": "refused", "cleo": "own"}
    assert (found["ready"], found["gpu_hours"]) == (1, 4)
    assert (found["unit"], found["free"], found["total"]) == ("gpus", 5, 8)
    assert not tea.hub.started


async def test_a_hub_that_prepares_none_says_so(tea: Class) -> None:
    tea.hub.is_off = True
    plan = await tea.plan()
    await tea.round()
    seats = (await tea.read(plan))["seats"]
    assert {seat["code"] for seat in seats} == {"prestart-off"}


async def test_trainers_prepare_for_their_own_class_alone_and_operators_for_all(
    tea: Class, house: House
) -> None:
    """The scope is necessary, and membership decides."""
    plan = str(uuid.uuid4())
    expected = {"tina": 200, "root": 200, "theo": 403, "ada": 403, "course-tea": 403, "grader": 403}
    for who, status in expected.items():
        made = await tea.put(str(uuid.uuid4()), who)
        assert made.status == status, (who, made.content)
        sent = {"choice": {"profile": "gpu"}}
        asked = await house.ask("POST", "courses/tea/prestarts/quotes", who, send=sent)
        assert asked.status == status, who
    assert (await tea.put(plan, "tina-without-scope")).status == 403
    assert (await house.ask("GET", f"courses/rye/prestarts/{plan}", "root")).status == 404


async def test_who_waits_for_a_change_is_told_at_once(tea: Class) -> None:
    plan = await tea.plan()
    path = f"courses/tea/prestarts/{plan}?seen=0&wait_seconds=20"
    waiting = asyncio.create_task(tea.house.ask("GET", path, "tina"))
    await tea.round()
    async with asyncio.timeout(10):
        answer = await waiting
    assert answer.json["changes"] > 0
