"""The half of the public door that passes requests on, and their answers back."""

from __future__ import annotations

from typing import Any, cast

from tornado.httpclient import HTTPRequest
from tornado.httputil import HTTPHeaders

from officina_hub.up.proxy.exchange import Exchange
from officina_hub.up.proxy.room import Room
from officina_hub.up.proxy.spooling import SpoolingHandler

# What the package's option --proxy-timeout means where it is not given, in seconds.
ANSWER_SECONDS = 20.0
# RFC 9110, 7.6.1: said for one connection, and anew for the next one.
OF_ONE_CONNECTION = frozenset(
    (
        "connection",
        "keep-alive",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    )
)
# The package would send these along, also with a WebSocket's request, which has no body.
OF_THE_BODY = ("Transfer-Encoding", "Content-Length", "Expect")
SERVICES = "/services/"
HAVE_BODIES = frozenset(("POST", "PUT", "PATCH"))


class PassingHandler(SpoolingHandler):
    """Sends a request on from its spool, and the answer back as it comes."""

    def initialize(self, room: Room, **kwargs: Any) -> None:
        """Nothing is passed on yet."""
        super().initialize(room, **kwargs)
        self._exchange: Exchange | None = None
        self._is_gone = False

    async def call_proxy(self, path: str | None = None) -> None:
        """Called by the package for all that is no WebSocket, when the request is here."""
        self.body_ended()
        if self.refusal is not None:
            return
        url = await self.get_target_url(path)
        if url is None:
            return
        self._exchange = Exchange(self, self.proxy.proxy_timeout or ANSWER_SECONDS)
        method, headers = str(self.request.method), self._headers_onwards(url)
        try:
            await self._exchange.run(method, url, headers, self.spool.pieces())
        except OSError as error:
            await self._tell_broken(error)

    async def get_target_url(self, path: str | None) -> str | None:
        """Where the request goes; a service without a route of its own is not there now.

        A proxy that was started anew is told the routes a moment later. Until then the Hub would
        get what is meant for a service, and refuse it for good with 403 or 404.
        """
        url: str | None = await super().get_target_url(path)
        if (
            url is None
            or self.target["prefix"] != "/"
            or not self.request.path.startswith(SERVICES)
        ):
            return url
        await self.handle_proxy_error(503, "no route to this service is known")
        return None

    async def begin(self, status: int, headers: HTTPHeaders) -> None:
        """Pass the head of the answer on, as it is."""
        self.clear()
        for name in ("Content-Type", "Date", "Server"):
            self.clear_header(name)  # tornado's own
        for name, value in _lasting(headers).get_all():
            self.add_header(name, value)
        self.set_status(status)
        await self.flush()

    async def go_on(self, piece: bytes) -> None:
        """Pass a piece on, and come back when the browser's connection has taken it."""
        self.write(piece)
        await self.flush()

    def on_connection_close(self) -> None:
        """Let the target know that nobody listens any more."""
        super().on_connection_close()
        self._is_gone = True
        if self._exchange is not None:
            self._exchange.give_up()

    async def _tell_broken(self, error: OSError) -> None:
        if self._is_gone:
            return
        if not self._headers_written:
            await self.handle_proxy_error(503, error)
            return
        # The browser has the beginning: a connection that breaks off says that this is not all.
        self.proxy.log.warning("%s %s: %s", self.request.method, self.request.path, error)
        self.request.connection.close()

    def _headers_onwards(self, url: str) -> HTTPHeaders:
        headers = _lasting(HTTPHeaders(self._get_proxy_request(url).headers))
        headers["Connection"] = "close"
        if self.spool.size or self.request.method in HAVE_BODIES:
            headers["Content-Length"] = str(self.spool.size)
        return headers

    def _get_proxy_request(self, url: str) -> HTTPRequest:
        request: Any = super()._get_proxy_request(url)
        for name in OF_THE_BODY:
            request.headers.pop(name, None)
        request.body = None
        return cast("HTTPRequest", request)


def _lasting(headers: HTTPHeaders) -> HTTPHeaders:
    """The headers without those that are about one connection."""
    named = {name.strip().lower() for name in headers.get("Connection", "").split(",")}
    lasting = HTTPHeaders()
    for name, value in headers.get_all():
        if name.lower() not in OF_ONE_CONNECTION | named:
            lasting.add(name, value)
    return lasting
