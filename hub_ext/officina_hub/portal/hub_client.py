"""The few things the portal asks of the Hub: servers started, followed, shared.

A learner's server is started with the learner's own token; what is prepared for a class has a door
of its own (``hub_prestarts``). The servers of courses are the portal's own business; it acts on
them with its service token.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from types import MappingProxyType
from typing import Any, Literal
from urllib.parse import quote

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest, HTTPResponse
from tornado.simple_httpclient import HTTPStreamClosedError

from officina_courses.model import Frozen
from officina_hub.portal.errors import HubFailed, HubGone, HubUnavailable
from officina_hub.portal.hub_answers import SILENT, check_answer, message_of
from officina_hub.portal.hub_events import HubEvents
from officina_hub.portal.settings import HubAccess
from officina_hub.portal.start_refusals import (
    HUB_IS_GONE,
    PATIENCE_SECONDS,
    RETRY_SECONDS,
    StartRefusal,
    refusal_of,
)

REQUEST_SECONDS = 30.0
LONGEST_PAUSE_SECONDS = 30.0

State = Literal["stopped", "starting", "running", "stopping"]
Pause = Callable[[float], Awaitable[None]]
Options = Mapping[str, str | int]
NO_OPTIONS: Options = MappingProxyType({})


class ServerStatus(Frozen):
    """Where a user's server stands at this moment."""

    state: State
    url: str = ""


class StartEvent(Frozen):
    """One step of a start, told as it is; ``ready`` and ``failed`` are the last ones.

    ``silent``: the Hub does not answer, which says nothing about the start.
    """

    state: Literal["waiting", "starting", "silent", "ready", "failed"]
    progress: int = 0
    message: str = ""
    url: str = ""


