"""Waiting for what nobody announces, in an asynchronous test."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from itertools import count

LOOK_SECONDS = 0.02


async def until(condition: Callable[[], object], *, seconds: float = 20) -> None:
    """Return once it holds; fail when it does not in time."""
    async with asyncio.timeout(seconds):
        for _ in count():
            if condition():
                return
            await asyncio.sleep(LOOK_SECONDS)
