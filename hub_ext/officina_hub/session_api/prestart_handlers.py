"""The portal's narrow door to the sessions of a class: look, start, look again, end unused ones.

``<hub>/api/officina/prestarts/``: with the one scope that only the portal holds, which starts the
default server of a person under that person's own limits. It enters no server, tells of no other
one than what a plan needs, and ends only what the same plan has started and nobody has opened.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any, TypeVar

from jupyterhub.apihandlers.base import APIHandler
from jupyterhub.spawner import SpawnException
from pydantic import BaseModel, TypeAdapter, ValidationError
from tornado.web import HTTPError

from officina_hub import scopes
from officina_hub.hub_roles import COURSE_USER_PREFIX
from officina_hub.session_api.answers import Fault, ProfileOffer
from officina_hub.session_api.desk import Desk
from officina_hub.session_api.prestart_answers import (
    PlanId,
    PrestartBody,
    RosterAnswer,
    RosterBody,
    SeatQuote,
    SeatState,
    StatesAnswer,
    StatesBody,
)
from officina_hub.session_api.prestarting import NO_SUCH_USER, Learner, common_offer
from officina_spawners import OfficinaSpawner
from officina_spawners.prepared import Prepared

ROOT = "/api/officina/prestarts"
LARGEST_BODY = 256 * 1024
AT_ONCE = 4  # questions about people, each of which may ask Slurm for a budget
HANDED_OVER_SECONDS = 3.0
PLAN = TypeAdapter(PlanId)
Body = TypeVar("Body", bound=BaseModel)

NOT_YOURS = (
    f"This token does not hold the scope {scopes.PRESTART_SESSIONS}, so nothing was looked at or "
    "started. Only the learning portal may prepare sessions for others; start your own instead."
)
NOT_UNDERSTOOD = (
    "The body is not what this address takes ({found}), so nothing was started. The portal and "
    "the Hub may be of different versions: restart both."
)
NOT_A_PLAN = "{found!r} is no plan's id, so nothing was ended. Send the id that it was made with."
TOO_LARGE = f"The body is larger than {LARGEST_BODY} bytes, so it was not read. Ask for fewer."
NOT_OURS = (
    "This hub starts its servers by another spawner, so no sessions can be prepared. Let each "
    "learner start their own."
)
STOPPING = Fault(
    field="",
    code="pending",
    message="The session before is just being ended. It is tried again in a moment.",
)


class PrestartHandler(APIHandler):
    """What they have in common."""

    prepared: Prepared | None = None  # the spawner takes it from here when a start begins

    @property
    def slow_spawn_timeout(self) -> float:
        """So long is a refusal waited for; whoever waits in a queue is told later."""
        wanted: float = super().slow_spawn_timeout
        return min(wanted, HANDED_OVER_SECONDS)

    def check_scope(self) -> None:
        """Let nobody pass but the portal."""
        if not self.has_scope(scopes.PRESTART_SESSIONS):
            raise HTTPError(403, NOT_YOURS)

    def body_as(self, model: type[Body]) -> Body:
        """The body as that model."""
        if len(self.request.body) > LARGEST_BODY:
            raise HTTPError(413, TOO_LARGE)
        try:
            return model.model_validate_json(self.request.body)
        except ValidationError as error:
            found = error.errors()[0]["msg"]
            raise HTTPError(400, NOT_UNDERSTOOD.format(found=found)) from None

    def learner(self, name: str) -> Learner | None:
        """That person; None for whom the Hub does not know, and for servers of courses."""
        user = None if name.startswith(COURSE_USER_PREFIX) else self.find_user(name)
        if user is None:
            return None
        spawner = user.get_or_create_spawner("", "")
        if not isinstance(spawner, OfficinaSpawner):
            raise HTTPError(404, NOT_OURS)
        return Learner(user, self.db, Desk.of(self.settings, Path(spawner.data_dir)))

    def tell(self, answer: BaseModel) -> None:
        """Send it; it is about now."""
        self.set_header("Content-Type", "application/json")
        self.set_header("Cache-Control", "no-store")
        self.finish(answer.model_dump_json())


class QuotesHandler(PrestartHandler):
    """What a choice would be for each person of a roster."""

    async def post(self) -> None:
        self.check_scope()
        body = self.body_as(RosterBody)
        gate = asyncio.Semaphore(AT_ONCE)

        async def look(name: str) -> tuple[SeatQuote, ProfileOffer | None]:
            learner = self.learner(name)
            if learner is None:
                return SeatQuote(user=name, is_known=False, faults=(NO_SUCH_USER,)), None
            async with gate:
                offer = await learner.offer(str(body.choice.get("profile", "")))
                return await learner.quote(body.choice), offer

        found = await asyncio.gather(*map(look, dict.fromkeys(body.users)))
        offers = [offer for _, offer in found if offer is not None]
        self.tell(RosterAnswer(seats=tuple(q for q, _ in found), offer=common_offer(offers)))


class StatesHandler(PrestartHandler):
    """Where the sessions of a plan stand."""

    async def post(self) -> None:
        self.check_scope()
        body = self.body_as(StatesBody)
        learners = [self.learner(name) for name in dict.fromkeys(body.users)]
        known = [each for each in learners if each is not None]
        states = await asyncio.gather(*(each.state(body.plan) for each in known))
        self.tell(StatesAnswer(seats=tuple(states)))


class SeatHandler(PrestartHandler):
    """One learner's session of a plan; starting it twice, or ending it twice, is once."""

    async def put(self, name: str) -> None:
        self.check_scope()
        body = self.body_as(PrestartBody)
        learner = self.learner(name)
        if learner is None:
            self.tell(SeatState(user=name, state="stopped", refusal=NO_SUCH_USER))
            return
        refusal = None
        if not learner.is_alive:
            refusal = await self._start(learner, body)
        state = await learner.state(body.plan)
        self.tell(state.model_copy(update={"refusal": refusal}) if refusal else state)

    async def delete(self, name: str) -> None:
        self.check_scope()
        plan = self._plan()
        learner = self.learner(name)
        if learner is None:
            self.tell(SeatState(user=name, state="stopped"))
            return
        # What is pending since the last restart of the Hub is not touched before it is known.
        if learner.is_of(plan) and not learner.is_opened and learner.server.pending != "stop":
            await self._end(learner, plan)
        self.tell(await learner.state(plan))

    async def _start(self, learner: Learner, body: PrestartBody) -> Fault | None:
        faults = await learner.faults(body.choice)
        if faults:
            return faults[0]
        user = self.find_user(learner.person.name)
        learner.server = user.get_or_create_spawner("", "", replace_failed=True)
        if learner.is_alive:  # they have pressed Start themselves meanwhile
            return STOPPING if learner.server.pending == "stop" else None
        self.prepared = Prepared(plan=body.plan, course=body.course, by=body.by)
        told = (learner.person.name, body.by, body.course, body.plan, body.reference)
        self.log.info("the session of %s is prepared by %s for course %s, plan %s [%s]", *told)
        try:
            await self.spawn_single_user(user, options=dict(body.choice))
        except SpawnException as error:
            return Fault(field="", code=error.reason, message=error.message)
        return None

    async def _end(self, learner: Learner, plan: str) -> None:
        server, name = learner.server, learner.person.name
        start = server._spawn_future
        if start is not None and not start.done():
            start.cancel()
            await asyncio.wait({start}, timeout=HANDED_OVER_SECONDS)
        self.log.info("the session of %s that was prepared under plan %s is ended", name, plan)
        if not server.pending:
            await self.stop_single_user(self.find_user(name))

    def _plan(self) -> str:
        found = self.get_query_argument("plan", "")
        try:
            return PLAN.validate_python(found)
        except ValidationError:
            raise HTTPError(400, NOT_A_PLAN.format(found=found[:60])) from None


def handlers() -> list[tuple[str, type[Any]]]:
    """Routes below the Hub's own prefix."""
    return [
        (f"{ROOT}/quotes", QuotesHandler),
        (f"{ROOT}/states", StatesHandler),
        (f"{ROOT}/seats/([^/]+)", SeatHandler),
    ]
