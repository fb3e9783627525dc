"""What a session may know and ask about itself, by the token that it was given: nothing else.

``GET officina/session`` tells its end and whether it can be lengthened, ``POST
officina/session/extend`` lengthens it. The token's scopes need not reach further for that: whoever
holds the token of a session's own record is that session.
"""

from __future__ import annotations

from secrets import compare_digest
from typing import Any

from tornado.web import HTTPError

from officina_hub.session_api.answers import OwnSessionAnswer
from officina_hub.session_api.extending import ExtendBody, extended
from officina_hub.session_api.handlers import SessionHandler
from officina_hub.session_api.mine import session_answer
from officina_hub.session_api.person import Person
from officina_spawners import OfficinaSpawner

ROOT = "/api/officina/session"

NOT_A_SESSION = (
    "This token is not that of a session on a cluster, so nothing is told. People ask "
    "sessions/mine with their own."
)


class OwnSessionHandler(SessionHandler):
    """The session whose token this is."""

    async def get(self) -> None:
        person, server = self.own()
        answer = await session_answer(server, person, self.desk(person))
        self.tell(
            OwnSessionAnswer(
                user=person.name,
                server=server.name,
                ends_at=answer.ends_at,
                extension=answer.extension,
                launch_page=server.launch_page,
            )
        )

    def own(self) -> tuple[Person, OfficinaSpawner]:
        """Its person and its server (``HTTPError`` 403 for every other token)."""
        user, token = self.current_user, self.get_auth_token()
        if not token or getattr(user, "kind", "") != "user":
            raise HTTPError(403, NOT_A_SESSION)
        if not isinstance(user.get_or_create_spawner("", ""), OfficinaSpawner):
            raise HTTPError(403, NOT_A_SESSION)
        person = Person(user)
        for server in person.servers():
            job = server.job_session
            if job is None or job.record is None:
                continue
            if compare_digest(job.record.token.get_secret_value(), token):
                return person, server
        raise HTTPError(403, NOT_A_SESSION)


class ExtendOwnSessionHandler(OwnSessionHandler):
    """Lengthen it by as much as its profile gives at a time."""

    async def post(self) -> None:
        person, server = self.own()
        self.tell(await extended(server, ExtendBody(), person, self.desk(person)))


def handlers() -> list[tuple[str, type[Any]]]:
    """Routes below the Hub's own prefix."""
    return [(ROOT, OwnSessionHandler), (f"{ROOT}/extend", ExtendOwnSessionHandler)]
