"""The handlers of the session API, for ``c.JupyterHub.extra_handlers``.

Each answers the holder of the token, or of the login cookie with its XSRF token, about themselves.
Reading needs ``read:servers`` of oneself, and whatever acts or costs Slurm something needs
``servers`` of oneself: what JupyterHub gives to every person, and to the portal for the one that is
logged in there.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

from jupyterhub.apihandlers.base import APIHandler
from pydantic import BaseModel, ValidationError
from tornado.web import HTTPError

from officina_hub.session_api.answers import MineAnswer
from officina_hub.session_api.catalogue import Catalogue
from officina_hub.session_api.checking import checked
from officina_hub.session_api.declining import Declined
from officina_hub.session_api.desk import Desk
from officina_hub.session_api.extending import ExtendBody, extended
from officina_hub.session_api.kept import one_patience
from officina_hub.session_api.mine import session_answer
from officina_hub.session_api.naming import Naming
from officina_hub.session_api.person import Person
from officina_spawners import OfficinaSpawner

LARGEST_BODY = 4096
ROOT = "/api/officina/sessions"

NOT_A_PERSON = (
    "This token is nobody's own, or does not hold {scope} of its owner, so nothing is told. Log in "
    "as the person whose sessions it is about."
)
NOT_OURS = (
    "This hub starts its servers by another spawner, so there are no profiles to choose from. "
    "Start the server as this hub does."
)
TOO_LARGE = (
    f"The body is larger than {LARGEST_BODY} bytes, so it was not read. A choice is a few words."
)
NOT_OPTIONS = (
    "The body is not a JSON object of names and values, so nothing was looked at. Send the choice, "
    'for example {"profile": "gpu", "minutes": 60}.'
)
NOT_THIS = (
    'The body is not what this address takes ({found}), so nothing was changed. It is {{"minutes": '
    "number}}, or empty."
)
NO_SUCH_SERVER = (
    "You have no server {name!r}, so nothing was changed. Your servers are listed by sessions/mine."
)


class SessionHandler(APIHandler):
    """What they all have in common."""

    def person(self, scope: str) -> Person:
        """Who asks, if they may.

        Raises
        ------
        HTTPError
            For services, strangers, tokens without the scope, and hubs with another spawner.

        """
        user = self.current_user
        is_person = user is not None and getattr(user, "kind", "") == "user"
        if not is_person or not self.has_scope(f"{scope}!user={user.name}"):
            raise HTTPError(403, NOT_A_PERSON.format(scope=scope))
        if not isinstance(user.get_or_create_spawner("", ""), OfficinaSpawner):
            raise HTTPError(404, NOT_OURS)
        return Person(user)

    def server(self, person: Person, name: str | None) -> OfficinaSpawner:
        """That person's server of this name; without one, the default server."""
        server = person.server(name or "")
        if server is None:
            raise HTTPError(404, NO_SUCH_SERVER.format(name=(name or "")[:60]))
        return server

    def desk(self, person: Person) -> Desk:
        """What is remembered between requests."""
        return Desk.of(self.settings, Path(person.spawner.data_dir))

    async def naming(self, person: Person, wish: object = "") -> Naming:
        """That name for a session, or none, as this Hub sees it."""
        limit = await self.get_current_user_named_server_limit()
        return Naming(person, limit if self.allow_named_servers else None, str(wish))

    def options(self) -> dict[str, object]:
        """The body as user options, of whatever worth."""
        try:
            found = json.loads(self.bounded())
        except (ValueError, RecursionError):
            raise HTTPError(400, NOT_OPTIONS) from None
        if not isinstance(found, dict):
            raise HTTPError(400, NOT_OPTIONS)
        return found

    def tell(self, answer: BaseModel) -> None:
        """Send it; nobody keeps it, for it is about now."""
        self.set_header("Content-Type", "application/json")
        self.set_header("Cache-Control", "no-store")
        self.finish(answer.model_dump_json())

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """As the Hub does; what was declined in sentences, also with their parts."""
        error = kwargs["exc_info"][1] if "exc_info" in kwargs else None
        if not isinstance(error, Declined):
            super().write_error(status_code, **kwargs)
            return
        self.set_header("Content-Type", "application/json")
        self.finish(error.body())

    def bounded(self) -> bytes:
        """The body as it came, unless it is too large."""
        body: bytes = self.request.body
        if len(body) > LARGEST_BODY:
            raise HTTPError(413, TOO_LARGE)
        return body


class OffersHandler(SessionHandler):
    """What can be started; with a choice in the query, also its quote."""

    async def get(self) -> None:
        person = self.person("read:servers")
        raw = self._query()
        naming = await self.naming(person, raw.pop("name", ""))
        with one_patience():
            answer = await Catalogue(person, self.desk(person)).answer(raw)
        self.tell(naming.added_to(answer, raw))

    def _query(self) -> dict[str, object]:
        """The last value of each argument, as a form would send it."""
        names = self.request.query_arguments
        return {name[:100]: self.get_query_argument(name)[:200] for name in list(names)[:30]}


class MineHandler(SessionHandler):
    """The person's own servers."""

    async def get(self) -> None:
        person = self.person("read:servers")
        desk = self.desk(person)
        servers = person.servers()
        with one_patience():
            answers = await asyncio.gather(*(session_answer(one, person, desk) for one in servers))
        naming = await self.naming(person)
        self.tell(MineAnswer(sessions=tuple(answers), named=naming.told))


class CheckHandler(SessionHandler):
    """Whether Slurm would take this choice."""

    async def post(self) -> None:
        person = self.person("servers")
        raw = self.options()
        naming = await self.naming(person, raw.pop("name", ""))
        self.tell(await checked(raw, person, self.desk(person), naming))


class ExtendHandler(SessionHandler):
    """Lengthen a running session; without a name, the default server's."""

    async def post(self, name: str | None = None) -> None:
        person = self.person("servers")
        server = self.server(person, name)
        self.tell(await extended(server, self._body(), person, self.desk(person)))

    def _body(self) -> ExtendBody:
        body = self.bounded().strip()
        try:
            return ExtendBody.model_validate_json(body or b"{}", strict=True)
        except ValidationError as error:
            found = error.errors()[0]["msg"]
            raise HTTPError(400, NOT_THIS.format(found=found)) from None


def handlers() -> list[tuple[str, type[Any]]]:
    """Routes below the Hub's own prefix."""
    return [
        (f"{ROOT}/offers", OffersHandler),
        (f"{ROOT}/mine", MineHandler),
        (f"{ROOT}/check", CheckHandler),
        (f"{ROOT}/(?:([^/]+)/)?extend", ExtendHandler),
    ]
