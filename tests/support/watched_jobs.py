"""A watcher at work on a Slurm in memory, in virtual time."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager

from virtual_time import clock

from officina_spawners.watching import QueueWatcher


@asynccontextmanager
async def watching(slurm, *jobs, starting=False):
    """A watcher at work on these jobs, after its first look."""
    watcher = QueueWatcher(slurm, clock=clock, chance=lambda: 0.5)
    watcher.start()
    followed = [watcher.follow(job, starting=starting) for job in jobs]
    try:
        await asyncio.gather(*(known.changed() for known in followed))
        yield watcher, followed
    finally:
        await watcher.close()


async def become(known, kind, within):
    """Wait for a state of this kind; the seconds that took."""
    began = clock()
    async with asyncio.timeout(within):
        while not isinstance(known.state, kind):
            await known.changed()
    return clock() - began
