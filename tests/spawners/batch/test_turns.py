"""Starts take turns, in their order, and those who wait are told why."""

from __future__ import annotations

import asyncio

from officina_spawners.stages import Stages
from officina_spawners.turns import Turns


async def messages(stages: Stages) -> list[str]:
    stages.close()
    return [event["message"] async for event in stages.watch()]


async def test_no_more_than_so_many_start_at_once_and_each_gets_its_turn():
    turns, running, most, order = Turns(2), 0, 0, []

    async def start(name: int) -> None:
        nonlocal running, most
        async with turns.turn(Stages()):
            running += 1
            most = max(most, running)
            order.append(name)
            await asyncio.sleep(0)
            running -= 1

    await asyncio.gather(*(start(name) for name in range(6)))
    assert most == 2
    assert order == list(range(6))


async def test_who_waits_is_told_and_who_does_not_is_not():
    turns, first, second = Turns(1), Stages(), Stages()
    async with turns.turn(first):
        waiting = asyncio.create_task(_pass(turns, second))
        await asyncio.sleep(0)
        assert not waiting.done()
    await waiting
    assert await messages(first) == []
    [told] = await messages(second)
    assert told.startswith("1 session is starting")


async def test_a_start_that_fails_or_is_given_up_frees_its_turn():
    turns = Turns(1)
    for fault in (RuntimeError, asyncio.CancelledError):
        try:
            async with turns.turn(Stages()):
                raise fault
        except fault:
            pass
    await asyncio.wait_for(_pass(turns, Stages()), 1)


async def test_all_spawners_of_one_hub_share_them():
    assert Turns.of_this_loop(3) is Turns.of_this_loop(5)


async def _pass(turns: Turns, stages: Stages) -> None:
    async with turns.turn(stages):
        pass
