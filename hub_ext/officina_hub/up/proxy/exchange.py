"""One request to a target, whose answer is handed on while it still comes.

tornado's own client gives a time limit to an answer as a whole, so that a slow browser would lose
a long download, and cannot be stopped when the browser has gone. This stands on the same parts.
"""

from __future__ import annotations

import asyncio
import ssl
import sys
from collections.abc import Awaitable, Iterable
from typing import Protocol
from urllib.parse import urlsplit

from tornado.http1connection import HTTP1Connection, HTTP1ConnectionParameters
from tornado.httputil import (
    HTTPHeaders,
    HTTPMessageDelegate,
    RequestStartLine,
    ResponseStartLine,
)
from tornado.iostream import IOStream, StreamClosedError
from tornado.tcpclient import TCPClient

from officina_hub.portal.api.patience import Patience

CONNECT_SECONDS = 20.0


class BrokenOff(OSError):  # noqa: N818 - the name is the answer
    """The target did not answer, or not to the end."""


class Receiver(Protocol):
    """Who gets the answer; each call may take its time, and the target waits meanwhile."""

    async def begin(self, status: int, headers: HTTPHeaders) -> None:
        """The answer's head."""
        ...

    async def go_on(self, piece: bytes) -> None:
        """The next piece of its body."""
        ...


class Exchange(HTTPMessageDelegate):
    """Sends one request, and hands the answer on."""

    def __init__(self, receiver: Receiver, silent_seconds: float) -> None:
        self._receiver = receiver
        self._patience = Patience(asyncio.get_running_loop(), silent_seconds, self.give_up)
        self._stream: IOStream | None = None
        self._is_given_up = False
        self._is_whole = False

    async def run(self, method: str, url: str, headers: HTTPHeaders, body: Iterable[bytes]) -> None:
        """Raise ``OSError`` where no answer came, or not all of it."""
        address = urlsplit(url)
        stream = await self._connect(address.scheme, address.hostname or "", address.port)
        settings = HTTP1ConnectionParameters(no_keep_alive=True, max_body_size=sys.maxsize)
        connection = HTTP1Connection(stream, is_client=True, params=settings)
        target = f"{address.path or '/'}?{address.query}" if address.query else address.path or "/"
        connection.write_headers(RequestStartLine(method, target, ""), headers)
        self._patience.begin()
        sending = asyncio.ensure_future(self._send(connection, body))
        try:
            await connection.read_response(self)
        finally:
            self._patience.end()
            stream.close()
            sending.cancel()
        if self._is_given_up or not self._is_whole:
            raise BrokenOff("the answer broke off")

    def give_up(self) -> None:
        """End it where it stands: nobody waits for the answer, or it does not come."""
        self._is_given_up = True
        self._patience.end()
        if self._stream is not None:
            self._stream.close()

    async def headers_received(
        self, start_line: RequestStartLine | ResponseStartLine, headers: HTTPHeaders
    ) -> None:
        """Hand on the head; a target may send others before, such as 103."""
        if isinstance(start_line, ResponseStartLine) and start_line.code >= 200:
            await self._hand_on(self._receiver.begin(start_line.code, headers))

    async def data_received(self, chunk: bytes) -> None:
        """Hand on a piece."""
        await self._hand_on(self._receiver.go_on(chunk))

    def finish(self) -> None:
        """All has come; what was not yet sent, the target did not want."""
        self._is_whole = True
        if self._stream is not None:
            self._stream.close()

    async def _connect(self, scheme: str, host: str, port: int | None) -> IOStream:
        context = ssl.create_default_context() if scheme == "https" else None
        number = port or (443 if context else 80)
        self._stream = await TCPClient().connect(
            host, number, ssl_options=context, timeout=CONNECT_SECONDS
        )
        if self._is_given_up:
            self._stream.close()
            raise BrokenOff("nobody waits for the answer any more")
        return self._stream

    async def _hand_on(self, step: Awaitable[None]) -> None:
        self._patience.end()  # a slow receiver is not the target's silence
        try:
            await step
        except StreamClosedError:
            self.give_up()
        else:
            self._patience.begin()

    async def _send(self, connection: HTTP1Connection, body: Iterable[bytes]) -> None:
        try:
            for piece in body:
                await connection.write(piece)
                self._patience.heard()
            connection.finish()
        except StreamClosedError:
            pass  # the answer tells, or that there is none
        except OSError:
            self.give_up()
