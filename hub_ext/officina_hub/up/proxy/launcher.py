"""The package's own command, with our handler at its public door."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from configurable_http_proxy import cli  # type: ignore[import-untyped]
from configurable_http_proxy.configproxy import PythonProxy  # type: ignore[import-untyped]
from tornado.httpclient import AsyncHTTPClient
from tornado.httpserver import HTTPServer
from tornado.web import Application

from officina_hub.log_secrets import hide_secrets
from officina_hub.up.proxy.passing import PassingHandler
from officina_hub.up.proxy.room import Room

LARGEST_AT_ONCE = 8
# A route is a hundred bytes. The public door sets its own bound for each request.
LARGEST_API_BYTES = 1024 * 1024
# Above tornado's 64 KiB, so that the public door can say that it takes no more than these.
READ_HEAD_BYTES = 256 * 1024
# The package fetches the Hub's error pages with tornado's client, ten at once if nobody says more.
ERROR_PAGES_AT_ONCE = 100


class PassingProxy(PythonProxy):
    """The package's proxy, whose public side passes bodies on."""

    def __init__(self, room: Room, options: Mapping[str, Any]) -> None:
        super().__init__(options)
        self.proxy_app = Application([(r"/(.*)", PassingHandler, {"proxy": self, "room": room})])


def main(argv: Sequence[str]) -> None:
    """Run the proxy with these arguments, until it is ended."""
    hide_secrets()
    most, *rest = argv
    room = Room(Path.cwd(), one_bytes=int(most), all_bytes=LARGEST_AT_ONCE * int(most))
    AsyncHTTPClient.configure(None, max_clients=ERROR_PAGES_AT_ONCE)
    cli.PythonProxy = partial(PassingProxy, room)
    cli.HTTPServer = partial(
        HTTPServer, max_body_size=LARGEST_API_BYTES, max_header_size=READ_HEAD_BYTES
    )
    cli.main(args=rest, prog_name="configurable-http-proxy")
