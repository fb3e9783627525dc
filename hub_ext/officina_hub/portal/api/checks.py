"""``/checks``: an exercise run before it is handed in, for the learner alone."""

from __future__ import annotations

import asyncio
import uuid

from pydantic import Field

from officina_courses.model import Frozen
from officina_hub.portal.api.base import ApiHandler
from officina_hub.portal.api.files import TarHandler
from officina_hub.portal.bell import Bell
from officina_hub.portal.check_words import in_language
from officina_hub.portal.i18n import LANGUAGE_COOKIE, negotiate, translations
from officina_hub.portal.openapi import operation
from officina_hub.portal.store.checks import Asked, begin, look, may_check
from officina_widgets.check_wire import CheckOut

LONGEST_WAIT_SECONDS = 25


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

    @operation(
        "checks.read",
        "One check with its result; waits for the next state where asked to",
        query=SeenQuery,
        response=CheckOut,
    )
    async def get(self, check_id: str) -> None:
        """At once where ``state`` is not what was seen; sentences in the reader's language."""
        asked = self.query_as(SeenQuery)
        loop = asyncio.get_running_loop()
        end = loop.time() + asked.wait_seconds
        while True:
            bell = self.portal.check_bell.listen()
            found = await self.portal.read(look, check_id)
            left = end - loop.time()
            over = left <= 0 or self.portal.is_closing or self.is_gone
            if found.state != asked.seen or over:
                break
            await Bell.heard(bell, left)
        wishes = self.request.headers.get("Accept-Language", "")
        language = negotiate(self.get_cookie(LANGUAGE_COOKIE), wishes)
        self.answer(in_language(found, translations(language).gettext))


class CheckTar(TarHandler):
    """What was sent for a check."""

    @operation("checks.files", "Download what was sent for a check", media="tar")
    async def get(self, check_id: str) -> None:
        """As it came, for the grader."""
        await self.send_whole(await self.portal.work(self.portal.check_shelf.open, check_id))
