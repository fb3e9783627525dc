"""What the portal asks the Hub about a person's sessions, with that person's own token.

A Hub that has no such address starts its servers by another spawner or another configuration; then
there is nothing to choose, and every question about it is answered by ``None``.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from officina_courses.saying import Sayings
from officina_hub.portal.hub_answers import Ask, check_answer, message_of, read_answer, said_in
from officina_hub.session_api.answers import (
    CheckAnswer,
    ExtendAnswer,
    MailAnswer,
    MineAnswer,
    OffersAnswer,
    SessionAnswer,
)

PATH = "officina/sessions"


class HubSessions:
    """The session API of the Hub."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    async def offers(self, token: str, choice: Mapping[str, object]) -> OffersAnswer | None:
        """What this person can start, and the quote of ``choice`` unless it is empty."""
        query = f"?{urlencode(choice)}" if choice else ""
        answer = await self._ask("GET", f"{PATH}/offers{query}", token)
        return (
            None if answer.code == 404 else read_answer(OffersAnswer, answer, "tell what can start")
        )

    async def mine(self, token: str) -> tuple[SessionAnswer, ...] | None:
        """The servers of the person who holds the token."""
        answer = await self._ask("GET", f"{PATH}/mine", token)
        if answer.code == 404:
            return None
        return read_answer(MineAnswer, answer, "tell about your sessions").sessions

    async def check(self, token: str, choice: Mapping[str, object]) -> CheckAnswer | None:
        """Whether that choice would be taken."""
        answer = await self._ask("POST", f"{PATH}/check", token, dict(choice))
        return (
            None if answer.code == 404 else read_answer(CheckAnswer, answer, "look at your choice")
        )

    async def extend(self, token: str, server: str) -> ExtendAnswer | Sayings:
        """Lengthen a session by as much as its profile gives, or the sentences that say why not."""
        name = f"{quote(server, safe='')}/" if server else ""
        answer = await self._ask("POST", f"{PATH}/{name}extend", token, {})
        if answer.code >= 400 and (said := said_in(answer)):
            return said
        return read_answer(ExtendAnswer, answer, "lengthen the session")

    async def mail(self, token: str, server: str) -> MailAnswer | None:
        """Where a mail about this session would go; None where the Hub sends none."""
        answer = await self._ask("GET", _mail(server), token)
        if answer.code == 404:
            return None
        return read_answer(MailAnswer, answer, "tell whether it sends mail")

    async def wish_mail(self, token: str, server: str, language: str) -> MailAnswer | str:
        """Have a mail sent when it has started, or the sentence that says why not."""
        answer = await self._ask("PUT", _mail(server), token, {"language": language})
        if answer.code >= 400 and (said := message_of(answer)):
            return said
        return read_answer(MailAnswer, answer, "note your wish for a mail")

    async def unwish_mail(self, token: str, server: str) -> None:
        """No mail after all."""
        check_answer(await self._ask("DELETE", _mail(server), token), "drop your wish for a mail")


def _mail(server: str) -> str:
    return f"{PATH}/{quote(server, safe='')}/mail" if server else f"{PATH}/mail"
