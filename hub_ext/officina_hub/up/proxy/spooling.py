"""The half of the public door that takes requests in, within bounds.

A request that is refused gets its answer at once. What it still sends is read and dropped, because
a client that sends everything before it listens would otherwise see only a broken connection.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from tornado.web import RequestHandler, stream_request_body

from officina_hub.portal.api.patience import Patience
from officina_hub.up.proxy.refusals import MIB, FellSilent, Refusal
from officina_hub.up.proxy.room import Room
from officina_hub.up.proxy.sockets import SocketHandler
from officina_hub.up.proxy.spool import Spool

SILENT_SECONDS = 60.0
MOST_DROPPED_BYTES = 512 * MIB


@stream_request_body
class SpoolingHandler(SocketHandler):
    """Takes in a body piece by piece, or says why not."""

    def initialize(self, room: Room, **kwargs: Any) -> None:
        """Nothing has come yet."""
        super().initialize(**kwargs)
        self.spool = Spool(room)
        self.refusal: Refusal | None = None
        self._dropped = 0
        self._patience = Patience(asyncio.get_running_loop(), SILENT_SECONDS, self._give_up)

    def prepare(self) -> None:
        """Refuse what announces itself as too large, before any of it is sent."""
        # The spool has the bounds, and says which one was met; tornado would answer a bare 400.
        self.request.connection.set_max_body_size(sys.maxsize)
        headers = self.request.headers
        announced = headers.get("Content-Length", "0")
        if announced == "0" and "Transfer-Encoding" not in headers:
            return
        self._patience.begin()
        try:
            self.spool.expect(int(announced) if announced.isdecimal() else 0)
        except Refusal as refusal:
            self._refuse(refusal)
            if "Expect" in headers:
                self.finish()  # nothing is on its way, and nothing more is asked for

    def data_received(self, chunk: bytes) -> None:
        """Keep the next piece, or drop it."""
        self._patience.heard()
        if self.refusal is not None:
            self._drop(len(chunk))
            return
        try:
            self.spool.write(chunk)
        except Refusal as refusal:
            self._refuse(refusal)

    def body_ended(self) -> None:
        """Wait for nothing more: all of the request is here."""
        self._patience.end()

    def on_finish(self) -> None:
        """Leave nothing open."""
        self._patience.end()
        self.spool.close()
        super().on_finish()

    def on_connection_close(self) -> None:
        """Forget what was cut off."""
        super().on_connection_close()
        # WebSocketHandler, above, leaves this out; without it the request is waited for for ever.
        RequestHandler.on_connection_close(self)
        self._patience.end()
        self.spool.close()

    def _refuse(self, refusal: Refusal) -> None:
        self.refusal = refusal
        self.spool.close()
        content = f"{refusal}\n".encode()
        self.set_status(refusal.status)
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.set_header("Content-Length", str(len(content)))
        self.set_header("Connection", "close")
        for name, value in refusal.headers.items():
            self.set_header(name, value)
        self.write(content)
        self.flush()

    def _drop(self, size: int) -> None:
        self._dropped += size
        if self._dropped > MOST_DROPPED_BYTES:
            self.request.connection.close()

    def _give_up(self) -> None:
        if self.refusal is None:
            self._refuse(FellSilent(SILENT_SECONDS))
        self.finish()
