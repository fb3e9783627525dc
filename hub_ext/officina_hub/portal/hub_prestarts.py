"""What the portal asks the Hub about sessions of a class, with its own narrow scope.

The Hub's answers are about one learner's default server each. A Hub without these addresses has the
whole thing switched off, or starts its servers by another spawner.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import quote, urlencode

from tornado.httpclient import HTTPResponse

from officina_courses.model import Frozen
from officina_hub.portal.errors import NotFound
from officina_hub.portal.hub_answers import Ask, message_of, read_answer
from officina_hub.portal.start_refusals import refusal_of
from officina_hub.session_api.prestart_answers import (
    PrestartBody,
    RosterAnswer,
    RosterBody,
    SeatState,
    StatesAnswer,
    StatesBody,
)

PATH = "officina/prestarts"

SWITCHED_OFF = (
    "This hub prepares no sessions for classes, so nothing was started. Its operator can allow it "
    "(prestart in factory.toml); until then each learner starts their own."
)


class Throttled(Exception):  # noqa: N818 - not an error: the Hub says when to come back
    """The Hub starts no more for now."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class HubPrestarts:
    """The Hub's prestart API."""

    def __init__(self, ask: Ask, token: Callable[[], str]) -> None:
        self._ask = ask
        self._token = token

    async def quotes(self, users: tuple[str, ...], choice: Mapping[str, str | int]) -> RosterAnswer:
        """What the choice would be for each of them; raises ``NotFound`` where it is off."""
        body = RosterBody(users=users, choice=dict(choice))
        answer = await self._send("POST", "quotes", body)
        return read_answer(RosterAnswer, answer, "look at the choice for the class")

    async def start(self, user: str, body: PrestartBody) -> SeatState:
        """Start this learner's session; raises ``Throttled`` where it has to wait."""
        answer = await self._send("PUT", f"seats/{quote(user, safe='')}", body)
        said, later = message_of(answer), answer.headers.get("Retry-After", "")
        refusal = refusal_of(answer.code, said, later) if answer.code >= 400 else None
        if refusal is not None:
            raise Throttled(refusal.retry_seconds)
        return read_answer(SeatState, answer, f"start the session of {user}")

    async def states(self, plan: str, users: tuple[str, ...]) -> Mapping[str, SeatState]:
        """Where the sessions stand, by name."""
        answer = await self._send("POST", "states", StatesBody(plan=plan, users=users))
        found = read_answer(StatesAnswer, answer, "tell about the sessions of the class")
        return {each.user: each for each in found.seats}

    async def end(self, user: str, plan: str) -> SeatState:
        """End it, where it is this plan's and nobody has opened it."""
        path = f"seats/{quote(user, safe='')}?{urlencode({'plan': plan})}"
        answer = await self._send("DELETE", path, None)
        return read_answer(SeatState, answer, f"end the prepared session of {user}")

    async def _send(self, method: str, path: str, body: Frozen | None) -> HTTPResponse:
        sent = None if body is None else body.model_dump(mode="json")
        answer = await self._ask(method, f"{PATH}/{path}", self._token(), sent)
        if answer.code == 404:
            raise NotFound("prestart-off", SWITCHED_OFF)
        return answer
