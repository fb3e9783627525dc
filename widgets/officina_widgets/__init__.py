"""The notebook side: the REST client, the nbgrader exchange and the server extension.

It runs in the learner's own server and holds no right but that server's hub token. In a notebook,
``officina_widgets.check()`` checks the exercise in whose folder it lies; it is loaded when it is
first used, because every session imports this package.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from officina_widgets.checks.asking import check

__all__ = ["check"]


def __getattr__(name: str) -> object:
    if name != "check":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from officina_widgets.checks.asking import check

    return check
