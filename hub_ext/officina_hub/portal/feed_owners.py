"""Whether the Hub still knows who keeps a search: a feed is opened by its key alone, long after.

Feed readers ask again and again, so what the Hub said is good for a few minutes.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

from officina_hub.portal.clock import Clock
from officina_hub.portal.errors import NotFound
from officina_hub.portal.store.saved_searches import NO_SUCH_FEED

GOOD_FOR: Final = timedelta(minutes=5)
MOST_REMEMBERED: Final = 10_000


class FeedOwners:
    """Used on the loop only."""

    def __init__(self, knows: Callable[[str], Awaitable[bool]], clock: Clock) -> None:
        self._knows = knows
        self._clock = clock
        self._seen: dict[str, datetime] = {}

    async def check(self, owner: str) -> None:
        """Return while somebody of that name may log in here.

        Raises
        ------
        NotFound
            When the Hub has removed them; as if there were no feed.
        HubUnavailable
            When the Hub cannot be asked.

        """
        now = self._clock()
        if now - self._seen.get(owner, now - GOOD_FOR) < GOOD_FOR:
            return
        if not await self._knows(owner):
            raise NotFound("no-such-feed", NO_SUCH_FEED)
        if len(self._seen) >= MOST_REMEMBERED:
            self._seen.clear()
        self._seen[owner] = now
