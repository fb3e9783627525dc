"""Asking again until it is so: neither Slurm nor the Hub's API tells when something has changed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable


async def until(
    condition: Callable[[], Awaitable[bool]], *, seconds: float, every: float = 0.5
) -> None:
    """Return as soon as it holds; ``TimeoutError`` after so many seconds."""
    async with asyncio.timeout(seconds):
        while not await condition():  # noqa: ASYNC110 - see above
            await asyncio.sleep(every)
