"""Puts the tools into a session's server, where there are some to put there.

jupyter-server-proxy takes a tenth of a second to import, so it is imported in sessions on clusters
alone, and only where the environment has one of the tools.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Any

from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.serverapp import ServerApp
from jupyter_server.utils import url_path_join
from tornado.web import authenticated

from officina_widgets.tools.entries import Tool, available
from officina_widgets.tools.sockets import socket_place

OF_A_JOB = "OFFICINA_DOOR"  # only jobs have it: through that door they report their port
START_SECONDS = 60.0  # TensorBoard and MLflow import for long on a busy file system


class NoToolsHandler(JupyterHandler):
    """What JupyterLab's part of jupyter-server-proxy asks for, with nothing in it."""

    @authenticated
    def get(self) -> None:
        self.finish({"server_processes": []})


def load_tools(serverapp: ServerApp) -> None:
    """Serve the entries of the tools that there are."""
    found = available() if os.environ.get(OF_A_JOB) else ()
    base_url = serverapp.web_app.settings["base_url"]
    routes = _proxied(base_url, found) if found else _none(base_url)
    serverapp.web_app.add_handlers(".*$", routes)  # type: ignore[no-untyped-call]  # tornado's own


def _none(base_url: str) -> list[tuple[Any, ...]]:
    return [(url_path_join(base_url, "server-proxy/servers-info"), NoToolsHandler)]


def _proxied(base_url: str, tools: Sequence[Tool]) -> list[tuple[Any, ...]]:
    from jupyter_server_proxy.api import ServersInfoHandler
    from jupyter_server_proxy.config import ServerProcess, make_handlers

    processes = [
        ServerProcess(
            name=tool.name,
            command=tool.command(),
            unix_socket=socket_place(tool.name),
            timeout=START_SECONDS,
            update_last_activity=False,  # an open page that refreshes itself is nobody at work
            launcher_entry={"title": tool.title, "category": "Other"},
        )
        for tool in tools
    ]
    info = url_path_join(base_url, "server-proxy/servers-info")
    return [
        *make_handlers(base_url, processes),
        (info, ServersInfoHandler, {"server_processes": processes}),
    ]
