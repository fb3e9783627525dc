"""The reader's own server: its state, its start with the reader's own token, its end."""

from __future__ import annotations

from urllib.parse import quote

from officina_hub.portal.errors import HubFailed, HubUnavailable
from officina_hub.portal.hub_client import NO_OPTIONS, Options, ServerStatus, StartEvent
from officina_hub.portal.pages.session_words import SessionView, session_view
from officina_hub.portal.pages.starts import Start
from officina_hub.portal.pages.waiting import WaitingHandler


class OwnServerHandler(WaitingHandler):
    """The base of pages that start, follow or stop the reader's own server."""

    @property
    def server_url(self) -> str:
        """Where the reader's own server answers, by the Hub's rule."""
        return f"{self.portal.settings.hub.base_url}user/{quote(self.person, safe='@~')}/"

    async def server_status(self, name: str = "") -> ServerStatus:
        """How it stands with the server."""
        return await self.portal.hub.server_status(self.person, self.own_token(), name)

    async def status_unless_silent(self, name: str = "") -> ServerStatus | None:
        """How it stands; None where the Hub does not answer while a start is followed.

        Raises
        ------
        HubUnavailable
            Where nothing is known of a start that could be told meanwhile.

        """
        start = self.starts.of(self.key(name))
        try:
            return await self.server_status(name)
        except HubFailed:
            raise
        except HubUnavailable:
            if start is None or start.is_over:
                raise
            start.take(StartEvent(state="silent"))
            return None

    async def own_sessions(self) -> tuple[SessionView, ...]:
        """The reader's servers as the Hub tells about them; none where it does not."""
        found = await self.portal.hub_sessions.mine(self.own_token()) or ()
        return tuple(session_view(self.reader, each) for each in found)

    async def own_session(self, name: str = "") -> SessionView | None:
        """The reader's server of that name, if it is one that the Hub tells about."""
        return next((each for each in await self.own_sessions() if each.server == name), None)

    def key(self, name: str) -> str:
        """What the reader's server of that name is called among the starts of all people."""
        return f"{self.person}/{name}" if name else self.person

    def begin(self, options: Options = NO_OPTIONS, name: str = "") -> Start:
        """Start the server with these options, or join the start that is under way."""
        events = self.portal.hub.start_server(self.person, self.own_token(), options, name)
        is_usual = not options
        return self.starts.follow(self.key(name), events, self.correlation_id, is_usual=is_usual)

    async def current_start(self, status: ServerStatus, name: str = "") -> Start | None:
        """The start under way; one that this portal has not seen begin is followed from here.

        What the Hub says now counts more than what is remembered: a start that seemed to have
        failed may be under way, after a restart of the Hub.
        """
        key = self.key(name)
        known = self.starts.of(key)
        if known is not None and known.state == "silent":
            known.take(StartEvent(state="starting"))
        if status.state == "starting" and (known is None or known.is_over):
            events = self.portal.hub.progress(self.person, self.own_token(), name)
            return self.starts.follow(key, events, self.correlation_id, is_usual=False)
        if known is not None and known.state == "ready":
            self.starts.forget(key)  # it was ready, and is not running any more
            return None
        return known
