"""Messages on their way, each partner's in threads of its own and so many at once.

A partner whose address is silent then delays nobody but itself.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Final, TypeVar

from officina_hub.federation.dataspace.errors import Mismatch

AT_ONCE: Final = 4
# Begun by one partner and not yet answered; more than that waits at the partner's.
UNDER_WAY: Final = 32
T = TypeVar("T")


class Sending:
    """For one event loop."""

    def __init__(self) -> None:
        self._threads: dict[str, ThreadPoolExecutor] = {}
        self._under_way: Counter[str] = Counter()

    async def sent(self, partner: str, send: Callable[[], T]) -> T:
        """What ``send`` gives, called in one of the partner's threads."""
        if partner not in self._threads:
            self._threads[partner] = ThreadPoolExecutor(AT_ONCE, "dataspace")
        return await asyncio.get_running_loop().run_in_executor(self._threads[partner], send)

    def check_room(self, partner: str) -> None:
        """Raise ``Mismatch`` where a partner has too much under way to begin more."""
        if self._under_way[partner] >= UNDER_WAY:
            raise Mismatch(
                429, "too-many", f"{UNDER_WAY} answers to you are under way: hear them first."
            )

    @contextmanager
    def counted(self, partner: str) -> Iterator[None]:
        """While this lasts, it is one of what is under way."""
        self._under_way[partner] += 1
        try:
            yield
        finally:
            self._under_way[partner] -= 1

    def stop(self) -> None:
        """Begin no other message."""
        for threads in self._threads.values():
            threads.shutdown(wait=False, cancel_futures=True)
