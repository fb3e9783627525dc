"""Put our handlers into a running server application."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from jupyter_server.serverapp import ServerApp
from jupyter_server.utils import url_path_join
from tornado.routing import PathMatches, Rule
from tornado.web import Application, RequestHandler

from officina_widgets.environment import COURSE_VARIABLE
from officina_widgets.kernel_environment import GATE
from officina_widgets.server.assignment_list import speak_plainly
from officina_widgets.server.check_handlers import routes as check_routes
from officina_widgets.server.dataset_handler import DatasetHandler
from officina_widgets.server.home import home_of
from officina_widgets.server.kernel_gate import KernelGate
from officina_widgets.server.kernel_handlers import routes as kernel_routes
from officina_widgets.server.open_handler import OpenHandler
from officina_widgets.server.regrade_handler import RegradeHandler
from officina_widgets.server.session_handlers import routes
from officina_widgets.session.activity import ServerActivity
from officina_widgets.session.end_watch import EndWatch
from officina_widgets.session.idle_watch import IdleWatch
from officina_widgets.session.life import SessionLife, hub_of_environment
from officina_widgets.session.settings import SessionLimits
from officina_widgets.session.sure_stop import stop_surely
from officina_widgets.tools.loading import load_tools

LIFE = "officina_session_life"

NAME = "([^/]+)"


def load(serverapp: ServerApp) -> None:
    """Add what this kind of session needs: a learner's, or a course's own server."""
    application = serverapp.web_app
    base_url = application.settings["base_url"]
    is_course = bool(os.environ.get(COURSE_VARIABLE))
    life = _session_life(serverapp)
    home = home_of(Path(serverapp.root_dir).expanduser().resolve())
    handlers: list[tuple[str, type[RequestHandler], dict[str, Any]]] = [
        (url_path_join(base_url, "officina", "open", NAME, NAME, "?"), OpenHandler, {}),
        (url_path_join(base_url, "officina", "open", NAME, "?"), OpenHandler, {}),
        *routes(base_url, life),
        *kernel_routes(base_url, _kernel_gate(serverapp), life, home),
        *(() if is_course else check_routes(base_url)),
        *(() if is_course else dataset_routes(base_url)),
    ]
    application.add_handlers(".*$", handlers)  # type: ignore[no-untyped-call]  # tornado's own
    load_tools(serverapp)
    speak_plainly(application.settings)
    if is_course:
        path = url_path_join(base_url, "formgrader/api/submission", NAME, NAME, "autograde")
        take_over(application, path, RegradeHandler)


def _kernel_gate(serverapp: ServerApp) -> KernelGate:
    gate = KernelGate(serverapp)
    serverapp.web_app.settings[GATE] = gate
    return gate


def dataset_routes(base_url: str) -> list[tuple[str, type[RequestHandler], dict[str, Any]]]:
    """Where a dataset is put into a notebook."""
    return [(url_path_join(base_url, "officina", "datasets", NAME, "?"), DatasetHandler, {})]


def _session_life(serverapp: ServerApp) -> SessionLife:
    settings = serverapp.web_app.settings
    limits = SessionLimits(parent=serverapp)
    rule = limits.idle_rule()
    life = SessionLife(
        limits,
        end=EndWatch(hub=hub_of_environment),
        idle=IdleWatch(rule, ServerActivity(settings, rule)),
        stop=lambda: stop_surely(serverapp.stop),
    )
    settings[LIFE] = life
    return life


def take_over(application: Application, path: str, handler: type[RequestHandler]) -> None:
    """Answer a path before anybody else, whether their handlers are there already or come later.

    ``Application.add_handlers`` appends, so the extension loaded first would win; hence the rule is
    put before all others, where later ones never get (checked with tornado 6.5).
    """
    application.default_router.rules.insert(0, Rule(PathMatches(path), handler))
