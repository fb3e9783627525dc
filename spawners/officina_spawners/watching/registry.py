"""The watchers of one hub, one for each cluster, found by everything in the hub's loop."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from weakref import WeakKeyDictionary

from officina_spawners.slurm.client import SlurmClient
from officina_spawners.watching.health import WatcherHealth
from officina_spawners.watching.pace import Pace
from officina_spawners.watching.watcher import QueueWatcher


class Watchers:
    """Made once for each hub; a watcher starts when a cluster is first asked for."""

    def __init__(self) -> None:
        self._watchers: dict[str, QueueWatcher] = {}

    @classmethod
    def of_this_loop(cls) -> Watchers:
        """Those of the hub whose loop runs now: spawners share them without knowing each other."""
        return _BY_LOOP.setdefault(asyncio.get_running_loop(), cls())

    def of(self, client: SlurmClient, *, pace: Pace | None = None) -> QueueWatcher:
        """The watcher of this client's cluster; the first client of a name stays."""
        watcher = self._watchers.get(client.name)
        if watcher is None:
            watcher = self._watchers[client.name] = QueueWatcher(client, pace=pace)
        watcher.start()
        return watcher

    def healths(self) -> Mapping[str, WatcherHealth]:
        return {name: watcher.health() for name, watcher in self._watchers.items()}

    async def close(self) -> None:
        """Stop all of them; a hub that ends cancels them just as well."""
        _BY_LOOP.pop(asyncio.get_running_loop(), None)
        watchers, self._watchers = self._watchers, {}
        for watcher in watchers.values():
            await watcher.close()


# A loop holds nothing of another one, so a test's watchers end with its loop.
_BY_LOOP: WeakKeyDictionary[asyncio.AbstractEventLoop, Watchers] = WeakKeyDictionary()
