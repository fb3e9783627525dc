"""Starts the sessions of classes when their time has come, follows them, ends what is not wanted.

One task of the portal. What is to be done stands in the database alone, and each question to the
Hub may be asked twice, so that a restart of either at any moment loses nothing and starts nothing
a second time. Few starts are asked for at once; who waits in a cluster's queue holds up nobody, nor
does a plan with which something goes wrong: its trainer is told, and it is tried again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterable
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from officina_hub.portal.bell import Bell
from officina_hub.portal.context import Portal
from officina_hub.portal.errors import Forbidden, HubGone, NotFound, PortalError
from officina_hub.portal.hub_prestarts import Throttled
from officina_hub.portal.prestart_words import PLAIN, refusal_words
from officina_hub.portal.store.prestart_work import (
    Work,
    is_planned,
    next_start,
    take_end,
    take_result,
    take_trouble,
    work_of_now,
)
from officina_hub.portal.store.prestarts import LIVE
from officina_hub.session_api.prestart_answers import PrestartBody, SeatState

log = logging.getLogger("officina.portal")

AT_ONCE = 4
MOVING_SECONDS = 3.0
RESTING_SECONDS = 15.0
IDLE_SECONDS = 300.0
TROUBLE_SECONDS = 10.0

OUR_FAULT = (
    "The portal could not go on with this plan because of a fault of its own. What was started is "
    "left as it is. Tell the operator, who finds it in the portal's log."
)


class Prestarter:
    """The task; ``run`` ends when the portal does."""

    def __init__(self, portal: Portal) -> None:
        self._portal = portal
        self._seconds = IDLE_SECONDS

    async def run(self) -> None:
        """Round after round; a Hub that does not answer is asked again later."""
        while self._portal.settings.may_prestart and not self._portal.is_closing:
            bell = self._portal.prestart_bell.listen()
            try:
                await self.round()
            except (PortalError, SQLAlchemyError) as error:
                log.warning("prepared sessions wait: %s", error)
                self._seconds = TROUBLE_SECONDS
            except Exception:
                log.exception("a round of prepared sessions failed; the next one tries again")
                self._seconds = TROUBLE_SECONDS
            if not self._portal.is_closing:
                await Bell.heard(bell, self._seconds)

    async def round(self) -> None:
        """Do what is to be done now, and know when to look again."""
        now = self._portal.clock()
        todo = await self._portal.write(work_of_now, now)
        self._seconds = await self._until_next_start()
        for work in todo:
            pace = MOVING_SECONDS if work.is_moving else RESTING_SECONDS
            trouble = await self._trouble_with(work)
            self._wait_at_most(TROUBLE_SECONDS if trouble else pace)
            if trouble != work.trouble:
                await self._portal.write(take_trouble, work.id, trouble)
        if todo:
            self._portal.news_bell.ring()

    async def _trouble_with(self, work: Work) -> str:
        """Do what this plan needs; tells what went wrong with it, and with no other plan."""
        ends = (self._end(work, user) for user in work.to_end)
        starts = (self._start(work, user) for user in work.to_start)
        try:
            await self._all((self._look(work), *ends, *starts))
        except HubGone:
            raise  # no plan can go on
        except Exception as error:
            trouble = error.message if isinstance(error, PortalError) else OUR_FAULT
            if trouble != work.trouble:  # once for as long as it stays the same
                _log_trouble(work, trouble, error)
            return trouble
        return ""

    async def _until_next_start(self) -> float:
        now = self._portal.clock()
        start = await self._portal.read(next_start, now)
        return IDLE_SECONDS if start is None else min((start - now).total_seconds(), IDLE_SECONDS)

    def _wait_at_most(self, seconds: float) -> None:
        self._seconds = min(self._seconds, seconds)

    @staticmethod
    async def _all(deeds: Iterable[Any]) -> None:
        """All of them, a few at a time; the first failure is told when all have been tried."""
        gate = asyncio.Semaphore(AT_ONCE)

        async def do(deed: Any) -> None:
            async with gate:
                await deed

        found = await asyncio.gather(*map(do, deeds), return_exceptions=True)
        for each in found:
            if isinstance(each, BaseException):
                raise each

    async def _start(self, work: Work, user: str) -> None:
        # Whoever was told to come back later, or has closed the portal, starts no more.
        if self._portal.is_closing or not await self._portal.read(is_planned, work.id, user):
            return
        body = PrestartBody(
            plan=work.id,
            course=work.course_id,
            by=work.by,
            choice=dict(work.choice),
            reference=work.correlation_id,
        )
        try:
            found = await self._portal.hub_prestarts.start(user, body)
        except Throttled as later:
            log.info("the Hub lets prepared sessions wait for %.0f seconds", later.seconds)
            self._wait_at_most(later.seconds)
            return
        except NotFound as error:
            await self._write(work, user, ("planned",), _refused(error.code, error.message))
            return
        except Forbidden as error:
            log.warning("%s [%s]", error.message, work.correlation_id)
            await self._write(work, user, ("planned",), _refused(error.code, error.message))
            return
        log.info(
            "session of %s for course %s asked for by %s: %s [%s]",
            user,
            work.course_id,
            work.by,
            found.refusal.code if found.refusal else found.state,
            work.correlation_id,
        )
        if found.refusal is None and found.state == "stopping":
            return  # the one before; it is asked again when that has ended
        if found.refusal is not None and found.refusal.code == "pending":
            return
        await self._write(work, user, ("planned",), _of_start(found))

    async def _look(self, work: Work) -> None:
        if not work.to_look:
            return
        states = await self._portal.hub_prestarts.states(work.id, work.to_look)
        for user in work.to_look:
            found = states.get(user) or SeatState(user=user, state="stopped")
            await self._write(work, user, LIVE, _of_look(found))

    async def _end(self, work: Work, user: str) -> None:
        found = await self._portal.hub_prestarts.end(user, work.id)
        if found.is_of_plan and found.is_opened:
            await self._write(work, user, ("ending",), {"state": "opened", "code": "", "live": {}})
        elif not found.is_of_plan:
            await self._portal.write(take_end, work.id, user, self._portal.clock())

    async def _write(
        self, work: Work, user: str, was: tuple[str, ...], new: dict[str, Any]
    ) -> None:
        await self._portal.write(take_result, work.id, user, was, new, self._portal.clock())


def _log_trouble(work: Work, trouble: str, error: Exception) -> None:
    told = (work.id, work.by, work.course_id, trouble, work.correlation_id)
    trace = None if isinstance(error, PortalError) else error
    log.warning("plan %s of %s for course %s is tried again: %s [%s]", *told, exc_info=trace)


def _of_start(found: SeatState) -> dict[str, Any]:
    """What the Hub's answer to a start makes of a planned seat."""
    if found.refusal is not None and found.state == "stopped":
        return _refused(found.refusal.code, found.refusal.message)
    if found.state != "stopped" and not found.is_of_plan:
        return {"state": "own"}
    return _of_look(found)


def _of_look(found: SeatState) -> dict[str, Any]:
    """What the Hub's look at a session makes of its seat; nothing while it is being ended."""
    if not found.is_of_plan:
        why = found.refusal
        words = refusal_words(PLAIN, why.code, why.message) if why else ""
        return {"state": "ended", "code": why.code if why else "", "message": words, "live": {}}
    if found.is_opened:
        return {"state": "opened", "message": "", "live": {}}
    if found.state == "waiting":
        return {"state": "queued", "message": found.why, "live": _live(found)}
    if found.state == "running":
        since = found.running_since
        return {"state": "running", "message": "", "live": _live(found), "running_since": since}
    return {"state": "starting", "message": ""} if found.state == "starting" else {}


def _live(found: SeatState) -> dict[str, Any]:
    """Whole minutes, so that not every look is news."""
    live: dict[str, Any] = {"job": found.job}
    if found.expected is not None:
        low, high = found.expected.low_seconds, found.expected.high_seconds
        live["expected_low_seconds"] = low // 60 * 60
        live["expected_high_seconds"] = None if high is None else high // 60 * 60
    return live


def _refused(code: str, message: str) -> dict[str, Any]:
    return {"state": "refused", "code": code[:32], "message": refusal_words(PLAIN, code, message)}
