"""Taking turns: how many sessions may be starting on the hub's machine at once.

The Hub's own ``concurrent_spawn_limit`` counts sessions that wait in a queue of Slurm, too, and
answers everybody else with an error; so it is off, and starts wait here instead.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from weakref import WeakKeyDictionary

from officina_spawners.stages import Stages


class Turns:
    """Shared by all spawners of one hub."""

    def __init__(self, at_once: int) -> None:
        self.at_once = at_once
        self._free = asyncio.Semaphore(at_once)

    @classmethod
    def of_this_loop(cls, at_once: int) -> Turns:
        """Those of the hub whose loop runs now."""
        return _BY_LOOP.setdefault(asyncio.get_running_loop(), cls(at_once))

    @asynccontextmanager
    async def turn(self, stages: Stages) -> AsyncIterator[None]:
        """Wait until there is room, and take it."""
        if self._free.locked():
            many = "1 session is" if self.at_once == 1 else f"{self.at_once} sessions are"
            stages.reached(
                f"{many} starting, as many as this machine starts at once; yours waits for its turn"
            )
        async with self._free:
            yield


_BY_LOOP: WeakKeyDictionary[asyncio.AbstractEventLoop, Turns] = WeakKeyDictionary()
