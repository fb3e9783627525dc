"""The proxy, with bodies as large as this factory takes, kept in a file on their way.

configurable-http-proxy 0.4.0 has no option for the size of a body: tornado's 100 MB hold for both
directions, each body lies in memory as a whole, ten requests at once wait for their answers, and an
answer must have come after 20 seconds. Here a body goes into a nameless file and from there to its
target, so that the proxy's memory does not grow with it. Delete this when the package has options
for these.

The arguments are the largest body in bytes, then the package's own.
"""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from tempfile import SpooledTemporaryFile
from typing import Any, cast

from configurable_http_proxy import cli, configproxy  # type: ignore[import-untyped]
from configurable_http_proxy.handlers import (  # type: ignore[import-untyped]
    ProxyHandler,
)
from tornado.httpclient import AsyncHTTPClient, HTTPRequest
from tornado.httpserver import HTTPServer
from tornado.web import stream_request_body

MIB = 1024 * 1024
MEMORY_BYTES = MIB
PIECE_BYTES = MIB
MOST_AT_ONCE = 1000
# Said anew for the way to the target, where the body has a known length.
OF_THE_WAY = ("Transfer-Encoding", "Content-Length", "Expect")

Write = Callable[[bytes], Awaitable[None]]


@stream_request_body
class SpoolingHandler(ProxyHandler):
    """Takes in a body piece by piece, and sends it on from the file."""

    def initialize(self, **kwargs: Any) -> None:
        """Nothing has come yet."""
        super().initialize(**kwargs)
        self._spool = SpooledTemporaryFile(max_size=MEMORY_BYTES, dir=".")  # noqa: SIM115 - on_finish
        self._size = 0

    def data_received(self, chunk: bytes) -> None:
        """Keep the next piece."""
        self._spool.write(chunk)
        self._size += len(chunk)

    def on_finish(self) -> None:
        """Leave nothing open."""
        self._spool.close()
        super().on_finish()

    def on_connection_close(self) -> None:
        """Forget what was cut off."""
        super().on_connection_close()
        if not self._is_complete():
            self._spool.close()

    def _is_complete(self) -> bool:
        ready = self.request._body_future  # tornado has no other word for it
        return bool(ready is not None and ready.done() and not ready.cancelled())

    def _get_proxy_request(self, url: str) -> HTTPRequest:
        request: Any = super()._get_proxy_request(url)
        for name in OF_THE_WAY:
            request.headers.pop(name, None)
        request.body = None
        if self._size or self.request.method in {"POST", "PUT", "PATCH"}:
            request.headers["Content-Length"] = str(self._size)
            request.body_producer = self._send
        return cast("HTTPRequest", request)

    async def _send(self, write: Write) -> None:
        self._spool.seek(0)
        while piece := self._spool.read(PIECE_BYTES):
            await write(piece)


def main(argv: Sequence[str]) -> None:
    """Run the proxy with these arguments, until it is ended."""
    most, *rest = argv
    sizes = {"max_body_size": int(most), "max_buffer_size": int(most) + MIB}
    AsyncHTTPClient.configure(None, max_clients=MOST_AT_ONCE, **sizes)
    # Streamed: the buffer of a connection holds one piece, not the body.
    cli.HTTPServer = partial(HTTPServer, max_body_size=int(most))
    configproxy.ProxyHandler = SpoolingHandler
    cli.main(args=rest, prog_name="configurable-http-proxy")


if __name__ == "__main__":
    main(sys.argv[1:])
