"""Server-sent events: that a session which somebody waits for runs now, or could not start.

The browser names the sessions that it was asked to tell of, and one of its tabs listens for all
(``static/tell.js``). The stream ends when each has been told.
"""

from __future__ import annotations

import asyncio
import json
from typing import Final

from tornado.iostream import StreamClosedError

from officina_hub.portal.pages.launch_form import LONGEST_VALUE
from officina_hub.portal.pages.own_server import OwnServerHandler
from officina_hub.portal.pages.session_words import SessionView

LOOK_SECONDS: Final = 5.0
MOST_SERVERS: Final = 20


class EventsHandler(OwnServerHandler):
    """One stream."""

    look_seconds = LOOK_SECONDS

    def initialize(self) -> None:
        """Made with the request: whoever goes away ends the waiting at once."""
        self._gone = asyncio.Event()

    def on_connection_close(self) -> None:
        """The tab was closed, or went to another page."""
        super().on_connection_close()
        self._gone.set()

    async def get(self) -> None:
        waited = {each[:LONGEST_VALUE] for each in self.get_query_arguments("server")}
        self.set_header("Content-Type", "text/event-stream")
        self.set_header("Cache-Control", "no-store")
        self.set_header("X-Accel-Buffering", "no")
        try:
            await self._tell_of(set(sorted(waited)[:MOST_SERVERS]))
        except StreamClosedError:
            return

    async def _tell_of(self, waited: set[str]) -> None:
        while waited and not self._gone.is_set():
            found = {each.server: each for each in await self.own_sessions()}
            for server in sorted(waited):
                session = found.get(server)
                if session is None or not session.is_moving:
                    waited.remove(server)
                    data = json.dumps({"server": server, **self._words(session)})
                    self.write(f"event: told\ndata: {data}\n\n")
            self.write(": still here\n\n")  # or a proxy takes the stream for dead
            await self.flush()
            if waited:
                await self._pause()

    async def _pause(self) -> None:
        gone = asyncio.ensure_future(self._gone.wait())
        await asyncio.wait({gone}, timeout=self.look_seconds)
        gone.cancel()

    def _words(self, session: SessionView | None) -> dict[str, str]:
        t, here = self.t, self.address("launch")
        if session is None:
            return {"title": t.gettext("Your session is gone."), "body": "", "url": here}
        name = " ".join(filter(None, (session.title, session.server)))
        if session.answer.state == "running":
            title = t.gettext("Your session “%(name)s” runs.") % {"name": name}
            body = t.gettext("Its time counts. Open it, or stop it if you do not need it now.")
            return {"title": title, "body": body, "url": session.answer.url}
        title = t.gettext("Your session “%(name)s” could not start.") % {"name": name}
        body = session.ending.sentence if session.ending else ""
        return {"title": title, "body": body, "url": here}
