"""The steps of a start, told to everybody who watches, as they happen.

No percentages: nobody knows them. A watcher who comes late hears first what has already happened.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator


class Stages:
    """What has happened so far in one start, and a way to wait for more."""

    def __init__(self) -> None:
        self._messages: list[str] = []
        self._news = asyncio.Event()
        self._is_over = False

    @property
    def so_far(self) -> tuple[str, ...]:
        """What has happened, in its order."""
        return tuple(self._messages)

    def reached(self, message: str) -> None:
        """Tell every watcher that this step has begun; who says the same again says nothing."""
        if self._messages[-1:] != [message]:
            self._messages.append(message)
            self._wake()

    def close(self) -> None:
        """The start is over, one way or the other: watchers need not wait any longer."""
        self._is_over = True
        self._wake()

    async def watch(self) -> AsyncIterator[dict[str, str]]:
        """Every step, in the form that the Hub's progress page takes."""
        told = 0
        while True:
            news = self._news
            for message in self._messages[told:]:
                yield {"message": message}
                told += 1
            if self._is_over and told == len(self._messages):
                return
            if told == len(self._messages):
                await news.wait()

    def _wake(self) -> None:
        waiting, self._news = self._news, asyncio.Event()
        waiting.set()
