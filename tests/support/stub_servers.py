"""The part of the Hub's API that starts servers, for a stub: it does what a test scripts."""

from __future__ import annotations

import asyncio
import json
from typing import Any

from stub_hub import StubHub
from tornado.web import RequestHandler


class Servers:
    """All servers of the stub, by user, and what the next starts shall meet."""

    def __init__(self) -> None:
        self.states: dict[str, str] = {}
        self.refusals: list[str] = []
        self.failure = ""
        self.may_finish = asyncio.Event()
        self.asked: list[str] = []
        self.removed: list[str] = []
        self.options: list[dict[str, Any]] = []
        self.trainers: dict[str, list[str]] = {}
        self.shares: dict[str, list[str]] = {}
        self.strangers: set[str] = set()
        self.knows_no_courses = False
        self.is_silent = False


def add_servers(hub: StubHub) -> Servers:
    """Teach the stub to start servers."""
    servers = Servers()
    known: dict[str, Any] = {"servers": servers}
    hub._server.request_callback.add_handlers(
        r".*",
        [
            (r"/hub/api/users/([^/]+)", _Status, known),
            (r"/hub/api/users/([^/]+)/server", _Server, known),
            (r"/hub/api/users/([^/]+)/servers/([^/]+)", _Server, known),
            (r"/hub/api/users/([^/]+)/server/progress", _Progress, known),
            (r"/hub/api/users/([^/]+)/servers/([^/]+)/progress", _Progress, known),
            (r"/hub/api/officina/courses/([^/]+)", _Course, known),
            (r"/hub/api/shares/([^/]+)/", _Shares, known),
        ],
    )
    return servers


class _Base(RequestHandler):
    def initialize(self, servers: Servers) -> None:
        self.servers = servers


class _Status(_Base):
    def get(self, user: str) -> None:
        if self.servers.is_silent:
            self.set_status(503)
            return
        if user in self.servers.strangers:
            self.set_status(404)
            return
        states = {
            key.partition("/")[2]: (key, state)
            for key, state in self.servers.states.items()
            if key.partition("/")[0] == user
        }
        servers = {name: self._server(key, state) for name, (key, state) in states.items()}
        self.write({"name": user, "servers": servers})

    def _server(self, key: str, state: str) -> dict[str, Any]:
        pending = {"starting": "spawn", "stopping": "stop"}.get(state)
        return {"ready": state == "running", "pending": pending, "url": f"/user/{key}/"}


class _Server(_Base):
    def post(self, user: str, name: str = "") -> None:
        key = f"{user}/{name}" if name else user
        self.servers.asked.append(key)
        self.servers.options.append(json.loads(self.request.body)["user_options"])
        if self.servers.refusals:
            self.set_status(400)
            self.write({"status": 400, "message": self.servers.refusals.pop(0)})
            return
        self.servers.states[key] = "starting"
        self.set_status(202)

    def delete(self, user: str, name: str = "") -> None:
        key = f"{user}/{name}" if name else user
        if self.request.body and json.loads(self.request.body)["remove"]:
            self.servers.removed.append(key)
        self.servers.states[key] = "stopping"
        self.set_status(202)


class _Progress(_Base):
    async def get(self, user: str, name: str = "") -> None:
        key = f"{user}/{name}" if name else user
        self.set_header("Content-Type", "text/event-stream")
        await self._tell({"progress": 30, "message": "Spawning server..."})
        await self.servers.may_finish.wait()
        if self.servers.failure:
            self.servers.states.pop(key, None)
            await self._tell({"progress": 100, "failed": True, "message": self.servers.failure})
            return
        self.servers.states[key] = "running"
        await self._tell({"progress": 100, "ready": True, "url": f"/user/{key}/"})

    async def _tell(self, event: dict[str, Any]) -> None:
        self.write(f"data: {json.dumps(event)}\n\n")
        await self.flush()


class _Course(_Base):
    def put(self, course_id: str) -> None:
        if self.servers.knows_no_courses:
            self.set_status(503)
            return
        self.servers.trainers[course_id] = json.loads(self.request.body)["trainers"]
        self.write({"user": f"course-{course_id}", "group": f"course-{course_id}-trainers"})


class _Shares(_Base):
    def get(self, user: str) -> None:
        shares = [{"user": {"name": name}} for name in self.servers.shares.get(user, [])]
        self.write({"items": shares})

    def post(self, user: str) -> None:
        name = json.loads(self.request.body)["user"]
        self.servers.shares.setdefault(user, []).append(name)
        self.write({})

    def patch(self, user: str) -> None:
        self.servers.shares[user].remove(json.loads(self.request.body)["user"])
        self.write({})