class HubClient:
    """The Hub's REST API, as far as the portal uses it."""

    def __init__(self, hub: HubAccess, *, pause: Pause = asyncio.sleep) -> None:
        self._hub = hub
        self._pause = pause

    async def server_status(self, user: str, token: str, name: str = "") -> ServerStatus:
        """How it stands with that server of ``user``, asked with their token."""
        answer = await self.ask("GET", f"users/{quote(user, safe='')}", token)
        check_answer(answer, f"tell about the server of {user}")
        return _status(json.loads(answer.body), name)

    async def start_server(
        self, user: str, token: str, options: Options = NO_OPTIONS, name: str = ""
    ) -> AsyncIterator[StartEvent]:
        """Start that server of ``user`` with their token, and tell each step until it is ready.

        What ends by itself is waited for (``start_refusals``); so a Hub that was restarted during a
        start answers "pending check" for up to its time limit of 30 s.
        """
        waited = 0.0
        while (refusal := await self._request_start(user, token, options, name)) is not None:
            if refusal.is_final(waited):
                yield StartEvent(state="failed", progress=100, message=refusal.last_words)
                return
            yield StartEvent(state="waiting", message=refusal.message)
            await self._pause(refusal.retry_seconds)
            waited += refusal.retry_seconds
        async for event in self.progress(user, token, name):
            yield event

    async def knows_user(self, name: str) -> bool:
        """Whether somebody of that name has ever logged in."""
        answer = await self.ask("GET", f"users/{quote(name, safe='')}", self._own_token())
        if answer.code == 404:
            return False
        check_answer(answer, f"tell whether there is a user {name}")
        return True

    async def stop_server(self, user: str, token: str, name: str = "") -> None:
        """Stop the server of ``user``, also in the middle of its start; may be repeated."""
        answer = await self.ask("DELETE", _server_path(user, name), token)
        check_answer(answer, f"stop the server of {user}")

    async def forget_server(self, user: str, token: str, name: str) -> None:
        """Remove a server with a name, so that it no longer counts; one that runs is stopped."""
        answer = await self.ask("DELETE", _server_path(user, name), token, {"remove": True})
        check_answer(answer, f"remove the server {name} of {user}")

    async def progress(self, user: str, token: str, name: str = "") -> AsyncIterator[StartEvent]:
        """Follow a start that is under way, by the Hub's own events.

        A stream of events lasts some minutes and a queue may last days, so it is taken up again for
        as long as the server is starting, and while the Hub does not answer.
        """
        url = self._url(f"{_server_path(user, name)}/progress")
        status, pause, grace = ServerStatus(state="starting"), RETRY_SECONDS, 0.0
        while status.state == "starting":
            is_told = False
            async for event in HubEvents(url, token):
                yield _start_event(event)
                is_told = bool(event.get("ready") or event.get("failed"))
            if is_told:
                return
            try:
                status, pause = await self.server_status(user, token, name), RETRY_SECONDS
            except HubFailed:
                raise
            except HubUnavailable:
                yield StartEvent(state="silent")
                pause, grace = min(2 * pause, LONGEST_PAUSE_SECONDS), PATIENCE_SECONDS
            if status.state == "stopped" and grace > 0:  # a new Hub takes the waiting ones up soon
                status, grace = ServerStatus(state="starting"), grace - pause
            if status.state == "starting":
                await self._pause(pause)
        if status.state == "running":
            yield StartEvent(state="ready", progress=100, url=status.url)
        else:
            yield StartEvent(
                state="failed", progress=100, message="The start ended before the server was ready."
            )

    async def open_course_server(
        self, course_id: str, trainers: tuple[str, ...]
    ) -> AsyncIterator[StartEvent]:
        """Make, share and start the course's own server; ready means its trainers may enter."""
        user = await self.share_course_server(course_id, trainers)
        async for event in self.start_server(user, self._own_token()):
            yield event

    async def share_course_server(self, course_id: str, trainers: tuple[str, ...]) -> str:
        """Make the course's server theirs and nobody else's; gives its account's name."""
        user = await self.ensure_course_server(course_id, trainers)
        await self.share_server(user, trainers)
        return user

    async def ensure_course_server(self, course_id: str, trainers: tuple[str, ...]) -> str:
        """Have the Hub make the course's account and trainer group; gives the account's name."""
        path = f"officina/courses/{quote(course_id, safe='')}"
        answer = await self.ask("PUT", path, self._own_token(), {"trainers": list(trainers)})
        check_answer(answer, f"make the account of course {course_id}")
        return str(json.loads(answer.body)["user"])

    async def share_server(self, user: str, trainers: tuple[str, ...]) -> None:
        """Let these people, and nobody else, enter that server (JupyterHub's shares).

        One share with the trainers' group would do, but JupyterHub 6.1.1 leaves the shares of a
        token owner's groups out of the token's scopes (``scopes.get_scopes_for``), so that the
        server turns away whoever logs in. Share with the group once that is mended.
        """
        path = f"shares/{quote(user, safe='')}/"
        answer = await self.ask("GET", path, self._own_token())
        check_answer(answer, f"tell who may enter the server of {user}")
        shares = json.loads(answer.body)["items"]
        former = [each["user"]["name"] for each in shares if each.get("user")]
        deeds = [("PATCH", name) for name in former if name not in trainers]
        deeds += [("POST", name) for name in trainers if name not in former]
        for method, name in deeds:
            answer = await self.ask(method, path, self._own_token(), {"user": name})
            check_answer(answer, f"change who may enter the server of {user}")

    async def _request_start(
        self, user: str, token: str, options: Options, name: str
    ) -> StartRefusal | None:
        """Ask for a start; ``None`` when it is under way or done, else why not yet.

        The options are said also where there are none: the Hub takes those of the last start where
        they are left out, also when it refused them.
        """
        try:
            path = _server_path(user, name)
            answer = await self.ask("POST", path, token, {"user_options": dict(options)})
        except HubGone:
            return HUB_IS_GONE
        said = message_of(answer)
        if answer.code == 400 and said is not None and "already running" in said:
            return None
        refusal = refusal_of(answer.code, said, answer.headers.get("Retry-After", ""))
        if refusal is None:
            check_answer(answer, f"start the server of {user}")
        return refusal

    async def ask(
        self, method: str, path: str, token: str, body: dict[str, Any] | None = None
    ) -> HTTPResponse:
        """One question, and whatever the Hub answers to it."""
        request = HTTPRequest(
            self._url(path),
            method=method,
            headers={"Authorization": f"token {token}", "Content-Type": "application/json"},
            body=None if body is None else json.dumps(body),
            allow_nonstandard_methods=True,  # JupyterHub reads the body of a DELETE
            request_timeout=REQUEST_SECONDS,
            follow_redirects=False,
        )
        try:
            answer = await AsyncHTTPClient().fetch(request, raise_error=False)
        except (ConnectionError, HTTPStreamClosedError) as error:
            raise HubGone("hub-unavailable", SILENT.format(reason=error)) from error
        except (OSError, HTTPClientError) as error:
            raise HubUnavailable("hub-unavailable", SILENT.format(reason=error)) from error
        return answer

    def _url(self, path: str) -> str:
        return f"{self._hub.api_url.rstrip('/')}/{path}"

    def _own_token(self) -> str:
        return self._hub.api_token.get_secret_value()


def _server_path(user: str, name: str) -> str:
    server = f"servers/{quote(name, safe='')}" if name else "server"
    return f"users/{quote(user, safe='')}/{server}"


def _status(user: dict[str, Any], name: str) -> ServerStatus:
    server = (user.get("servers") or {}).get(name)
    if server is None:
        return ServerStatus(state="stopped")
    url = str(server.get("url") or "")
    if server.get("ready"):
        return ServerStatus(state="running", url=url)
    by_pending: dict[str, State] = {"spawn": "starting", "stop": "stopping", "check": "starting"}
    pending = str(server.get("pending") or "")
    return ServerStatus(state=by_pending.get(pending, "stopped"), url=url)


def _start_event(event: dict[str, Any]) -> StartEvent:
    state: Literal["starting", "ready", "failed"] = "starting"
    if event.get("ready"):
        state = "ready"
    elif event.get("failed"):
        state = "failed"
    return StartEvent(
        state=state,
        progress=min(max(int(event.get("progress") or 0), 0), 100),
        message=str(event.get("message") or ""),
        url=str(event.get("url") or ""),
    )
