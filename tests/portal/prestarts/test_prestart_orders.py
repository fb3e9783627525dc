"""An order for a class is for a time to come and for learners of the course, and known again."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from portal_house import NOON, House

Class = Any

SOON = (NOON + timedelta(hours=1)).isoformat()


@pytest.mark.parametrize(
    "start",
    [
        (NOON - timedelta(minutes=6)).isoformat(),
        "2026-03-02T13:30:00+02:00",
        "2025-03-02T12:00:00Z",
        "0001-01-01T00:00:00Z",
        "0001-01-01T00:00:00+14:00",
    ],
)
async def test_a_start_that_has_passed_prepares_nothing(
    tea: Class, house: House, start: str
) -> None:
    answer = await tea.put(str(uuid.uuid4()), start_at=start)
    assert (answer.status, answer.json["code"]) == (400, "prestart-past")
    assert "has passed (it is 2026-03-02T12:00+00:00 now)" in answer.json["detail"]
    await tea.round()
    assert not tea.hub.started
    sent = {"choice": {"profile": "gpu"}, "start_at": start}
    quote = await house.ask("POST", "courses/tea/prestarts/quotes", "tina", send=sent)
    assert (quote.status, quote.json["code"]) == (400, "prestart-past")


@pytest.mark.parametrize("start", ["2026-05-02T12:00:00Z", "9999-12-31T23:59:59-14:00"])
async def test_a_start_that_nobody_can_foresee_prepares_nothing(tea: Class, start: str) -> None:
    answer = await tea.put(str(uuid.uuid4()), start_at=start)
    assert (answer.status, answer.json["code"]) == (400, "prestart-too-late")


async def test_clocks_may_differ_by_some_minutes(tea: Class) -> None:
    plan = await tea.plan(start_at=(NOON - timedelta(minutes=5)).isoformat())
    assert (await tea.read(plan))["start_at"] == (await tea.read(plan))["created_at"]
    await tea.round()
    assert set((await tea.states(plan)).values()) == {"queued"}


async def test_the_same_order_sent_again_is_the_same_plan(tea: Class, house: House) -> None:
    """Also when its time has come, and when the class has changed meanwhile."""
    plan = str(uuid.uuid4())
    first = await tea.put(plan, start_at="2026-03-02T13:00:00Z", users=["bob", "ada"])
    assert first.status == 200
    await house.ask("DELETE", "courses/tea/enrolment", "bob")
    house.clock.turn(hours=2)
    again = await tea.put(plan, start_at="2026-03-02T15:00:00+02:00", users=["ada", "bob", "ada"])
    assert (again.status, again.json) == (200, first.json)


@pytest.mark.parametrize(
    "more",
    [
        {"users": ["ada"]},
        {"users": ["ada", "bob", "cleo"]},
        {"unused_minutes": 60},
        {"start_at": SOON},
        {"choice": {"profile": "gpu", "gpus": 2, "minutes": 60}},
    ],
)
async def test_another_order_under_the_same_id_is_refused_and_changes_nothing(
    tea: Class, more: dict[str, Any]
) -> None:
    plan = await tea.plan()
    before = await tea.read(plan)
    answer = await tea.put(plan, **more)
    assert (answer.status, answer.json["code"]) == (409, "other-prestart")
    assert "nothing was changed" in answer.json["detail"]
    assert await tea.read(plan) == before


async def test_who_is_no_learner_of_the_course_is_refused_by_name(tea: Class, house: House) -> None:
    """In what it would cost, too: a trainer prepares, and spends, for their own class alone."""
    users = ["ada", "dora", "tina", "course-tea"]
    sent = {"choice": {"profile": "gpu"}, "users": users}
    quote = await house.ask("POST", "courses/tea/prestarts/quotes", "tina", send=sent)
    for answer in (quote, await tea.put(str(uuid.uuid4()), users=users)):
        assert (answer.status, answer.json["code"]) == (400, "not-learners")
        found = "Not among the learners of tea: 'course-tea', 'dora', 'tina'. So nothing was"
        assert found in answer.json["detail"]
    await tea.round()
    assert not tea.hub.started
