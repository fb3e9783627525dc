"""What the portal asks the Hub about who may enter a person's session, with their own token.

A refusal that a person can do something about is a sentence, not an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar
from urllib.parse import quote

from tornado.httpclient import HTTPResponse

from officina_courses.model import Frozen
from officina_hub.portal.hub_answers import Ask, message_of, read_answer
from officina_hub.portal.hub_sessions import PATH
from officina_hub.session_api.share_answers import InvitationAnswer, LinkAnswer, SharesAnswer

T = TypeVar("T", bound=Frozen)

REFUSALS = {400, 404, 409}


class HubShares:
    """The part of the Hub's session API that lets others in."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    async def of(self, token: str, server: str) -> SharesAnswer | str:
        """Who may enter it now."""
        answer = await self._ask("GET", _path(server), token)
        return _read(SharesAnswer, answer, "tell who may enter your session")

    async def let_in(
        self, token: str, server: str, trainer: Mapping[str, str]
    ) -> SharesAnswer | str:
        """Let one trainer (``course`` and ``user``) in."""
        answer = await self._ask("POST", _path(server), token, dict(trainer))
        return _read(SharesAnswer, answer, "let somebody into your session")

    async def make_link(self, token: str, server: str, minutes: int) -> LinkAnswer | str:
        """A link that lives so long."""
        answer = await self._ask("POST", f"{_path(server)}/links", token, {"minutes": minutes})
        return _read(LinkAnswer, answer, "make a link to your session")

    async def let_out(self, token: str, server: str, wanted: str) -> SharesAnswer | str:
        """Take back ``users/<name>``, ``links/<id>``, or all access where it is empty."""
        kind, _, name = wanted.partition("/")
        below = f"/{quote(kind, safe='')}/{quote(name, safe='')}" if wanted else ""
        answer = await self._ask("DELETE", f"{_path(server)}{below}", token)
        return _read(SharesAnswer, answer, "take the access back")

    async def invitation(self, token: str, code: str) -> InvitationAnswer | str:
        """Into whose session that code leads."""
        answer = await self._ask("POST", f"{PATH}/invitation/look", token, {"code": code})
        return _read(InvitationAnswer, answer, "look at the invitation")

    async def accept(self, token: str, code: str) -> InvitationAnswer | str:
        """Enter that session."""
        answer = await self._ask("POST", f"{PATH}/invitation", token, {"code": code})
        return _read(InvitationAnswer, answer, "let you into the session")


def _path(server: str) -> str:
    return f"{PATH}/{quote(server, safe='')}/shares" if server else f"{PATH}/shares"


def _read(model: type[T], answer: HTTPResponse, deed: str) -> T | str:
    if answer.code in REFUSALS and (said := message_of(answer)):
        return said
    return read_answer(model, answer, deed)
