"""Who waits for news of whose work: one look at the database for all of them at each ring.

A *topic* is one learner's work in one course. The news bell rings for everybody at everything; so
that a thousand open pages do not ask the database a thousand times then, one task asks for all
topics that somebody listens to, and wakes those whose fingerprint is another one now.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from sqlalchemy.exc import SQLAlchemyError

from officina_hub.portal.bell import Bell
from officina_hub.portal.store.news import Topic

log = logging.getLogger("officina.portal")

# Browsers open no more than six connections to one site, and pages need some of them.
MOST_OF_A_PERSON: Final = 3
SHORTEST_REST: Final = 0.05
REST_FOR_A_LOOK: Final = 4.0  # so much of the time between two looks belongs to everybody else

Look = Callable[[frozenset[Topic]], Awaitable[Mapping[Topic, str]]]


class TooManyError(Exception):
    """One person listens at as many places as they may."""


class Listener:
    """One open page of one person; ``woken`` is set when there are news of its topic."""

    def __init__(self, person: str, topic: Topic) -> None:
        self.person = person
        self.topic = topic
        self.woken = asyncio.Event()


class NewsDesk:
    """All listeners, and the one task that looks for them while there is any."""

    def __init__(self, bell: Bell, look: Look) -> None:
        self._bell = bell
        self._look = look
        self._listeners: set[Listener] = set()
        self._known: Mapping[Topic, str] = {}
        self._task: asyncio.Task[None] | None = None

    @contextmanager
    def listening(self, person: str, topic: Topic) -> Iterator[Listener]:
        """A listener for as long as the block lasts; raises ``TooManyError``."""
        if sum(each.person == person for each in self._listeners) >= MOST_OF_A_PERSON:
            raise TooManyError(person)
        listener = Listener(person, topic)
        self._listeners.add(listener)
        if self._task is None:
            self._task = asyncio.get_running_loop().create_task(self._watch())
        try:
            yield listener
        finally:
            self._listeners.discard(listener)
            if not self._listeners and self._task is not None:
                self._task.cancel()
                self._task = None
                self._known = {}

    async def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            bell = self._bell.listen()
            started = loop.time()
            try:
                self._tell(await self._look(frozenset(each.topic for each in self._listeners)))
            except SQLAlchemyError:
                log.warning("the database did not tell what is new; asked again later")
            rest = REST_FOR_A_LOOK * (loop.time() - started)
            await asyncio.sleep(max(SHORTEST_REST, rest))
            await bell.wait()

    def _tell(self, found: Mapping[Topic, str]) -> None:
        for listener in self._listeners:
            topic = listener.topic
            if found.get(topic) != self._known.get(topic):
                listener.woken.set()
        self._known = found
