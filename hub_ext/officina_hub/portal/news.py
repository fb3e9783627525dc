"""Who waits for news of what: one look at the database for all of them at each ring.

A *topic* is what somebody waits for: one learner's work in one course, one exercise that is graded
again, one request for access, or one check. A bell rings for everybody at everything; so that a
thousand who wait do not ask the database a thousand times then, one task asks for all topics that
somebody listens to, and wakes those whose fingerprint is another one now.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final, Generic, NamedTuple, TypeVar

from sqlalchemy.exc import SQLAlchemyError

from officina_hub.portal.bell import Bell

log = logging.getLogger("officina.portal")

Topic = TypeVar("Topic", bound=Hashable)
Look = Callable[[frozenset[Topic]], Awaitable[Mapping[Topic, str]]]


class Manners(NamedTuple):
    """How many places one person may listen at, and how long a desk rests between two looks.

    ``rest_for_a_look`` is that rest in times of what the look took: it belongs to everybody else.
    """

    most_of_a_person: int
    shortest_rest: float
    rest_for_a_look: float


# Browsers open no more than six connections to one site, and pages need some of them.
OF_PAGES: Final = Manners(most_of_a_person=3, shortest_rest=0.05, rest_for_a_look=4.0)


class TooManyError(Exception):
    """One person listens at as many places as they may."""


class Listener(Generic[Topic]):
    """One place where a person waits; ``woken`` is set when there are news of its topic."""

    def __init__(self, person: str, topic: Topic) -> None:
        self.person = person
        self.topic = topic
        self.woken = asyncio.Event()


class NewsDesk(Generic[Topic]):
    """All listeners, and the one task that looks for them while there is any."""

    def __init__(self, bell: Bell, look: Look[Topic], manners: Manners = OF_PAGES) -> None:
        self._bell = bell
        self._look = look
        self._manners = manners
        self._listeners: set[Listener[Topic]] = set()
        self._known: Mapping[Topic, str] = {}
        self._task: asyncio.Task[None] | None = None

    @contextmanager
    def listening(self, person: str, topic: Topic) -> Iterator[Listener[Topic]]:
        """A listener for as long as the block lasts; raises ``TooManyError``."""
        most = self._manners.most_of_a_person
        if sum(each.person == person for each in self._listeners) >= most:
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

    def wake_all(self) -> None:
        """Let everybody look, as when the portal closes."""
        for listener in self._listeners:
            listener.woken.set()

    async def _watch(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            bell = self._bell.listen()
            started = loop.time()
            try:
                self._tell(await self._look(frozenset(each.topic for each in self._listeners)))
            except SQLAlchemyError:
                log.warning("the database did not tell what is new; asked again later")
            rest = self._manners.rest_for_a_look * (loop.time() - started)
            await asyncio.sleep(max(self._manners.shortest_rest, rest))
            await bell.wait()

    def _tell(self, found: Mapping[Topic, str]) -> None:
        for listener in self._listeners:
            topic = listener.topic
            if found.get(topic) != self._known.get(topic):
                listener.woken.set()
        self._known = found
