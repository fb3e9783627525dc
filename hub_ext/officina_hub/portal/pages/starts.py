"""Starts of servers that are under way, followed in the background, one for each server.

The page of a start only looks here, so that it can be reloaded, opened twice or left without
anything happening to the start. What is lost with the portal's process is only the story: the next
look begins to follow the Hub's events anew.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator
from datetime import datetime
from statistics import median
from typing import Final, Literal

from officina_hub.portal.clock import Clock
from officina_hub.portal.errors import PortalError
from officina_hub.portal.hub_client import StartEvent

log = logging.getLogger("officina.portal")

REMEMBERED: Final = 20
LONGEST_LOG: Final = 50

MISTAKE: Final = (
    "The portal made a mistake while it waited for the server. Your files are safe. Try again."
)


State = Literal["waiting", "starting", "silent", "ready", "failed", "stopped"]


class Start:
    """One start: since when, how far, and what the Hub said on the way."""

    def __init__(self, since: datetime, correlation_id: str, *, is_usual: bool = True) -> None:
        self.since = since
        self.is_usual = is_usual
        self.correlation_id = correlation_id
        self.state: State = "starting"
        self.progress: int | None = None
        self.message = ""
        self.log: list[str] = []
        self.task: asyncio.Task[None] | None = None

    @property
    def is_over(self) -> bool:
        """Whether nothing more comes."""
        return self.state in {"ready", "failed", "stopped"}

    def take(self, event: StartEvent) -> None:
        """Keep what one event tells."""
        self.state = event.state
        self.progress = event.progress or self.progress
        self.message = event.message or self.message
        is_news = event.message and event.message not in self.log[-1:]
        if is_news and len(self.log) < LONGEST_LOG:
            self.log.append(event.message)


class Starts:
    """All starts of one portal, by the name of the hub user whose server it is."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._by_user: dict[str, Start] = {}
        self._seconds: deque[float] = deque(maxlen=REMEMBERED)

    def of(self, user: str) -> Start | None:
        """The start of that server, also one that is over and was not yet forgotten."""
        return self._by_user.get(user)

    def follow(
        self,
        user: str,
        events: AsyncIterator[StartEvent],
        correlation_id: str,
        *,
        is_usual: bool = True,
    ) -> Start:
        """Follow these events, unless a start of that server is followed already.

        ``is_usual``: it says something about how long others take, as a queue does not.
        """
        known = self._by_user.get(user)
        if known is not None and not known.is_over:
            return known
        start = Start(self._clock(), correlation_id, is_usual=is_usual)
        self._by_user[user] = start
        start.task = asyncio.ensure_future(self._run(user, start, events))
        return start

    def forget(self, user: str) -> None:
        """Stop following; the server itself is not touched."""
        start = self._by_user.pop(user, None)
        if start is not None and start.task is not None:
            start.task.cancel()

    def stop(self, user: str) -> None:
        """Stop following, because its person stops the start: other windows show it, too."""
        start = self._by_user.get(user)
        self.forget(user)
        if start is not None and not start.is_over:
            start.state = "stopped"
            self._by_user[user] = start

    def usual_seconds(self) -> float | None:
        """The median of the last starts; ``None`` where there was none since the portal began."""
        return median(self._seconds) if self._seconds else None

    async def _run(self, user: str, start: Start, events: AsyncIterator[StartEvent]) -> None:
        try:
            async for event in events:
                start.take(event)
        except PortalError as error:
            start.take(StartEvent(state="failed", message=error.message))
        except Exception:
            log.exception("following the start of %s failed [%s]", user, start.correlation_id)
            start.take(StartEvent(state="failed", message=MISTAKE))
        if start.state == "ready" and start.is_usual:
            self._seconds.append((self._clock() - start.since).total_seconds())
        elif start.state == "failed":
            told = (user, start.message, start.correlation_id)
            log.warning("the server of %s did not start: %s [%s]", *told)
