"""Silence for a measurement: one file lock that others on the machine share while they work."""

from __future__ import annotations

import contextlib
import fcntl
from collections.abc import AsyncIterator
from pathlib import Path

from benchmarks.sessions.patience import until

LONGEST_WAIT_SECONDS = 1_800.0


class Quiet:
    """Without a file there is nobody to wait for."""

    def __init__(self, lock: Path | None) -> None:
        self._lock = lock

    @contextlib.asynccontextmanager
    async def measuring(self) -> AsyncIterator[None]:
        """Alone: nobody else who uses the lock works meanwhile."""
        async with self._held(fcntl.LOCK_EX):
            yield

    @contextlib.asynccontextmanager
    async def preparing(self) -> AsyncIterator[None]:
        """Among others, but not while somebody measures."""
        async with self._held(fcntl.LOCK_SH):
            yield

    @contextlib.asynccontextmanager
    async def _held(self, kind: int) -> AsyncIterator[None]:
        if self._lock is None:
            yield
            return
        with self._lock.open("a") as handle:

            async def is_ours() -> bool:  # a thread that waits for a lock could not be stopped
                with contextlib.suppress(BlockingIOError):
                    fcntl.flock(handle, kind | fcntl.LOCK_NB)
                    return True
                return False

            await until(is_ours, seconds=LONGEST_WAIT_SECONDS, every=0.1)
            yield
