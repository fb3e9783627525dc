"""``/courses/{c}/prestarts``: sessions that are ready when a class begins."""

from __future__ import annotations

import asyncio

from pydantic import Field

from officina_courses.model import Frozen
from officina_hub.portal.api.base import ApiHandler
from officina_hub.portal.bell import Bell
from officina_hub.portal.openapi import operation
from officina_hub.portal.prestarting import (
    check_course,
    is_by_operator,
    prepare,
    quote_of,
    quote_out,
)
from officina_hub.portal.store.prestart_order import AskedPlan
from officina_hub.portal.store.prestarts import cancel_prestart, find_prestart, list_prestarts
from officina_widgets.prestart_wire import PrestartOrder, PrestartOut, PrestartQuote

LONGEST_WAIT_SECONDS = 25


class SeenQuery(Frozen):
    """Whoever has seen a state may wait for the next."""

    seen: int = Field(default=-1, description="The ``changes`` that are known already")
    wait_seconds: int = Field(default=0, ge=0, le=LONGEST_WAIT_SECONDS)


class Prestarts(ApiHandler):
    """The plans of a course."""

    @operation(
        "prestarts.write",
        "List the plans of a course: the newest, and all under way",
        response=tuple[PrestartOut, ...],
    )
    async def get(self, course_id: str) -> None:
        """Newest first."""
        await self.portal.read(check_course, self.portal, course_id)
        self.answer_all(await self.portal.read(list_prestarts, course_id))


class PrestartQuotes(ApiHandler):
    """What a plan would cost."""

    @operation(
        "prestarts.write",
        "What a plan would cost, what is free, and whom it could not serve; starts nothing",
        request=PrestartOrder,
        response=PrestartQuote,
    )
    async def post(self, course_id: str) -> None:
        """Each learner's own limits, accounts and budget are looked at."""
        await self.portal.read(check_course, self.portal, course_id)
        order = self.body_as(PrestartOrder)
        self.answer(quote_out(await quote_of(self.portal, course_id, order)))


class Prestart(ApiHandler):
    """One plan; its id is made by whoever asks for it, so that asking twice is asking once."""

    @operation(
        "prestarts.write",
        "Prepare sessions for a class, under an id (a UUID) of one's own",
        request=PrestartOrder,
        response=PrestartOut,
        errors=(409,),
    )
    async def put(self, course_id: str, prestart_id: str) -> None:
        """Written down at once; the sessions are started one after the other."""
        await self.portal.read(check_course, self.portal, course_id)
        order = self.body_as(PrestartOrder)
        by_operator = is_by_operator(self.caller, self.standing)
        asked = AskedPlan(prestart_id, course_id, order, by_operator)
        self.answer(await prepare(self.portal, asked, self.act()))

    @operation(
        "prestarts.write",
        "One plan with its sessions; waits for the next change where asked to",
        query=SeenQuery,
        response=PrestartOut,
    )
    async def get(self, course_id: str, prestart_id: str) -> None:
        """At once where ``changes`` is not what was seen."""
        asked = self.query_as(SeenQuery)
        loop = asyncio.get_running_loop()
        end = loop.time() + asked.wait_seconds
        while True:
            bell = self.portal.news_bell.listen()
            found = await self.portal.read(find_prestart, course_id, prestart_id)
            left = end - loop.time()
            if found.changes != asked.seen or left <= 0 or self.portal.is_closing:
                break
            await Bell.heard(bell, left)
        self.answer(found)

    @operation(
        "prestarts.write",
        "Take back what nobody has opened; what somebody has opened stays",
        response=PrestartOut,
    )
    async def delete(self, course_id: str, prestart_id: str) -> None:
        """Doing it twice changes nothing."""
        found = await self.portal.write(cancel_prestart, course_id, prestart_id, self.act())
        self.portal.prestart_bell.ring()
        self.answer(found)
