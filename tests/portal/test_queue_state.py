"""How much graders have to do, told at once or when something comes."""

from __future__ import annotations

import asyncio

from check_samples import ask_check
from grader_hand import claim
from portal_house import House
from until import until

from officina_hub.portal.bell import Bell


async def state(house: House, wait_seconds: int = 0) -> tuple[int, int]:
    answer = await house.ask("GET", f"queue?wait_seconds={wait_seconds}", "grader")
    assert answer.status == 200
    return answer.json["waiting"], answer.json["in_hand"]


async def test_what_waits_and_what_is_in_hand_is_counted(house: House) -> None:
    await house.enrol("bob")
    assert await state(house) == (0, 0)
    for name in ("ada", "bob"):
        await house.submit(name, {"leaf.ipynb": b"1"})
    assert await state(house) == (2, 0)
    await claim(house)
    assert await state(house, wait_seconds=30) == (1, 1)


async def test_whoever_waits_is_told_when_work_comes(house: House, monkeypatch) -> None:
    waiting = []
    heard = Bell.heard

    async def told(event: asyncio.Event, seconds: float) -> bool:
        waiting.append(seconds)
        return await heard(event, seconds)

    monkeypatch.setattr(Bell, "heard", staticmethod(told))
    asked = asyncio.create_task(state(house, wait_seconds=30))
    await until(lambda: waiting)
    await house.submit("ada", {"leaf.ipynb": b"1"})
    assert await asyncio.wait_for(asked, 10) == (1, 0)


async def test_nobody_waits_longer_than_half_a_minute(house: House) -> None:
    answer = await house.ask("GET", "queue?wait_seconds=31", "grader")
    assert answer.status == 422


async def test_checks_are_counted_apart(house: House) -> None:
    await house.submit("ada", {"leaf.ipynb": b"1"})
    await ask_check(house)
    answer = await house.ask("GET", "queue", "grader")
    assert answer.json == {
        "waiting": 1,
        "in_hand": 0,
        "checks": 1,
        "proofs": 0,
        "proofs_in_hand": 0,
    }
    assert (await claim(house))["kind"] == "check"
    assert (await house.ask("GET", "queue", "grader")).json == answer.json
