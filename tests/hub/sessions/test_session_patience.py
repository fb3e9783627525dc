"""A Slurm that hangs costs whoever looks one patience, however many questions a page is made of."""

from __future__ import annotations

import asyncio

import pytest
from memory_cluster import MemoryCluster
from session_hub import SessionHub

from officina_courses.saying import say
from officina_hub.session_api import kept
from officina_hub.session_api.kept import Kept, Silence, one_patience

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture
def hanging(slurm: MemoryCluster, monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Slurm does not answer until this is set."""
    released = asyncio.Event()

    def late(name: str) -> None:
        ask = getattr(slurm, name)

        async def answer(*arguments: object) -> object:
            await released.wait()
            return await ask(*arguments)

        monkeypatch.setattr(slurm, name, answer)

    for name in ("nodes", "partitions", "reservations", "queue", "past_jobs", "budgets"):
        late(name)
    return released


async def test_several_looks_within_one_patience_wait_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(kept, "PATIENCE_SECONDS", 0.05)
    never = asyncio.Event()
    questions = [
        Kept(never.wait, say("what is free"), keep_seconds=60, patience_seconds=60)
        for _ in range(3)
    ]
    async with asyncio.timeout(10):
        with one_patience():
            answers = [await each.look() for each in questions]
    assert all(isinstance(each, Silence) for each in answers)
    never.set()
    assert [await each.look() for each in questions] == [True, True, True]


async def test_offers_and_mine_answer_in_one_patience_and_know_more_at_the_next_look(
    hub: SessionHub,
    slurm: MemoryCluster,
    hanging: asyncio.Event,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(kept, "PATIENCE_SECONDS", 0.2)
    await hub.start(profile="gpu")
    await hub.mine_when("waiting")
    async with asyncio.timeout(3.9):  # less than one look would wait for alone
        gpu = await hub.offer("gpu")
        assert (await hub.mine())["queue"] is None
    assert gpu["gpus"] is None
    assert gpu["numbers"]["gpus"]["max"] == 4
    assert any("what is free is not known" in each for each in gpu["troubles"])
    hanging.set()
    monkeypatch.undo()
    assert (await hub.offer("gpu"))["gpus"]["free"] == 5
