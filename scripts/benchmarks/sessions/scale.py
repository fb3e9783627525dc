"""A thousand sessions: requests to slurmctld, and what the hub's process needs for them."""

from __future__ import annotations

import asyncio
import contextlib

from benchmarks.sessions.figures import table, verdict
from benchmarks.sessions.load import HEADS, MOST_REQUESTS, SETTLE_SECONDS, WINDOW_SECONDS, grow, row
from benchmarks.sessions.quiet import Quiet
from benchmarks.sessions.ring import BOTH, Terrain, ring

SESSIONS = 1_000
PEOPLE = 40
NODES = 16


async def run(quiet: Quiet) -> str:
    """The table."""
    terrain = Terrain(people=PEOPLE, cpu_nodes=NODES, is_emulated=True)
    async with contextlib.AsyncExitStack() as stack:
        async with quiet.preparing():
            rings = [await stack.enter_async_context(ring(each, terrain)) for each in BOTH]
            empty = [each.hub.usage().memory_mib for each in rings]
            await asyncio.gather(*(grow(each, 0, SESSIONS) for each in rings))
            await asyncio.sleep(SETTLE_SECONDS)
        async with quiet.measuring():
            spells = await asyncio.gather(*(each.watch(WINDOW_SECONDS) for each in rings))
        jobs = [sum((await each.counts("RUNNING")).values()) for each in rings]
    ours = spells[0]
    rows = [
        row(spell, each.contestant.name, SESSIONS, ours)
        for each, spell in zip(rings, spells, strict=True)
    ]
    memory = ", ".join(
        f"{each.contestant.name} {spell.memory_mib - before:.0f} MiB"
        for each, spell, before in zip(rings, spells, empty, strict=True)
    )
    return (
        f"### {SESSIONS:,} emulated sessions\n\n"
        "Real: both Hubs with their spawners, databases and proxies, slurmctld and slurmdbd, and "
        f"{' and '.join(f'{count:,}' for count in jobs)} jobs in the state RUNNING at the end. "
        "Emulated: within the jobs nothing runs (`salloc --no-shell` in place of `sbatch`), the "
        "port is reported in their stead, and one stand-in server answers for all sessions. "
        f"{PEOPLE} people with named servers; counted for {WINDOW_SECONDS:.0f} s, both at the same "
        "time.\n\n"
        f"{table(HEADS, rows)}\n\n"
        f"Memory of the hub's process for {SESSIONS:,} sessions, beyond the empty hub's: {memory}. "
        f"Target, at most {MOST_REQUESTS:.0f} requests a minute: "
        f"{verdict(is_met=ours.requests <= MOST_REQUESTS)} ({ours.requests:.1f})."
    )
