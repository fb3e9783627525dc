"""Keeps the end of this session known: from the job's environment, then from the Hub."""

from __future__ import annotations

import asyncio
import logging
import os
import random
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Protocol

from officina_widgets.session.end import (
    FRESH_SECONDS,
    End,
    Place,
    end_of_job,
    is_batch_session,
    pause_seconds,
)

if TYPE_CHECKING:
    from officina_widgets.session.own_session import Lengthened, OwnSession

log = logging.getLogger(__name__)


class AsksHub(Protocol):
    """The part of the Hub that is asked."""

    async def own_session(self) -> OwnSession: ...

    async def lengthen(self) -> Lengthened: ...


class EndWatch:
    """The newest that is known of the end. Sessions without one are never asked about."""

    def __init__(
        self,
        environment: Mapping[str, str] = os.environ,
        *,
        hub: Callable[[], AsksHub],
        clock: Callable[[], float] = time.time,
        spread: Callable[[], float] = lambda: random.uniform(1.0, 1.2),  # noqa: S311 - no secret
        wait: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self.has_hub = is_batch_session(environment)
        self.is_asking = self.has_hub
        self.end = end_of_job(environment)
        self._make_hub = hub
        self._hub: AsksHub | None = None
        self._clock = clock
        self._spread = spread
        self._wait = wait
        self._answers = self._failures = 0
        self._asked_at = float("-inf")
        self.place = Place()
        self.changed = asyncio.Event()

    async def run(self) -> None:
        """Ask, calmly, until cancelled or told that there is nothing to ask."""
        while self.is_asking:
            await self.ask()
            if self.is_asking:
                pause = pause_seconds(
                    self.end, self._clock(), answers=self._answers, failures=self._failures
                )
                await self._wait(pause * self._spread())

    async def ask(self) -> None:
        """Ask once. Silence changes nothing: the end that is known stays."""
        from officina_widgets.session.own_session import HubRefused, HubSilent

        self._asked_at = self._clock()
        try:
            answer = await self._the_hub.own_session()
        except HubSilent as error:
            self._failures += 1
            log.info("the hub did not say when this session ends: %s", error)
            return
        except HubRefused as error:
            # Asking again would bring the same answer: an older hub, or a token without the right.
            self.is_asking = False
            log.warning("the hub does not tell when this session ends: %s", error)
            return
        self._answers, self._failures = self._answers + 1, 0
        self.place = answer.place()
        if answer.ends_at is not None:
            self._learn(answer.end())

    async def ask_again(self) -> None:
        """Ask now, for somebody who comes back and may have had it lengthened elsewhere."""
        if self.is_asking and self._clock() - self._asked_at >= FRESH_SECONDS:
            await self.ask()

    async def lengthen(self) -> int:
        """Ask for more time; returns the minutes (HubSilent, HubRefused)."""
        given = await self._the_hub.lengthen()
        minutes = self.end.extension_minutes if self.end else 0
        self._learn(End(given.ends_at.timestamp(), "hub", minutes))
        return given.minutes

    @property
    def _the_hub(self) -> AsksHub:
        if self._hub is None:
            self._hub = self._make_hub()
        return self._hub

    def _learn(self, end: End | None) -> None:
        if end != self.end:
            self.end = end
            self.changed.set()
