"""``/launch``: the reader's own server, to start, open and stop."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from babel.support import NullTranslations

from officina_hub.portal.hub_client import State
from officina_hub.portal.pages.own_server import OwnServerHandler
from officina_hub.portal.pages.states import Chip, server_chip
from officina_hub.portal.pages.waiting import Wait


class ServerView(NamedTuple):
    """What the page says about the server."""

    kind: State
    chip: Chip
    sentence: str
    url: str
    since: datetime | None = None


def server_view(t: NullTranslations, state: State, url: str, since: datetime | None) -> ServerView:
    """The server's state in words."""
    sentences: dict[State, str] = {
        "running": t.gettext("JupyterLab is ready to be opened."),
        "starting": t.gettext("It will be ready shortly."),
        "stopping": t.gettext("It can be started again when it has stopped."),
        "stopped": t.gettext("It uses nothing at the moment."),
    }
    return ServerView(state, server_chip(t, state), sentences[state], url, since)


class LaunchHandler(OwnServerHandler):
    """The page."""

    async def get(self) -> None:
        status = await self.server_status()
        start = await self.current_start(status)
        since = start.since if start and status.state == "starting" else None
        view = server_view(self.t, status.state, status.url or self.server_url, since)
        self.render_page("launch.html", server=view)


class LaunchStartHandler(OwnServerHandler):
    """The Start button."""

    async def post(self) -> None:
        status = await self.server_status()
        if status.state == "running":
            self.leave_for(status.url or self.server_url)
            return
        self.begin()
        self.go("launch/starting")


class LaunchStopHandler(OwnServerHandler):
    """The Stop buttons, of a running server and of a start."""

    async def post(self) -> None:
        self.starts.forget(self.person)
        await self.portal.hub.stop_server(self.person, self.own_token())
        self.flash(self.t.gettext("Your server is being stopped. Your files are kept."))
        self.go("launch")


class LaunchStartingHandler(OwnServerHandler):
    """The page of the start; it goes on to JupyterLab by itself."""

    async def get(self) -> None:
        status = await self.server_status()
        if status.state == "running":
            self.starts.forget(self.person)
            self.leave_for(status.url or self.server_url)
            return
        t = self.t
        wait = Wait(
            title=t.gettext("Your server"),
            lead=t.gettext("JupyterLab opens as soon as your server is ready."),
            here=self.address("launch/starting"),
            stop_action=self.address("launch/stop"),
            retry_action=self.address("launch/start"),
            retry_label=t.gettext("Start it"),
            crumbs=(("launch", t.gettext("Launch")),),
        )
        self.show(wait, await self.current_start(status))
