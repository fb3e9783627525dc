"""How soon the hub sees that an operator has cancelled a running session's job."""

from __future__ import annotations

import asyncio
import contextlib
import random
import time

from benchmarks.sessions.figures import Spread, ratio, table, verdict
from benchmarks.sessions.patience import until
from benchmarks.sessions.quiet import Quiet
from benchmarks.sessions.ring import BOTH, Ring, Terrain, ring

SESSIONS = 12
MOST_SECONDS = 15.0
APART_SECONDS = 9.0  # on average; each cancel comes at its own moment of both contestants' rounds
SETTLE_SECONDS = 40.0
PATIENCE_SECONDS = 90.0
LOOK_SECONDS = 0.3


async def run(quiet: Quiet) -> str:
    """The table."""
    terrain = Terrain(people=SESSIONS)
    async with contextlib.AsyncExitStack() as stack:
        async with quiet.preparing():
            rings = [await stack.enter_async_context(ring(each, terrain)) for each in BOTH]
            await asyncio.gather(
                *(
                    each.begin_and_wait([(user, "") for user in each.people], at_once=6)
                    for each in rings
                )
            )
            await asyncio.sleep(SETTLE_SECONDS)
        async with quiet.measuring():
            spreads = await asyncio.gather(*(cancel_all(each) for each in rings))
    ours, theirs = spreads
    rows = [
        (each.contestant.name, len(spread.values), spread.row(1))
        for each, spread in zip(rings, spreads, strict=True)
    ]
    return (
        "### A dead session is seen\n\n"
        "Running sessions (real jobs with a stand-in server); an operator cancels one after the "
        "other with `scancel`. Seconds until the Hub's API no longer has the session.\n\n"
        f"{table(('spawner', 'n', 's, median (least to most)'), rows)}\n\n"
        f"batchspawner takes {ratio(theirs.median, ours.median)} times as long in the median. "
        f"Target, each within {MOST_SECONDS:.0f} s: {verdict(is_met=ours.high <= MOST_SECONDS)}."
    )


async def cancel_all(each: Ring) -> Spread:
    """One after the other, at uneven times."""
    chance = random.Random(7)
    waits = []
    for user in each.people:
        waits.append(asyncio.create_task(seconds_until_seen(each, user)))
        await asyncio.sleep(chance.uniform(0.5, 1.5) * APART_SECONDS)
    return Spread(tuple(await asyncio.gather(*waits)))


async def seconds_until_seen(each: Ring, user: str) -> float:
    """From the operator's command to a hub that knows."""
    await each.slurm("scancel", f"--user={user}")
    began = time.monotonic()
    await until(lambda: is_seen(each, user), seconds=PATIENCE_SECONDS, every=LOOK_SECONDS)
    return time.monotonic() - began


async def is_seen(each: Ring, user: str) -> bool:
    return not await each.hub.servers_of(user)
