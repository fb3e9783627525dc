"""A real Jupyter server in this process, with our configuration, and a way to ask it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from jupyter_server.serverapp import ServerApp
from tornado.httpclient import AsyncHTTPClient, HTTPResponse
from tornado.httpserver import HTTPServer
from tornado.netutil import bind_sockets

import officina_widgets

CONFIG = Path(officina_widgets.__file__).parent / "jupyter_config"


class Server:
    """A running server and its answers."""

    def __init__(self, app: ServerApp, port: int) -> None:
        self.app = app
        self.port = port
        self._root = f"http://127.0.0.1:{port}/user/ada/"

    async def ask(self, path: str, **options: Any) -> HTTPResponse:
        """The answer to a request by the server's owner; redirects are not followed."""
        headers = {"Authorization": f"token {self.app.identity_provider.token}"}
        headers |= options.pop("headers", {})
        return await AsyncHTTPClient().fetch(
            self._root + path,
            headers=headers,
            follow_redirects=False,
            raise_error=False,
            **options,
        )


@asynccontextmanager
async def running() -> AsyncIterator[Server]:
    ServerApp.clear_instance()
    app = ServerApp.instance(
        allow_root=True,
        base_url="/user/ada/",
        ip="127.0.0.1",
        open_browser=False,
        root_dir=str(Path.home()),
    )
    app.initialize(argv=[], new_httpserver=False)
    sockets = bind_sockets(0, "127.0.0.1")
    http_server = HTTPServer(app.web_app)
    http_server.add_sockets(sockets)
    try:
        yield Server(app, sockets[0].getsockname()[1])
    finally:
        http_server.stop()
        await http_server.close_all_connections()
        await app._cleanup()
        # formgrader keeps its gradebook open until its process ends, which is ours.
        if gradebook := app.web_app.settings.get("nbgrader_gradebook"):
            gradebook.close()
        ServerApp.clear_instance()
