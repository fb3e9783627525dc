"""The hub is killed, or restarted, while sessions queue: who gets a session, and what is lost."""

from __future__ import annotations

import asyncio
import contextlib
from dataclasses import dataclass

from benchmarks.sessions.figures import table, verdict
from benchmarks.sessions.patience import until
from benchmarks.sessions.quiet import Quiet
from benchmarks.sessions.ring import BOTH, OFFICINA, Ring, Terrain, ring

SESSIONS = 5
GPUS = 8
AFTER_RESTART_SECONDS = 15.0
AFTER_RELEASE_SECONDS = 45.0  # time enough to start, and for what nobody claims to show itself


@dataclass(frozen=True)
class Outcome:
    """What became of the sessions that queued."""

    spawner: str
    event: str
    ready: int
    orphans: int


async def run(quiet: Quiet) -> str:
    """The table."""
    terrain = Terrain(people=SESSIONS + 1, partition="gpu", gpu_nodes=GPUS // 4)
    async with contextlib.AsyncExitStack() as stack:
        async with quiet.preparing():
            rings = [await stack.enter_async_context(ring(each, terrain)) for each in BOTH]
        outcomes: list[Outcome] = []
        async with quiet.measuring():
            for event in ("kill -9", "restart"):
                outcomes += await asyncio.gather(*(play(each, event) for each in rings))
    rows = [(each.event, each.spawner, SESSIONS, each.ready, each.orphans) for each in outcomes]
    ours = [each for each in outcomes if each.spawner == OFFICINA.name]
    is_met = all(each.ready == SESSIONS and not each.orphans for each in ours)
    return (
        "### The hub dies while sessions queue\n\n"
        f"All {GPUS} GPUs busy, {SESSIONS} sessions queue. The hub is killed, or ended and started "
        "again as an operator does; after that the GPUs become free. Orphans are jobs that run or "
        "wait and belong to no session of the new hub.\n\n"
        f"{table(HEADS, rows)}\n\n"
        f"Target, no session lost and no orphan: {verdict(is_met=is_met)}."
    )


HEADS = ("event", "spawner", "sessions queued", "ready afterwards", "orphans")


async def play(each: Ring, event: str) -> Outcome:
    """One scene, and an empty stage afterwards."""
    blocker, *people = each.people
    script = ["sbatch", "--partition=gpu", "--gres=gpu:1", "--time=30", "--wrap=sleep 1200"]
    for _ in range(GPUS):
        await asyncio.to_thread(each.cluster.run_as, blocker, script)
    await each.until("RUNNING", GPUS, seconds=60)
    for user in people:
        await each.begin(user)
    await each.until("PENDING", SESSIONS, seconds=60)
    if event == "kill -9":
        each.hub.kill()
    else:
        await each.hub.end_hub()
    await each.hub.start_hub()
    await asyncio.sleep(AFTER_RESTART_SECONDS)
    await each.slurm("scancel", f"--user={blocker}")
    await asyncio.sleep(AFTER_RELEASE_SECONDS)
    servers = [await each.hub.servers_of(user) for user in people]
    ready = sum(server["ready"] for known in servers for server in known.values())
    outcome = Outcome(each.contestant.name, event, ready, await each.orphans())
    await clear(each, people)
    return outcome


async def clear(each: Ring, people: list[str]) -> None:
    for user in people:
        await each.stop(user)
        await each.slurm("scancel", f"--user={user}")
    await until(lambda: is_empty(each, people), seconds=60)


async def is_empty(each: Ring, people: list[str]) -> bool:
    """Neither hub nor Slurm has anything left."""
    known = [await each.hub.servers_of(user) for user in people]
    return not any(known) and not await each.counts("PENDING", "RUNNING", "COMPLETING")
