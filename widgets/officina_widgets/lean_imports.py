"""What a single-user server need not import before it answers.

Measured (docs/reference/benchmarks.md): of the CPU time between the start of the process and the
first answer, most goes into modules that no session uses. ``rfc3987_syntax`` compiles grammars for
a check of web addresses that no Jupyter schema asks for; the Hub's request handlers, its database
layer and Alembic come in because the server's log formatter asks whether a request was the Hub's
health check.

So these names stand in until somebody really calls them. What they stand for is loaded then, and
nothing is taken away: code in the session that imports the Hub's handlers or tables gets them.

SQLAlchemy itself is not put off. ``importlib.util.LazyLoader`` would do it, but its exceptions then
exist twice, and nbgrader's gradebook no longer catches its own.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from collections.abc import Callable
from functools import cache
from types import ModuleType
from typing import Any


class HealthCheckHandler:
    """The Hub's handler of that name never runs in a session, so nothing is an instance of it."""


def is_valid_syntax(*arguments: Any, **options: Any) -> Any:
    """``rfc3987_syntax.is_valid_syntax``, compiled when the first address is judged."""
    return _judge_of_addresses()(*arguments, **options)


@cache
def _judge_of_addresses() -> Callable[..., Any]:
    del sys.modules["rfc3987_syntax"]
    judge: Callable[..., Any] = importlib.import_module("rfc3987_syntax").is_valid_syntax
    return judge


def count_nothing(_handler: object) -> None:
    """Stand in for ``jupyterhub.metrics.prometheus_log_method``.

    Jupyter Server counts a session's requests itself; the Hub's histogram beside it, of which
    nobody collects a session's part, would bring in the Hub's whole database layer.
    """


def use_lean_imports() -> None:
    """Put the stand-ins in place; to be called before anything of Jupyter is imported."""
    _stand_in("jupyterhub.orm")
    _stand_in("jupyterhub.roles")
    _stand_in("rfc3987_syntax", is_valid_syntax=is_valid_syntax)
    _stand_in("jupyterhub.metrics", prometheus_log_method=count_nothing)
    _stand_in("jupyterhub.handlers.pages", HealthCheckHandler=HealthCheckHandler)
    _stand_in("jupyterhub.handlers", pages=sys.modules["jupyterhub.handlers.pages"])


def _stand_in(name: str, **names: object) -> None:
    """A module of that name which has ``names``; asked for another one, it becomes the real one."""
    module = ModuleType(name, "Stands in until more of it is asked for.")
    spec = importlib.util.spec_from_loader(name, loader=None)
    if spec is not None and name == "jupyterhub.handlers":
        spec.submodule_search_locations = _folders_of_handlers()
        module.__path__ = spec.submodule_search_locations or []
    module.__spec__ = spec

    def the_real(attribute: str) -> object:
        if attribute.startswith("__"):
            raise AttributeError(attribute)
        if sys.modules.get(name) is module:
            del sys.modules[name]
        return getattr(importlib.import_module(name), attribute)

    module.__dict__.update(names, __getattr__=the_real)
    sys.modules[name] = module


def _folders_of_handlers() -> list[str]:
    package = importlib.util.find_spec("jupyterhub")
    folders = (package.submodule_search_locations if package else None) or []
    return [f"{folder}/handlers" for folder in folders]
