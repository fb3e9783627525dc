"""What a single-user server need not import before it answers.

Measured (docs/reference/benchmarks.md): of the CPU time between the start of the process and the
first answer, most goes into modules that no session uses. ``rfc3987_syntax`` compiles grammars for
a check of web addresses that no Jupyter schema asks for; httpx brings its command line; the Hub's
request handlers, its database layer and Alembic come in because the server's log formatter asks
whether a request was the Hub's health check.

So these names stand in until somebody really calls them. What they stand for is loaded then, and
nothing is taken away: code in the session that imports the Hub's handlers or tables gets them.

requests is put off for the one module alone that imports it without using it at once; for all
others it is there. SQLAlchemy is not put off. ``importlib.util.LazyLoader`` would do it, but its
exceptions then exist twice, and nbgrader's gradebook no longer catches its own.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Final

from officina_widgets.stand_ins import function_later, put_off, stand_in

USED_LATER: Final = {
    "jupyterlab_server.listings_handler": "requests",  # for lists of extensions that a site allows
}


class HealthCheckHandler:
    """The Hub's handler of that name never runs in a session, so nothing is an instance of it."""


def count_nothing(_handler: object) -> None:
    """Stand in for ``jupyterhub.metrics.prometheus_log_method``.

    Jupyter Server counts a session's requests itself; the Hub's histogram beside it, of which
    nobody collects a session's part, would bring in the Hub's whole database layer.
    """


@contextmanager
def lean_imports() -> Iterator[None]:
    """Stand-ins are in place; to be entered before anything of Jupyter is imported."""
    stand_in("jupyterhub.orm")
    stand_in("jupyterhub.roles")
    stand_in("jupyterhub.metrics", prometheus_log_method=count_nothing)
    pages = stand_in("jupyterhub.handlers.pages", HealthCheckHandler=HealthCheckHandler)
    _give_folders(stand_in("jupyterhub.handlers", pages=pages))
    function_later("rfc3987_syntax", "is_valid_syntax")
    function_later("rfc3986_validator", "validate_rfc3986")
    function_later("httpx._main", "main")  # its command line, with click and rich
    with put_off(USED_LATER):
        yield


def _give_folders(handlers: ModuleType) -> None:
    """It is a package, so its other modules must be found."""
    package = importlib.util.find_spec("jupyterhub")
    folders = (package.submodule_search_locations if package else None) or []
    handlers.__path__ = [f"{folder}/handlers" for folder in folders]
    if handlers.__spec__ is not None:
        handlers.__spec__.submodule_search_locations = handlers.__path__
