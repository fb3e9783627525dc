"""A Hub that knows one session, and can be made to be silent or to refuse."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import pytest
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application, RequestHandler

TOKEN = "token-ada"
END = datetime(2030, 1, 1, 12, 0, tzinfo=UTC)


class OneSessionHub:
    """What ``GET`` and ``POST <hub>/api/officina/session`` answer."""

    def __init__(self, port: int) -> None:
        self.api_url = f"http://127.0.0.1:{port}/hub/api"
        self.ends_at: str | None = END.isoformat()
        self.extension: dict[str, Any] | None = {"minutes": 60, "refusal": ""}
        self.fails_with = 0
        self.asked = 0
        self.next = asyncio.Event()

    def environment(self) -> dict[str, str]:
        return {
            "JUPYTERHUB_API_URL": self.api_url,
            "JUPYTERHUB_API_TOKEN": TOKEN,
            "OFFICINA_DOOR": f"{self.api_url}/officina/sessions/port",
        }


class _Answer(RequestHandler):
    def initialize(self, hub: OneSessionHub) -> None:
        self.hub = hub

    def get(self) -> None:
        answer = {"server": "", "ends_at": self.hub.ends_at, "extension": self.hub.extension}
        self.answer({**answer, "news": "of a newer hub"})

    def post(self) -> None:
        self.answer({"minutes": 60, "ends_at": END.replace(hour=13).isoformat()})

    def answer(self, answer: dict[str, Any]) -> None:
        self.hub.asked += 1
        self.hub.next.set()
        assert self.request.headers["Authorization"] == f"token {TOKEN}"
        if self.hub.fails_with:
            self.set_status(self.hub.fails_with)
            answer = {"message": "Others wait for the same GPUs."}
        self.finish(answer)


@pytest.fixture
async def hub() -> AsyncIterator[OneSessionHub]:
    """It listens on loopback."""
    socket, port = bind_unused_port()
    one = OneSessionHub(port)
    routes = [("/hub/api/officina/session(?:/extend)?", _Answer, {"hub": one})]
    server = HTTPServer(Application(routes))
    server.add_socket(socket)
    yield one
    server.stop()
    await server.close_all_connections()
