"""A loop whose clock jumps to the next thing that is due: hours pass in milliseconds."""

from __future__ import annotations

import asyncio
import selectors
from collections.abc import Coroutine
from typing import Any


class _JumpingSelector(selectors.SelectSelector):
    loop: VirtualLoop

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(0)
        if not ready and timeout is None:
            raise RuntimeError("everybody waits, and nothing will ever happen")
        if not ready and timeout:
            self.loop.now += timeout
        return ready


class VirtualLoop(asyncio.SelectorEventLoop):
    """``time()`` is ours, and waiting costs nothing."""

    def __init__(self) -> None:
        self.now = 1_000.0
        selector = _JumpingSelector()
        selector.loop = self
        super().__init__(selector)

    def time(self) -> float:
        return self.now


def play(story: Coroutine[Any, Any, None]) -> None:
    """Run a test's story to its end."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        runner.run(story)


def clock() -> float:
    """The running loop's time, for what is tested."""
    return asyncio.get_running_loop().time()
