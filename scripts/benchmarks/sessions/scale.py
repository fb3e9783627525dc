"""A thousand sessions: requests to slurmctld, and what the hub's process needs for them."""

from __future__ import annotations

import asyncio
import contextlib

from benchmarks.sessions.classroom import probe
from benchmarks.sessions.figures import ratio, table, verdict
from benchmarks.sessions.load import HEADS, MOST_REQUESTS, SETTLE_SECONDS, grow, row
from benchmarks.sessions.quiet import Quiet
from benchmarks.sessions.ring import OFFICINA, Terrain, ring

SESSIONS = 1_000
PEOPLE = 40
NODES = 16
WINDOW_SECONDS = 300.0
PROBE_SECONDS = 30.0
THEIRS_EACH = 6  # measured in load.py, and linear there


async def run(quiet: Quiet) -> str:
    """The table."""
    terrain = Terrain(people=PEOPLE, cpu_nodes=NODES, is_emulated=True)
    async with contextlib.AsyncExitStack() as stack:
        async with quiet.preparing():
            here = await stack.enter_async_context(ring(OFFICINA, terrain))
            empty = here.hub.usage().memory_mib
            await grow(here, 0, SESSIONS)
            await asyncio.sleep(SETTLE_SECONDS)
        async with quiet.measuring():
            spell = await here.watch(WINDOW_SECONDS)
            latency = await probe(here, PROBE_SECONDS)
        jobs = sum((await here.counts("RUNNING")).values())
    theirs = THEIRS_EACH * SESSIONS
    rows = [
        row(spell, OFFICINA.name, SESSIONS, spell),
        (f"{SESSIONS:,}", "batchspawner, *extrapolated*", f"{theirs:,}", f"{theirs // 3:,}")
        + ("-",) * 4
        + (ratio(theirs, spell.requests),),
    ]
    return (
        f"### {SESSIONS:,} emulated sessions\n\n"
        "Real: the Hub with its spawner, database and proxy, slurmctld and slurmdbd, and "
        f"{jobs:,} jobs in the state RUNNING at the end. Emulated: within the jobs nothing runs "
        "(`salloc --no-shell` in place of `sbatch`), the port is reported in their stead, and one "
        f"stand-in server answers for all sessions. {PEOPLE} people with named servers; counted "
        f"for {WINDOW_SECONDS:.0f} s. batchspawner's line is not measured: it is what it needs for "
        f"each of 10 or 100 sessions ({THEIRS_EACH} requests a minute, two calls of squeue) times "
        "their number.\n\n"
        f"{table(HEADS, rows)}\n\n"
        f"The hub's process needs {spell.memory_mib - empty:.0f} MiB for the {SESSIONS:,} sessions "
        f"beyond the {empty:.0f} MiB of an empty hub. `GET /hub/api/` through the proxy answers in "
        f"{latency.row(0)} ms. Target, at most {MOST_REQUESTS:.0f} requests a minute: "
        f"{verdict(is_met=spell.requests <= MOST_REQUESTS)} ({spell.requests:.1f})."
    )
