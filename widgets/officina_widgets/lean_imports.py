"""What a single-user server need not import before it answers.

Measured (docs/reference/benchmarks.md): of the CPU time between the start of the process and the
first answer, most goes into modules that no session uses. ``rfc3987_syntax`` compiles grammars for
a check of web addresses that no Jupyter schema asks for; httpx brings its command line; the Hub's
request handlers, its database layer and Alembic come in because the server's log formatter asks
whether a request was the Hub's health check.

So these names stand in until somebody really calls them. What they stand for is loaded then, and
nothing is taken away: code in the session that imports the Hub's handlers or tables gets them.

SQLAlchemy and requests are put off for those modules alone that import them without using them at
once; for all others they are there. Put off for all by ``importlib.util.LazyLoader``, SQLAlchemy's
exceptions existed twice, and nbgrader's gradebook no longer caught its own.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Final

from officina_courses.late_grammars import grammars_later
from officina_courses.stand_ins import Wish, function_later, put_off, stand_in


class HealthCheckHandler:
    """The Hub's handler of that name never runs in a session, so nothing is an instance of it."""


class DatabaseError(Exception):
    """Stands for ``SQLAlchemyError`` in the Hub's utilities until that is there to be raised."""


def count_nothing(_handler: object) -> None:
    """Stand in for ``jupyterhub.metrics.prometheus_log_method``.

    Jupyter Server counts a session's requests itself; the Hub's histogram beside it, of which
    nobody collects a session's part, would bring in the Hub's whole database layer.
    """


USED_LATER: Final = {
    "jupyterhub.scopes": Wish("sqlalchemy"),  # for the Hub's database alone
    "jupyterhub.utils": Wish("sqlalchemy.exc", {"SQLAlchemyError": DatabaseError}),  # likewise
    "jupyterlab_server.listings_handler": Wish("requests"),  # for lists of allowed extensions
}


@contextmanager
def lean_imports() -> Iterator[None]:
    """Stand-ins are in place; to be entered before anything of Jupyter is imported."""
    stand_in("jupyterhub.orm")
    stand_in("jupyterhub.roles")
    stand_in("jupyterhub.metrics", prometheus_log_method=count_nothing)
    pages = stand_in("jupyterhub.handlers.pages", HealthCheckHandler=HealthCheckHandler)
    _give_folders(stand_in("jupyterhub.handlers", pages=pages))
    grammars_later()
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
