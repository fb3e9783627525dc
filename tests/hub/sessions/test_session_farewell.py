"""A job that says that it ends has Slurm asked at once, and nothing more than that."""

from __future__ import annotations

import asyncio

import pytest
from memory_cluster import MemoryCluster
from session_hub import API, Answer, SessionHub

from officina_spawners.watching import Pace

pytestmark = pytest.mark.asyncio(loop_scope="module")
SOON_SECONDS = 60  # on a machine that does much else


async def runs(hub: SessionHub, slurm: MemoryCluster, port: int) -> str:
    """A session on a cluster that nobody asks for its queue of their own accord for an hour."""
    job = await hub.start(profile="gpu")
    await hub.run(job, port)
    watcher = hub.spawner("ada").job_session._site.watcher
    watcher._pace = Pace(all_run_seconds=3600)
    await watcher.answered()
    return job


async def farewell(hub: SessionHub, slurm: MemoryCluster, body: object = None) -> Answer:
    token = slurm.submitted[-1][2]["JUPYTERHUB_API_TOKEN"]
    return await hub.ask("POST", f"{API}port", token, body or {"ending": True})


async def test_an_end_is_seen_as_soon_as_the_job_tells_of_it(
    hub: SessionHub, slurm: MemoryCluster, port: int
) -> None:
    job = await runs(hub, slurm, port)
    slurm.end(job)
    async with asyncio.timeout(SOON_SECONDS):
        assert (await farewell(hub, slurm)).status == 201
        found = await hub.mine_when("stopped")
    assert found["last_ending"]["job"] == job


async def test_one_that_slurm_hears_of_a_moment_later_is_seen_too(
    hub: SessionHub, slurm: MemoryCluster, port: int
) -> None:
    job = await runs(hub, slurm, port)
    before = slurm.asked["list_jobs"]
    assert (await farewell(hub, slurm)).status == 201
    while slurm.asked["list_jobs"] == before:
        await hub.mine()
    slurm.end(job)
    async with asyncio.timeout(SOON_SECONDS):
        await hub.mine_when("stopped")


async def test_who_cries_wolf_ends_nothing_and_is_not_heard_again_for_a_while(
    hub: SessionHub, slurm: MemoryCluster, port: int
) -> None:
    await hub.run(await hub.start(profile="gpu"), port)
    assert (await farewell(hub, slurm)).status == 201
    answers = [(await farewell(hub, slurm)).status for _ in range(20)]
    assert set(answers) == {409}
    assert (await hub.mine())["state"] == "running"


@pytest.mark.parametrize(
    "body", [{"ending": False}, {"ending": True, "port": 5000}, {"ended": True}]
)
async def test_any_other_word_is_refused(
    hub: SessionHub, slurm: MemoryCluster, port: int, body: object
) -> None:
    await hub.run(await hub.start(profile="gpu"), port)
    assert (await farewell(hub, slurm, body)).status == 400


async def test_nobody_else_can_say_it(hub: SessionHub, slurm: MemoryCluster, port: int) -> None:
    await hub.run(await hub.start(profile="gpu"), port)
    for who in ("ada", "bob", "", "nonsense"):
        answer = await hub.ask("POST", f"{API}port", who, {"ending": True})
        assert answer.status == 403
