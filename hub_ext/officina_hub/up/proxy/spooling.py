"""The half of the public door that takes requests in, within bounds.

A request that is refused gets its answer at once. What it still sends is read and dropped, because
a client that sends everything before it listens would otherwise see only a broken connection. Once
it sends nothing more, the connection ends.
"""

from __future__ import annotations

import asyncio
import sys
from typing import Any

from tornado.web import RequestHandler, stream_request_body

from officina_hub.portal.api.patience import Patience
from officina_hub.up.proxy.refusals import MIB, FellSilent, HeadTooLarge, Refusal
from officina_hub.up.proxy.room import Room
from officina_hub.up.proxy.sockets import SocketHandler
from officina_hub.up.proxy.spool import Spool

SILENT_SECONDS = 60.0
LINGER_SECONDS = 5.0
MOST_DROPPED_BYTES = 512 * MIB
# What tornado reads at most in the Hub, the portal and the sessions.
MOST_HEAD_BYTES = 64 * 1024
MOST_DIGITS = 20  # of a number that is above sys.maxsize, however many more follow


@stream_request_body
class SpoolingHandler(SocketHandler):
    """Takes in a body piece by piece, or says why not."""

    def initialize(self, room: Room, **kwargs: Any) -> None:
        """Nothing has come yet."""
        super().initialize(**kwargs)
        self.spool = Spool(room)
        self.refusal: Refusal | None = None
        self._dropped = 0
        self._patience = self._patience_of(SILENT_SECONDS)

    def prepare(self) -> None:
        """Refuse what announces itself as too large, before any of it is sent."""
        # The spool has the bounds, and says which one was met; tornado would answer a bare 400.
        self.request.connection.set_max_body_size(sys.maxsize)
        if self._head_bytes() > MOST_HEAD_BYTES:
            self._refuse(HeadTooLarge(MOST_HEAD_BYTES))
            self.finish()
        elif self._has_body():
            self._expect_body()

    def _expect_body(self) -> None:
        self._patience.begin()
        announced = self._announced()
        try:
            self.spool.expect(announced)
        except Refusal as refusal:
            self._refuse(refusal)
            # Nothing is on its way where leave is asked first, and tornado itself would refuse,
            # for a second time, what is larger than it can count.
            if "Expect" in self.request.headers or announced > sys.maxsize:
                self.finish()

    def _has_body(self) -> bool:
        headers = self.request.headers
        return "Transfer-Encoding" in headers or headers.get("Content-Length", "0") != "0"

    def _announced(self) -> int:
        told = self.request.headers.get("Content-Length", "0")
        return int(told.lstrip("0")[:MOST_DIGITS] or "0") if told.isdecimal() else 0

    def _head_bytes(self) -> int:
        lines = self.request.headers.get_all()
        return len(self.request.uri or "") + sum(
            len(name) + len(value) + 4 for name, value in lines
        )

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
        if self.refusal is not None:
            self.request.connection.close()  # as its answer says; tornado would keep it

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
        self._patience.end()
        self._patience = self._patience_of(LINGER_SECONDS)
        self._patience.begin()

    def _patience_of(self, seconds: float) -> Patience:
        return Patience(asyncio.get_running_loop(), seconds, self._give_up)

    def _drop(self, size: int) -> None:
        self._dropped += size
        if self._dropped > MOST_DROPPED_BYTES:
            self.request.connection.close()

    def _give_up(self) -> None:
        if self.refusal is None:
            self._refuse(FellSilent(SILENT_SECONDS))
        self.finish()
