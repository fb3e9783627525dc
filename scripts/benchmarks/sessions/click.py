"""From the click to a ready session with the real JupyterLab, in turns."""

from __future__ import annotations

import contextlib
import time
from collections import defaultdict

from benchmarks.sessions.figures import Spread, ratio, table, verdict
from benchmarks.sessions.patience import until
from benchmarks.sessions.quiet import Quiet
from benchmarks.sessions.ring import BATCHSPAWNER, BOTH, OFFICINA, Ring, Terrain, ring

ROUNDS = 9
LEAST_RATIO = 2.5


async def run(quiet: Quiet) -> str:
    """The table."""
    terrain = Terrain(people=1, partition="gpu", is_real_lab=True)
    taken: dict[str, list[float]] = defaultdict(list)
    async with contextlib.AsyncExitStack() as stack:
        async with quiet.preparing():
            rings = [await stack.enter_async_context(ring(each, terrain)) for each in BOTH]
            for each in rings:
                await start_once(each)  # the first start of all reads the files from the disk
        async with quiet.measuring():
            for _ in range(ROUNDS):
                for each in rings:
                    taken[each.contestant.name].append(await start_once(each))
    spreads = {name: Spread(tuple(values)) for name, values in taken.items()}
    ours, theirs = spreads[OFFICINA.name], spreads[BATCHSPAWNER.name]
    rows = [(name, len(spread.values), spread.row(2)) for name, spread in spreads.items()]
    is_met = ours.median * LEAST_RATIO <= theirs.median
    return (
        "### From the click to a ready JupyterLab\n\n"
        "Real Hubs, one GPU job each, JupyterLab from the same environment with the same "
        "extensions; from the request that starts the server to the Hub's event `ready`, in turns. "
        "Each contestant uses its own launcher and server command.\n\n"
        f"{table(('spawner', 'n', 's, median (least to most)'), rows)}\n\n"
        f"batchspawner takes {ratio(theirs.median, ours.median)} times as long. Target, at least "
        f"{LEAST_RATIO}: {verdict(is_met=is_met)}."
    )


async def start_once(each: Ring) -> float:
    """Seconds until ready; the session is gone again afterwards."""
    (user,) = each.people
    began = time.perf_counter()
    await each.begin(user)
    is_ready = await each.hub.until_ready(user)
    seconds = time.perf_counter() - began
    if not is_ready:
        raise RuntimeError(f"no session of {each.contestant.name} came about")
    await each.stop(user)
    await until(lambda: is_over(each, user), seconds=60)
    return seconds


async def is_over(each: Ring, user: str) -> bool:
    """Neither hub nor Slurm has anything of it."""
    jobs = await each.counts("RUNNING", "COMPLETING")
    return not jobs and not await each.hub.servers_of(user)
