"""nbgrader's assignment list and validation, imported when somebody first asks for them.

Their import takes as long as a third of a session's start, and most sessions begin with something
else. So this server extension keeps their paths, and puts nbgrader's own extensions, unmodified,
in its place with the first request there. That request and those that come meanwhile wait, while
the import runs in a thread and the server goes on serving; then nbgrader answers them.

The paths are those of nbgrader 0.9. Of another version nobody knows yet, so it is loaded when the
server starts, as Jupyter does it.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Sequence
from importlib import import_module, metadata
from types import ModuleType
from typing import Any, Final

from jupyter_server.serverapp import ServerApp
from tornado.httputil import (
    HTTPHeaders,
    HTTPMessageDelegate,
    HTTPServerRequest,
    RequestStartLine,
    ResponseStartLine,
)
from tornado.routing import PathMatches, Router, Rule

from officina_widgets.server.assignment_list import LIST_MANAGER, speak_plainly

NAME: Final = "officina_widgets.server.nbgrader_later"
EXTENSIONS: Final = (
    "nbgrader.server_extensions.assignment_list",
    "nbgrader.server_extensions.validate_assignment",
)
PATHS: Final = r"(?:assignments(?:/.*)?|courses|nbgrader_version)$"
KNOWN: Final = "0.9."

NOT_LOADED = (
    "nbgrader could not be imported, so exercises can neither be listed nor validated in this "
    "session. Everything else works. Mend the installation of nbgrader and start the session again."
)


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": NAME}]


def _load_jupyter_server_extension(serverapp: ServerApp) -> None:
    if LIST_MANAGER in serverapp.web_app.settings:
        return  # whoever configured this server wanted nbgrader's own extension at once
    version = _version()
    if version and version.startswith(KNOWN):
        Later(serverapp).keep_paths()
    elif version:
        _hand_over(serverapp, _imported())


class Later(Router):
    """Keeps nbgrader's paths until nbgrader is there."""

    def __init__(self, serverapp: ServerApp) -> None:
        self._serverapp = serverapp
        self._loading: asyncio.Task[None] | None = None
        base_url = re.escape(serverapp.web_app.settings["base_url"])
        self._rule = Rule(PathMatches(base_url + PATHS), self)

    def keep_paths(self) -> None:
        """Before all others: nothing else may answer there."""
        self._rules.insert(0, self._rule)

    def find_handler(self, request: HTTPServerRequest, **_: Any) -> HTTPMessageDelegate:
        """Called by tornado for a request on one of the paths."""
        return Waiting(self, request)

    async def found(self, request: HTTPServerRequest) -> HTTPMessageDelegate:
        """Who answers this request, now that nbgrader is there."""
        if self._loading is None:
            self._loading = asyncio.create_task(self._load())
        await asyncio.shield(self._loading)  # another request may wait for it, too
        return self._serverapp.web_app.find_handler(request)

    async def _load(self) -> None:
        try:
            _hand_over(self._serverapp, await asyncio.to_thread(_imported))
        except Exception:
            self._serverapp.log.exception(NOT_LOADED)
        finally:
            self._rules.remove(self._rule)

    @property
    def _rules(self) -> list[Rule]:
        rules: list[Rule] = self._serverapp.web_app.default_router.rules
        return rules


class Waiting(HTTPMessageDelegate):
    """One request: its headers wait, and tornado reads no body before they are taken."""

    def __init__(self, later: Later, request: HTTPServerRequest) -> None:
        self._later = later
        self._request = request
        self._found: HTTPMessageDelegate | None = None

    async def headers_received(
        self, start_line: RequestStartLine | ResponseStartLine, headers: HTTPHeaders
    ) -> None:
        self._found = await self._later.found(self._request)
        taken = self._found.headers_received(start_line, headers)
        if taken is not None:
            await taken

    def data_received(self, chunk: bytes) -> Awaitable[None] | None:
        return self._found.data_received(chunk) if self._found else None

    def finish(self) -> None:
        if self._found:
            self._found.finish()

    def on_connection_close(self) -> None:
        if self._found:
            self._found.on_connection_close()


def _version() -> str:
    """Of the nbgrader that is installed; empty where there is none."""
    try:
        return metadata.version("nbgrader")
    except metadata.PackageNotFoundError:
        return ""


def _imported() -> Sequence[ModuleType]:
    return [import_module(name) for name in EXTENSIONS]


def _hand_over(serverapp: ServerApp, extensions: Sequence[ModuleType]) -> None:
    """As Jupyter loads them."""
    for extension in extensions:
        extension._load_jupyter_server_extension(serverapp)
    speak_plainly(serverapp.web_app.settings)
