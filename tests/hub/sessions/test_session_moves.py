"""After one's own start or stop nothing is told from before it, and looking on costs no more."""

from __future__ import annotations

import asyncio

import pytest
from memory_cluster import MemoryCluster, node
from session_hub import SessionHub

from officina_hub.session_api.kept import Kept
from officina_hub.session_api.own_moves import SETTLING_SECONDS, OwnMoves

pytestmark = pytest.mark.asyncio(loop_scope="module")

FULL = (node("g1", used=4), node("g2", used=1))
BEFORE, AFTER_START, AFTER_STOP = 5, 3, 5


async def free(hub: SessionHub, who: str = "ada") -> int:
    return int((await hub.offer("gpu", who))["gpus"]["free"])


async def test_ones_own_start_and_stop_show_at_once(
    hub: SessionHub, slurm: MemoryCluster, port: int
) -> None:
    roomy = slurm.all_nodes
    assert await free(hub) == BEFORE
    job = await hub.start(profile="gpu")
    slurm.all_nodes = FULL
    assert await free(hub) == AFTER_START
    await hub.run(job, port)
    slurm.all_nodes = roomy
    async with asyncio.timeout(20):  # for a while after a move an answer is kept three seconds
        while await free(hub) != BEFORE:  # noqa: ASYNC110 - Slurm tells nobody
            await asyncio.sleep(0.1)
    slurm.all_nodes = FULL
    assert await free(hub) == BEFORE  # nothing has moved, so the answer is kept
    await hub.ask("DELETE", "users/ada/server", "ada")
    await hub.mine_when("stopped")
    assert await free(hub) == AFTER_START


async def test_the_budget_and_the_place_in_the_queue_are_asked_for_anew_too(
    hub: SessionHub, slurm: MemoryCluster
) -> None:
    await hub.offers()
    asked = slurm.asked["budgets"]
    await hub.start(profile="gpu")
    assert (await hub.mine())["queue"] == {"place": 1, "waiting": 1}
    await hub.offers()
    assert slurm.asked["budgets"] == asked + 1


async def test_who_started_nothing_looks_at_what_is_kept(
    hub: SessionHub, slurm: MemoryCluster
) -> None:
    await hub.offers("bob")
    asked = slurm.asked["nodes"]
    await hub.start(profile="gpu")
    slurm.all_nodes = FULL
    assert await free(hub, "bob") == BEFORE
    assert slurm.asked["nodes"] == asked


async def test_a_move_settles_for_a_while_and_a_first_look_is_none() -> None:
    now = [100.0]
    moves = OwnMoves(clock=lambda: now[0])
    assert moves.seconds_since("ada", "here") is None
    assert moves.seconds_since("ada", "there") == 0
    now[0] += SETTLING_SECONDS - 1
    assert moves.seconds_since("ada", "there") == SETTLING_SECONDS - 1
    now[0] += 2
    assert moves.seconds_since("ada", "there") is None
    assert moves.seconds_since("bob", "there") is None


async def test_an_answer_under_way_when_something_moves_is_asked_for_again() -> None:
    answers = iter(("old", "new"))
    asked, goes_on = asyncio.Event(), asyncio.Event()

    async def ask() -> str:
        answer = next(answers)
        asked.set()
        await goes_on.wait()
        return answer

    kept = Kept(ask, "what is free", keep_seconds=60)
    look = asyncio.create_task(kept.look())
    await asked.wait()
    kept.forget()
    goes_on.set()
    assert await look == "new"


async def test_while_it_settles_only_what_is_some_seconds_old_is_asked_for_again() -> None:
    now, count = [0.0], [0]

    async def ask() -> int:
        count[0] += 1
        return count[0]

    kept = Kept(ask, "what is free", keep_seconds=60, clock=lambda: now[0])
    assert await kept.look() == 1
    kept.forget(older_than_seconds=3)
    assert await kept.look() == 1
    now[0] = 4.0
    kept.forget(older_than_seconds=3)
    assert await kept.look() == 2
