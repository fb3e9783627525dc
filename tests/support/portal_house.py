"""A whole portal on loopback, with a stub for the Hub and a clock that a test turns."""

from __future__ import annotations

import io
import json
import tempfile
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from jupyterhub.httpclient import JupyterHubHTTPClient
from pydantic import SecretStr
from sqlalchemy import update
from sqlalchemy.orm import Session
from stub_hub import StubHub
from tornado.httpclient import AsyncHTTPClient, HTTPRequest, HTTPResponse
from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPHeaders
from tornado.testing import bind_unused_port

from officina_courses.archive import COURSE_LIMITS, Entry, write_tar
from officina_courses.marks import ExerciseBuilt
from officina_courses.model import Course
from officina_hub.portal import db
from officina_hub.portal.app import make_app
from officina_hub.portal.context import Portal
from officina_hub.portal.db import tables as t
from officina_hub.portal.settings import HubAccess, PortalSettings
from officina_hub.portal.store.act import Act
from officina_hub.portal.store.publishing import publish
from officina_hub.portal.store.releases import Package, put_student_files, receive
from officina_widgets.wire import FileEntry, PrepareResult

PREFIX = "/services/officina/"
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
NOTEBOOK = json.dumps({"cells": [], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


@lru_cache(maxsize=1)
def empty_database() -> bytes:
    """An upgraded database, made once, since each test wants its own."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "empty.sqlite")
        db.upgrade(f"sqlite:///{path}")
        return path.read_bytes()


class TurnedClock:
    """A clock that stands still until a test turns it."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def turn(self, **passed: float) -> None:
        """Let time pass."""
        self.now += timedelta(**passed)


class Answer(NamedTuple):
    """What the portal answered."""

    status: int
    headers: HTTPHeaders
    content: bytes

    @property
    def json(self) -> Any:
        """The body, read as JSON."""
        return json.loads(self.content)


def tar_of(files: dict[str, bytes]) -> bytes:
    """A package of these files."""
    tar = io.BytesIO()
    entries = (Entry(path, content) for path, content in files.items())
    write_tar(entries, tar, limits=COURSE_LIMITS)
    return tar.getvalue()


def course(course_id: str = "tea", **changes: Any) -> Course:
    """A small course with two exercises."""
    known: dict[str, Any] = {
        "id": course_id,
        "title": f"All about {course_id}",
        "version": "1.0.0",
        "summary": "From leaf to cup.",
        "minutes": 30,
        "licence": "CC-BY-4.0",
        "exercises": [
            {"id": "leaf", "title": "The leaf"},
            {"id": "cup", "title": "The cup", "deadline": NOON + timedelta(hours=1)},
        ],
    }
    return Course.model_validate(known | changes)


def publish_course(portal: Portal, what: Course, trainer: str = "tina") -> int:
    """Put a course into the portal as if a grader had prepared it; gives the release's id."""
    act = Act(user=trainer, at=portal.clock())
    blob = portal.blobs.put_bytes(NOTEBOOK)
    files = tuple(
        FileEntry(path=f"{exercise.id}/{exercise.id}.ipynb", sha256=blob.sha256, size=blob.size)
        for exercise in what.exercises
    )
    built = tuple(
        ExerciseBuilt(id=each.id, max_score=10, has_manual=False, notebooks=(each.id,))
        for each in what.exercises
    )
    digest = f"{what.version.encode().hex():0>64}"[-64:]
    with portal.database.writing() as session:
        package = Package(course=what, sha256=digest, files=files)
        release = receive(session, package, act)
        put_student_files(session, release.id, files)
        publish(session, release.id, PrepareResult(exercises=built), act)
        _finish_jobs(session)
    return release.id


def _finish_jobs(session: Session) -> None:
    session.execute(update(t.Job).where(t.Job.kind == "prepare").values(state="done"))


class House:
    """The running portal and what a test needs around it."""

    def __init__(self, data_dir: Path, *, clock: TurnedClock | None = None, **limits: Any) -> None:
        self.hub = StubHub()
        self.clock = clock or TurnedClock()
        access = HubAccess(api_url=self.hub.api_url, api_token=SecretStr("portal"))
        socket, self.port = bind_unused_port()
        # Partners in data spaces answer where this house is.
        here = {"reached_at": self.url.rstrip("/")}
        spaces = tuple(one.model_copy(update=here) for one in limits.pop("dataspaces", ()))
        self.settings = PortalSettings(data_dir=data_dir, hub=access, dataspaces=spaces, **limits)
        self.settings.home.mkdir(parents=True, exist_ok=True)
        (self.settings.home / "portal.sqlite").write_bytes(empty_database())
        self.app = make_app(self.settings, clock=self.clock)
        self.portal: Portal = self.app.settings["portal"]
        self.server = HTTPServer(self.app, max_body_size=1024 * 1024)
        self.server.add_socket(socket)

    @property
    def url(self) -> str:
        """The portal's address, with a slash at its end."""
        return f"http://127.0.0.1:{self.port}{PREFIX}"

    async def ask(
        self,
        method: str,
        path: str,
        token: str | None = None,
        *,
        send: Any = None,
        tar: bytes | None = None,
        headers: dict[str, str] | None = None,
    ) -> Answer:
        """Ask the API; ``send`` goes as JSON, ``tar`` as it is."""
        told = dict(headers or {})
        if token is not None:
            told["Authorization"] = f"token {token}"
        body = tar if tar is not None else None if send is None else json.dumps(send).encode()
        if body is None and method in {"POST", "PUT", "PATCH"}:
            body = b""
        request = HTTPRequest(
            f"{self.url}api/{path}",
            method=method,
            headers=told,
            body=body,
            allow_nonstandard_methods=True,
            request_timeout=30,
            follow_redirects=False,
        )
        response: HTTPResponse = await AsyncHTTPClient().fetch(request, raise_error=False)
        return Answer(response.code, response.headers, response.body or b"")

    async def fetch_page(self, path: str, headers: dict[str, str] | None = None) -> Answer:
        """Ask for a page, as a browser does."""
        request = HTTPRequest(self.url + path, headers=headers, follow_redirects=False)
        response: HTTPResponse = await AsyncHTTPClient().fetch(request, raise_error=False)
        return Answer(response.code, response.headers, response.body or b"")

    async def enrol(self, name: str, course_id: str = "tea") -> None:
        """Make somebody a learner."""
        answer = await self.ask("PUT", f"courses/{course_id}/enrolment", name)
        assert answer.status == 200, answer.content

    async def submit(
        self, name: str, files: dict[str, bytes], exercise: str = "leaf", course_id: str = "tea"
    ) -> Answer:
        """Hand in these files."""
        path = f"courses/{course_id}/exercises/{exercise}/submissions"
        return await self.ask("POST", path, name, tar=tar_of(files))

    async def with_tea(self) -> Self:
        """The same with the course ``tea`` of the trainer tina; ada is its learner."""
        publish_course(self.portal, course())
        await self.enrol("ada")
        return self

    async def __aenter__(self) -> Self:
        """The house stands from its making on."""
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End everything."""
        await self.close()

    async def close(self) -> None:
        """End everything."""
        self.server.stop()
        self.portal.say_goodbye()
        await self.portal.errands.idle()
        await self.portal.dataspaces.stop()
        await self.server.close_all_connections()
        self.portal.close()
        await self.hub.close()
        await JupyterHubHTTPClient.loop_instance().close()
        AsyncHTTPClient().close()
