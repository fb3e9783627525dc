"""A class begins: 40 people click at once on 12 GPUs, so 28 of them wait in the queue."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass

from benchmarks.sessions.figures import Spread, ratio, table, verdict
from benchmarks.sessions.patience import until
from benchmarks.sessions.quiet import Quiet
from benchmarks.sessions.ring import BOTH, Contestant, Ring, Spell, Terrain, ring, spell_between

PEOPLE = 40
GPUS = 12
WINDOW_SECONDS = 45.0
PROBE_SECONDS = 0.5
START_SECONDS = 120  # so that who still queues then times out, after the window
MOST_MEDIAN_MS = 30.0
LEAST_RATIO = 100


@dataclass(frozen=True)
class Lesson:
    """What came of one contestant's class."""

    contestant: Contestant
    waiting: int
    spell: Spell
    latency_ms: Spread
    timed_out: int
    orphans: int


async def run(quiet: Quiet) -> str:
    """The table."""
    lessons = [await lesson(each, quiet) for each in BOTH]
    ours, theirs = lessons
    rows = [
        (
            each.contestant.name,
            each.waiting,
            f"{each.spell.requests:,.1f}",
            f"{each.spell.listings:,.1f}",
            f"{each.spell.hub_cpu_seconds:.1f}",
            f"{each.spell.command_cpu_seconds:.1f}",
            each.latency_ms.row(0),
            f"{each.orphans} of {each.timed_out}",
        )
        for each in lessons
    ]
    is_met = (
        ours.spell.requests * LEAST_RATIO <= theirs.spell.requests
        and ours.latency_ms.median <= MOST_MEDIAN_MS
        and not ours.orphans
    )
    return (
        f"### A class of {PEOPLE} starts at once on {GPUS} GPUs\n\n"
        f"{PEOPLE} real people, real jobs with a stand-in server. Counted for "
        f"{WINDOW_SECONDS:.0f} s while {GPUS} run and the others queue; one contestant after the "
        f"other. Latency is that of `GET /hub/api/` through the proxy, every {PROBE_SECONDS} s. "
        f"Then the Hub's `start_timeout` of {START_SECONDS} s ends the starts of those who queue "
        "(set for this table only: Officina's default does not count the queue); orphans are jobs "
        "that wait or run afterwards and belong to no session.\n\n"
        f"{table(HEADS, rows)}\n\n"
        f"Requests: 1/{ratio(theirs.spell.requests, ours.spell.requests)} of batchspawner's. "
        f"Target, 1/{LEAST_RATIO} of the requests, a median of at most {MOST_MEDIAN_MS:.0f} ms and "
        f"no orphan: {verdict(is_met=is_met)}."
    )


HEADS = (
    "spawner",
    "queued",
    "requests/min",
    "squeue/min",
    "hub CPU s/min",
    "its commands' CPU s/min",
    "hub API ms, median (least to most)",
    "orphans of the timed out",
)


async def lesson(contestant: Contestant, quiet: Quiet) -> Lesson:
    """One class from the bell to the last time-out."""
    terrain = Terrain(
        people=PEOPLE, partition="gpu", gpu_nodes=GPUS // 4, start_seconds=START_SECONDS
    )
    async with ring(contestant, terrain) as each, quiet.measuring():
        await asyncio.gather(*(each.begin(user) for user in each.people))
        await each.until("RUNNING", GPUS, seconds=60)
        await until(lambda: all_gpus_serve(each), seconds=60)
        before = await each.read()
        latency = await probe(each, WINDOW_SECONDS)
        spell = spell_between(before, await each.read())
        waiting = sum((await each.counts("PENDING")).values())
        starting = await starts(each)
        await until(lambda: nobody_starts(each), seconds=START_SECONDS + 120, every=2)
        await asyncio.sleep(10)
        orphans = await each.orphans()
    return Lesson(contestant, waiting, spell, latency, starting, orphans)


async def starts(each: Ring) -> int:
    """How many sessions the hub has that are not ready."""
    known = await asyncio.gather(*(each.hub.servers_of(user) for user in each.people))
    return sum(not server["ready"] for servers in known for server in servers.values())


async def nobody_starts(each: Ring) -> bool:
    return not await starts(each)


async def all_gpus_serve(each: Ring) -> bool:
    return PEOPLE - await starts(each) == GPUS


async def probe(each: Ring, seconds: float) -> Spread:
    """Ask the hub something small, again and again."""
    ends, taken = time.monotonic() + seconds, []
    while time.monotonic() < ends:
        taken.append(await each.hub.latency_seconds() * 1000)
        await asyncio.sleep(PROBE_SECONDS)
    return Spread(tuple(taken))
