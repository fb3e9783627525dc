"""``/checks``: an exercise run before it is handed in, for the learner alone."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Mapping

from pydantic import Field

from officina_courses.model import Frozen
from officina_courses.saying import say
from officina_courses.translations.words import Words
from officina_hub.portal.api.base import ApiHandler
from officina_hub.portal.api.files import TarHandler
from officina_hub.portal.bell import Bell
from officina_hub.portal.check_words import in_language
from officina_hub.portal.errors import TooMany
from officina_hub.portal.i18n import translations
from officina_hub.portal.news import Listener, TooManyError
from officina_hub.portal.openapi import operation
from officina_hub.portal.store.checks import Asked, begin, look, may_check
from officina_hub.portal.store.told_words import words_of_exercise
from officina_widgets.check_wire import CheckOut

LONGEST_WAIT_SECONDS = 25
TOO_MANY_WAITS = say(
    "You wait for as many checks at once as one person may, so this one is not waited for. It is "
    "run all the same: look again in a moment."
)


class SeenQuery(Frozen):
    """Whoever has seen a state may wait for the next."""

    seen: str = Field(default="", max_length=32, description="The ``state`` that is known already")
    wait_seconds: int = Field(default=0, ge=0, le=LONGEST_WAIT_SECONDS)


class ExerciseChecks(ApiHandler):
    """The door for checks of one exercise."""

    @operation(
        "checks.create",
        "Have an exercise checked: a folder as a tar, as it would be submitted; nothing counts",
        response=CheckOut,
        body="submission",
        status=201,
        errors=(409, 413, 429, 507),
    )
    async def post(self, course_id: str, exercise_id: str) -> None:
        """Before all other work in the queue; one that still waits makes room for a newer."""
        portal = self.portal
        asked = Asked(
            id=str(uuid.uuid4()),
            course_id=course_id,
            exercise_id=exercise_id,
            user=self.caller.name,
        )
        await portal.read(may_check, asked, self.act())
        await portal.read(portal.unbuilt.refuse_check, course_id)
        upload, limits = self.incoming.taken(), portal.settings.submission_limits
        await portal.work(portal.check_shelf.put, asked.id, upload, limits)
        try:
            begun = await portal.write(begin, asked, self.act())
        except BaseException:
            await portal.work(portal.check_shelf.drop, asked.id)
            raise
        portal.work_bell.ring()
        portal.check_bell.ring()
        self.answer(begun, status=201)


class Check(ApiHandler):
    """One check."""

    _listener: Listener[str] | None = None

    @operation(
        "checks.read",
        "One check with its result; waits for the next state where asked to",
        query=SeenQuery,
        response=CheckOut,
        errors=(429,),
    )
    async def get(self, check_id: str) -> None:
        """At once where ``state`` is not what was seen; sentences in the reader's language."""
        asked = self.query_as(SeenQuery)
        found = await (self._news(check_id, asked) if asked.wait_seconds else self._look(check_id))
        words = await self._words(found)
        self.answer(in_language(found, translations(self.language).gettext, words))

    def on_connection_close(self) -> None:
        """Whoever went away waits for nothing."""
        super().on_connection_close()
        if self._listener is not None:
            self._listener.woken.set()

    async def _words(self, found: CheckOut) -> Mapping[str, Words]:
        """What the course says, in the language that the asker takes it in."""
        if found.result is None:
            return {}
        names = [notebook.name for notebook in found.result.notebooks]
        place = (self.portal.blobs, found.course_id, found.exercise_id, names)
        return await self.portal.read(words_of_exercise, *place, user=self.caller.name)

    async def _look(self, check_id: str) -> CheckOut:
        return await self.portal.read(look, check_id)

    async def _news(self, check_id: str, asked: SeenQuery) -> CheckOut:
        """The check in another state than was seen, or as it is when the waiting is over."""
        loop = asyncio.get_running_loop()
        end = loop.time() + asked.wait_seconds
        try:
            with self.portal.check_news.listening(self.caller.name, check_id) as listener:
                self._listener = listener
                while True:
                    listener.woken.clear()
                    found = await self._look(check_id)
                    left = end - loop.time()
                    is_over = left <= 0 or self.portal.is_closing or self.is_gone
                    if found.state != asked.seen or is_over:
                        return found
                    await Bell.heard(listener.woken, left)
        except TooManyError:
            raise TooMany("too-many-waits", TOO_MANY_WAITS) from None


class CheckTar(TarHandler):
    """What was sent for a check."""

    @operation("checks.files", "Download what was sent for a check", media="tar")
    async def get(self, check_id: str) -> None:
        """As it came, for the grader."""
        await self.send_whole(await self.portal.work(self.portal.check_shelf.open, check_id))
