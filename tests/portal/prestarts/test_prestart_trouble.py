"""A plan with which something goes wrong is told to its trainer, and holds up no other one."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from portal_house import House

from officina_hub.portal.prestarter import OUR_FAULT

Class = Any

FAILED = "The Hub could not tell about the sessions of the class. It says: Internal Server Error."


@pytest.fixture(autouse=True)
def hears_warnings(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING, "officina.portal")


async def failing(tea: Class) -> str:
    """A plan for Ada whose sessions the Hub cannot tell about any more."""
    plan: str = await tea.plan(users=["ada"])
    await tea.round()
    tea.hub.broken.add(plan)
    return plan


async def test_the_other_plans_go_on(tea: Class) -> None:
    plan = await failing(tea)
    others = [await tea.plan(users=[user]) for user in ("bob", "cleo")]
    await tea.round()
    assert [await tea.states(each) for each in others] == [{"bob": "queued"}, {"cleo": "queued"}]
    assert await tea.states(plan) == {"ada": "queued"}
    assert [(await tea.read(each))["trouble"] for each in others] == ["", ""]


async def test_its_trainer_reads_why_and_by_which_word_it_stands_in_the_log(
    tea: Class, caplog: pytest.LogCaptureFixture
) -> None:
    plan = await failing(tea)
    await tea.round()
    found = await tea.read(plan)
    assert found["trouble"].startswith(FAILED)
    assert f"plan {plan} of tina for course tea is tried again" in caplog.text
    assert f"[{found['reference']}]" in caplog.text
    assert found["changes"] > 0


async def test_it_is_logged_once_while_it_lasts_and_told_no_more_when_it_is_over(
    tea: Class, caplog: pytest.LogCaptureFixture
) -> None:
    plan = await failing(tea)
    await tea.round()
    changes = (await tea.read(plan))["changes"]
    await tea.round()
    assert caplog.text.count("is tried again") == 1
    assert (await tea.read(plan))["changes"] == changes
    tea.hub.broken.clear()
    await tea.round()
    assert (await tea.read(plan))["trouble"] == ""


async def test_one_start_that_fails_holds_up_no_other_of_the_class(tea: Class) -> None:
    tea.hub.broken.add("bob")
    plan = await tea.plan()
    await tea.round()
    assert await tea.states(plan) == {"ada": "queued", "bob": "planned", "cleo": "queued"}
    assert "could not start the session of bob" in (await tea.read(plan))["trouble"]
    tea.hub.broken.clear()
    await tea.round()
    assert (await tea.states(plan))["bob"] == "queued"


async def test_a_failing_look_keeps_nobody_from_taking_it_back(tea: Class, house: House) -> None:
    plan = await failing(tea)
    await tea.round()
    await house.ask("DELETE", f"courses/tea/prestarts/{plan}", "tina")
    for _ in range(2):
        await tea.round()
    found = await tea.read(plan)
    assert (found["state"], found["trouble"]) == ("cancelled", "")


async def test_a_fault_of_our_own_is_told_as_one_and_the_log_has_the_rest(
    tea: Class, house: House, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    plan = await tea.plan(users=["ada"])
    await tea.round()
    other = await tea.plan(users=["bob"])

    async def states(*_: object) -> None:
        raise ValueError("nobody foresaw this")

    monkeypatch.setattr(house.portal.hub_prestarts, "states", states)
    await tea.round()
    assert (await tea.read(plan))["trouble"] == OUR_FAULT
    assert "nobody foresaw this" in caplog.text
    assert await tea.states(other) == {"bob": "queued"}
