"""The protocol's paths as handlers of tornado, for whichever server has them.

Whoever is not known, and whatever is not theirs, gets the same 404, as the binding says.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Final
from urllib.parse import unquote

from tornado.httputil import HTTPServerRequest
from tornado.web import RequestHandler

from officina_hub.federation.dataspace.desk import Desk, error_for
from officina_hub.federation.dataspace.errors import Mismatch
from officina_hub.federation.dataspace.partner import Partner

WhoAsks = Callable[[HTTPServerRequest], Partner | None]
Rule = tuple[str, type[RequestHandler], dict[str, Any]]
PROCESS: Final = r"/(negotiations|transfers)/([^/]+)"
MESSAGE: Final = PROCESS + r"/([a-z]+(?:/[a-z]+)?)"


def bearer(request: HTTPServerRequest) -> str:
    """The token that is shown, or an empty one."""
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if kind.lower() == "bearer" else ""


class Protocol(RequestHandler):
    """The base of all: JSON out, errors as the protocol has them."""

    desk: Desk
    who: WhoAsks

    def initialize(self, desk: Desk, who: WhoAsks) -> None:
        self.desk = desk
        self.who = who

    def check_xsrf_cookie(self) -> None:
        """No browser comes here; who asks is known by a token, never by a cookie."""

    def partner(self) -> Partner:
        """Who asks; raises ``Mismatch``."""
        partner = self.who(self.request)
        if partner is None:
            raise Mismatch(404, "not-found", "There is nothing here for you.")
        return partner

    async def reply(self, room: str, asked: Callable[[], Awaitable[dict[str, Any]]]) -> None:
        """Its answer, or the protocol's error."""
        try:
            body = await asked()
        except Mismatch as mismatch:
            self.set_status(mismatch.status)
            body = error_for(room, self.request.body, mismatch)
        self.finish(body)


class ProcessHandler(Protocol):
    """``GET …/negotiations/:pid`` and the same of transfers."""

    async def get(self, room: str, pid: str) -> None:
        async def told() -> dict[str, Any]:
            return await self.desk.told(self.partner(), room, unquote(pid))

        await self.reply(room, told)


class MessageHandler(Protocol):
    """``POST …/negotiations/:pid/…`` and the same of transfers."""

    async def post(self, room: str, pid: str, path: str) -> None:
        async def heard() -> dict[str, Any]:
            await self.desk.hear(self.partner(), room, unquote(pid), path, self.request.body)
            return {}

        await self.reply(room, heard)


def process_rules(base: str, desk: Desk, who: WhoAsks) -> list[Rule]:
    """The paths that both sides have, below ``base``."""
    options = {"desk": desk, "who": who}
    return [
        (base + PROCESS, ProcessHandler, options),
        (base + MESSAGE, MessageHandler, options),
    ]
