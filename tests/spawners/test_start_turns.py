"""Sessions on the hub's machine take turns in starting; nobody is sent away."""

from __future__ import annotations

import asyncio

import pytest

pytestmark = pytest.mark.sandbox


async def told(spawner) -> list[str]:
    return [event["message"] async for event in spawner.progress()]


async def test_a_start_waits_for_its_turn_says_so_and_comes_to_it(house):
    spawners = [house.spawner(name, concurrent_starts=1) for name in ("anna", "ben")]
    places = await asyncio.gather(*(spawner.start() for spawner in spawners))
    assert len({port for _, port in places}) == 2
    first, second = [await told(spawner) for spawner in spawners]
    assert first[0] == "Preparing your home folder"
    assert second[0].startswith("1 session is starting")
    assert second[1] == "Preparing your home folder"
    assert [await spawner.poll() for spawner in spawners] == [None, None]


async def test_the_time_limit_of_a_start_does_not_count_the_wait_for_its_turn(house):
    """The Hub's own limit must not come before ours, which speaks in words."""
    spawner = house.spawner("anna", start_timeout=30)
    await spawner._run_apply_user_options({})
    assert spawner.start_timeout > 600
