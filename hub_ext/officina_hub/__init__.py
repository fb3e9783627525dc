"""The hub side: configuration, portal, grading queue and command line.

The one name an admin needs is :func:`officina_hub.configure`. It is imported when it is asked for,
so that the portal and the grader start without JupyterHub's configuration.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from officina_hub.configuration import configure as configure

__all__ = ["configure"]


def __getattr__(name: str) -> object:
    if name == "configure":
        from officina_hub.configuration import configure

        return configure
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
