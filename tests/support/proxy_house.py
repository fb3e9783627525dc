"""The proxy's public door on loopback, before a target that does what an address asks for."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

from tornado.httpclient import AsyncHTTPClient, HTTPRequest, HTTPResponse
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port
from tornado.web import Application, RequestHandler
from tornado.websocket import WebSocketHandler

from officina_hub.up.proxy.launcher import READ_HEAD_BYTES, PassingProxy
from officina_hub.up.proxy.refusals import MIB
from officina_hub.up.proxy.room import Room


class Echo(RequestHandler):
    """Tells what came, and sends the headers that an operator would miss."""

    def _answer(self) -> None:
        self.set_header("Content-Type", "application/json")
        self.set_header("Etag", '"the-target"')
        self.set_header("Keep-Alive", "timeout=5")
        self.add_header("Set-Cookie", "one=1")
        self.add_header("Set-Cookie", "two=2")
        told = {"size": len(self.request.body), "headers": dict(self.request.headers)}
        self.write(json.dumps(told))

    get = post = put = delete = _answer

    def head(self) -> None:
        self.set_header("Content-Length", "12345")


class InSteps(RequestHandler):
    """Sends one piece, and the next when the test says so, or breaks off, or sees its end."""

    def initialize(self, house: ProxyHouse) -> None:
        self.house = house

    async def get(self) -> None:
        if self.get_argument("length", ""):
            self.set_header("Content-Length", self.get_argument("length"))
        self.write(b"first")
        await self.flush()
        await self.house.go_on.wait()
        if self.get_argument("breaks", ""):
            self.request.connection.close()
            return
        self.write(b"second")

    def on_connection_close(self) -> None:
        self.house.target_was_left.set()


class Empty(RequestHandler):
    def get(self, status: str) -> None:
        self.set_status(int(status))


class Silent(RequestHandler):
    async def get(self) -> None:
        await asyncio.Event().wait()


class EchoSocket(WebSocketHandler):
    def select_subprotocol(self, subprotocols: list[str]) -> str | None:
        return subprotocols[-1] if subprotocols else None

    async def on_message(self, message: str | bytes) -> None:
        await self.write_message(message, binary=isinstance(message, bytes))


class LeavingSocket(WebSocketHandler):
    """Closes at the first word."""

    def initialize(self, house: ProxyHouse) -> None:
        self.house = house

    def on_message(self, message: str | bytes) -> None:
        self.close()

    def on_close(self) -> None:
        self.house.target_was_left.set()


class ErrorPage(RequestHandler):
    """The Hub's page for errors of the proxy."""

    def get(self, code: str) -> None:
        self.write(f"The Hub's page for {code}: {self.get_argument('url')}")


class ProxyHouse:
    """A proxy with these bounds; ``room`` is the disk space of its spools."""

    def __init__(
        self,
        folder: Path,
        *,
        one_bytes: int = 4 * MIB,
        all_bytes: int = 8 * MIB,
        spare_bytes: int = 0,
        silent_seconds: float = 20.0,
    ) -> None:
        self.go_on = asyncio.Event()
        self.target_was_left = asyncio.Event()
        self.room = Room(folder, one_bytes=one_bytes, all_bytes=all_bytes, spare_bytes=spare_bytes)
        self._servers: list[HTTPServer] = []
        target = self._serve(
            Application(
                [
                    (r"/echo", Echo),
                    (r"/steps", InSteps, {"house": self}),
                    (r"/empty/([0-9]+)", Empty),
                    (r"/silent", Silent),
                    (r"/socket", EchoSocket),
                    (r"/leaving", LeavingSocket, {"house": self}),
                    (r"/hub/error/([0-9]+)", ErrorPage),
                ]
            )
        )
        self.target = f"http://127.0.0.1:{target}"
        options = {
            "default_target": self.target,
            "error_target": f"{self.target}/hub/error",
            "proxy_timeout": silent_seconds,
        }
        self.proxy = PassingProxy(self.room, options)
        self.port = self._serve(self.proxy.proxy_app)

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self.port}"

    async def ask(self, path: str, **how: Any) -> HTTPResponse:
        """One request by a patient client that sends everything before it listens."""
        request = HTTPRequest(f"http://{self.address}{path}", decompress_response=False, **how)
        return await AsyncHTTPClient().fetch(request, raise_error=False)

    async def connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection on which a test speaks HTTP itself."""
        return await asyncio.open_connection("127.0.0.1", self.port)

    async def close(self) -> None:
        for server in self._servers:
            server.stop()
            await server.close_all_connections()
        AsyncHTTPClient().close()

    def _serve(self, app: Application) -> int:
        socket, port = bind_unused_port()
        server = HTTPServer(app, max_header_size=READ_HEAD_BYTES)
        server.add_socket(socket)
        self._servers.append(server)
        return port
