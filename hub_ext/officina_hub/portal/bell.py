"""A bell that wakes everybody who waits for it, and nobody who comes later."""

from __future__ import annotations

import asyncio
import contextlib


class Bell:
    """Rung when something changed; whoever waits wakes and looks for themselves."""

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def ring(self) -> None:
        """Wake all who wait now."""
        waiting, self._next = self._next, asyncio.Event()
        waiting.set()

    def listen(self) -> asyncio.Event:
        """What will be set at the next ring. Take it before looking, so that no ring is missed."""
        return self._next

    @staticmethod
    async def heard(event: asyncio.Event, seconds: float) -> bool:
        """Wait for a ring at most so long; tells whether it came."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(max(seconds, 0)):
                await event.wait()
        return event.is_set()
