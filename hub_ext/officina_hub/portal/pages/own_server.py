"""The reader's own server: its state, its start with the reader's own token, its end."""

from __future__ import annotations

from urllib.parse import quote

from officina_hub.portal.hub_client import ServerStatus
from officina_hub.portal.pages.starts import Start
from officina_hub.portal.pages.waiting import WaitingHandler


class OwnServerHandler(WaitingHandler):
    """The base of pages that start, follow or stop the reader's own server."""

    @property
    def server_url(self) -> str:
        """Where the reader's own server answers, by the Hub's rule."""
        return f"{self.portal.settings.hub.base_url}user/{quote(self.person, safe='@~')}/"

    async def server_status(self) -> ServerStatus:
        """How it stands with the server."""
        return await self.portal.hub.server_status(self.person, self.own_token())

    def begin(self) -> Start:
        """Start the server, or join the start that is under way."""
        events = self.portal.hub.start_server(self.person, self.own_token())
        return self.starts.follow(self.person, events, self.correlation_id)

    async def current_start(self, status: ServerStatus) -> Start | None:
        """The start under way; one that this portal has not seen begin is followed from here."""
        known = self.starts.of(self.person)
        if known is None and status.state == "starting":
            events = self.portal.hub.progress(self.person, self.own_token())
            return self.starts.follow(self.person, events, self.correlation_id)
        if known is not None and known.state == "ready":
            self.starts.forget(self.person)  # it was ready, and is not running any more
            return None
        return known
