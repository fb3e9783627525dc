"""``/launch``: what can be started, what runs, and the start itself.

Where there is only one kind of session, on the hub's own machine, there is nothing to choose and
the page is a button. Else it is a form of cards, prepared by its own address.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple
from urllib.parse import quote, urlencode

from babel.support import NullTranslations

from officina_hub.portal.hub_client import State
from officina_hub.portal.pages.launch_form import (
    LONGEST_VALUE,
    NAMES,
    LaunchForm,
    is_simple,
    launch_form,
)
from officina_hub.portal.pages.launch_link import Replaced, replaced_values, unfit
from officina_hub.portal.pages.own_server import OwnServerHandler
from officina_hub.portal.pages.prepared import PreparedHandler
from officina_hub.portal.pages.states import Chip, server_chip
from officina_hub.portal.pages.told import faults_in_words, offers_in_words
from officina_hub.portal.pages.waiting import Wait
from officina_hub.session_api.answers import Fault, OffersAnswer


class ServerView(NamedTuple):
    """What the simple page says about the server."""

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


def starting_path(server: str) -> str:
    """The page of that server's start."""
    return f"launch/starting/{quote(server, safe='')}" if server else "launch/starting"


class LaunchFormHandler(PreparedHandler, OwnServerHandler):
    """The base of whatever shows the form or a part of it."""

    def wishes(self, argument: Callable[..., str | None]) -> dict[str, str]:
        """The choice of a link or a form, as far as anything was chosen, and the session's name."""
        names = (*NAMES, "name")
        found = {name: (argument(name, "") or "")[:LONGEST_VALUE] for name in names}
        return {name: value for name, value in found.items() if value}

    async def offers(self, raw: Mapping[str, str]) -> OffersAnswer | None:
        """What the reader can start; None where the Hub offers no choice."""
        return await self.portal.hub_sessions.offers(self.own_token(), raw)

    def form(
        self, offers: OffersAnswer, raw: Mapping[str, str], faults: tuple[Fault, ...] | None = None
    ) -> LaunchForm:
        """The form; without ``faults`` those of the quote count."""
        quote = offers.quote
        told = (quote.faults if quote else ()) if faults is None else faults
        offers, told = offers_in_words(self.reader, offers), faults_in_words(self.reader, told)
        url = f"{self.request.protocol}://{self.request.host}{self.address('launch')}"
        return launch_form(self.reader, offers, raw, told, url)

    async def show_form(self, form: LaunchForm, replaced: tuple[Replaced, ...] = ()) -> None:
        """The whole page; with what was replaced of the link that led here."""
        sessions = await self.own_sessions()
        self.render_page(
            "launch_profiles.html",
            form=form,
            sessions=[each for each in sessions if each.is_worth_showing],
            poll=self.address("launch/sessions"),
            was_sent=self.request.method == "POST",
            replaced=replaced,
            **await self.prepared(),
        )


class LaunchHandler(LaunchFormHandler):
    """The page."""

    async def get(self) -> None:
        raw = self.wishes(self.get_query_argument)
        offers = await self.offers(raw)
        if offers is None or is_simple(offers):
            await self._show_button(can_share=offers is not None)
        else:
            await self._show_checked(raw, offers)

    async def _show_checked(self, raw: Mapping[str, str], offers: OffersAnswer) -> None:
        """The form with what fits of the link; one value may fit only when another is gone."""
        kept = dict(raw)
        while misfits := unfit(self.reader, offers, kept):
            kept = {name: value for name, value in kept.items() if name not in misfits}
            offers = await self.offers(kept) or offers.model_copy(update={"quote": None})
        unknown = set(self.request.query_arguments) - set(raw) - {*NAMES, "name"}
        asked = {**raw, **dict.fromkeys(sorted(unknown), "")}
        replaced = replaced_values(self.reader, offers, asked, kept)
        await self.show_form(self.form(offers, kept), replaced)

    async def _show_button(self, *, can_share: bool) -> None:
        status = await self.server_status()
        start = await self.current_start(status)
        since = start.since if start and status.state == "starting" else None
        view = server_view(self.t, status.state, status.url or self.server_url, since)
        self.render_page("launch.html", server=view, can_share=can_share, **await self.prepared())


class LaunchStartHandler(LaunchFormHandler):
    """The Start buttons: of the simple page, of the form, of a recent choice, of a retry."""

    async def post(self) -> None:
        raw = self.wishes(self.get_body_argument)
        shown = self.get_body_argument("shown", raw.get("profile", ""))
        if raw and (shown != raw.get("profile", "") or self.get_body_argument("show", "")):
            self.go(f"launch?{urlencode({'profile': raw.get('profile', '')})}")
            return
        if raw:
            await self._start(raw)
            return
        status = await self.server_status()
        if status.state == "running":
            self.leave_for(status.url or self.server_url)
        else:
            self.begin()
            self.go("launch/starting")

    async def _start(self, raw: Mapping[str, str]) -> None:
        checked = await self.portal.hub_sessions.check(self.own_token(), raw)
        if checked is not None and not checked.ok:
            offers = await self.offers(raw)
            if offers is not None:
                self.set_status(422)
                await self.show_form(self.form(offers, raw, checked.faults))
                return
        if checked is None:
            self.begin()
            self.go("launch/starting")
        else:
            name = raw.get("name", "")
            self.begin(checked.choice, name)
            self.go(starting_path(name))


class LaunchStartingHandler(OwnServerHandler):
    """The page of the start; it goes on to JupyterLab by itself."""

    async def get(self, server: str = "") -> None:
        status = await self.status_unless_silent(server)
        if status is not None and status.state == "running":
            self.starts.forget(self.key(server))
            self.leave_for(status.url or self.server_url)
            return
        t = self.t
        session = await self.own_session(server) if status is not None else None
        choice = dict(session.choice) if session is not None else {}
        named = t.gettext("Your session %(name)s") % {"name": server}
        wait = Wait(
            title=named if server else t.gettext("Your server"),
            lead=t.gettext("JupyterLab opens as soon as your server is ready."),
            here=self.address(starting_path(server)),
            stop_action=self.address("launch/stop"),
            retry_action=self.address("launch/start"),
            retry_label=t.gettext("Start the same again") if choice else t.gettext("Start it"),
            crumbs=(("launch", t.gettext("Launch")),),
            retry_fields={**choice, "name": server} if choice and server else choice,
            server=server,
        )
        mail = None  # the part that is renewed does not show it
        if session is not None and not self.is_partial:
            mail = await self.portal.hub_sessions.mail(self.own_token(), server)
        start = self.starts.of(self.key(server))
        if status is not None:
            start = await self.current_start(status, server)
        self.show(wait, start, session, mail)
