"""The Jupyter server extension: opens exercises, keeps learners' code out of course servers, and
lives with the limits of its session.

It is loaded into every session's server, so importing it costs next to nothing: nbgrader and the
REST client are imported when they are first needed.
"""

from __future__ import annotations

from jupyter_server.serverapp import ServerApp

from officina_widgets.server.loading import LIFE, load


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "officina_widgets.server"}]


def _load_jupyter_server_extension(serverapp: ServerApp) -> None:
    load(serverapp)


async def _start_jupyter_server_extension(serverapp: ServerApp) -> None:
    serverapp.web_app.settings[LIFE].start()
