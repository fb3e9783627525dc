"""A Hub that knows a few tokens and answers ``GET /user``; and can be made to be silent."""

from __future__ import annotations

from typing import Any

from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application, RequestHandler

from officina_hub.scopes import (
    AGREE,
    ASK,
    COURSE,
    CURATE,
    LEARN,
    OPERATE,
    PRESTART,
    PUBLISH,
    QUEUE,
    READ,
    REQUESTS,
    TEACH,
)

EVERYBODY = (READ, LEARN, ASK)
TRAINER = (*EVERYBODY, TEACH, PUBLISH, PRESTART)
CURATOR = (*EVERYBODY, CURATE)


def person(name: str, scopes: tuple[str, ...] = EVERYBODY, **more: Any) -> dict[str, Any]:
    """The Hub's model of a user with that token's scopes."""
    return {"name": name, "kind": "user", "admin": False, "groups": [], "scopes": [*scopes], **more}


def people() -> dict[str, dict[str, Any]]:
    """Tokens, and who holds them. A token is named like its holder."""
    return {
        "ada": person("ada"),
        "bob": person("bob"),
        "tina": person("tina", TRAINER),
        "theo": person("theo", TRAINER),
        "cora": person("cora", CURATOR),
        "kurt": person("kurt", CURATOR),
        "course-tea": person("course-tea", (READ, LEARN, COURSE)),
        "course-rye": person("course-rye", (READ, LEARN, COURSE)),
        "root": person("root", (*EVERYBODY, OPERATE), admin=True),
        "olga": person("olga", (*EVERYBODY, REQUESTS)),
        "stella": person("stella", (*EVERYBODY, AGREE)),
        "sven": person("sven", (*EVERYBODY, AGREE)),
        "grader": {"name": "officina-grader", "kind": "service", "scopes": [QUEUE]},
        "mute": person("mute", ()),
    }


class StubHub:
    """The stub, listening on loopback."""

    def __init__(self) -> None:
        self.tokens = people()
        self.asked = 0
        self.is_silent = False
        socket, self.port = bind_unused_port()
        self._server = HTTPServer(Application([("/hub/api/user", _User, {"hub": self})]))
        self._server.add_socket(socket)

    @property
    def api_url(self) -> str:
        """Where its API is."""
        return f"http://127.0.0.1:{self.port}/hub/api"

    async def close(self) -> None:
        """Stop listening."""
        self._server.stop()
        await self._server.close_all_connections()


class _User(RequestHandler):
    def initialize(self, hub: StubHub) -> None:
        self.hub = hub

    def get(self) -> None:
        self.hub.asked += 1
        token = self.request.headers.get("Authorization", "").removeprefix("token ")
        if self.hub.is_silent:
            self.set_status(503)
        elif token in self.hub.tokens:
            self.write(self.hub.tokens[token])
        else:
            self.set_status(403)
            self.write({"status": 403, "message": "Forbidden"})
