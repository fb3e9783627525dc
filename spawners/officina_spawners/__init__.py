"""Sessions: how a single-user server is started, watched and ended.

This room knows no database and no web page; only ``officina_hub`` imports it. The two names are
loaded when they are asked for: whoever only reads the facts of profiles needs no Hub for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from officina_spawners.cleanup import stop_all_sessions
    from officina_spawners.spawner import OfficinaSpawner

__all__ = ["OfficinaSpawner", "stop_all_sessions"]


def __getattr__(name: str) -> Any:
    if name == "OfficinaSpawner":
        from officina_spawners.spawner import OfficinaSpawner

        return OfficinaSpawner
    if name == "stop_all_sessions":
        from officina_spawners.cleanup import stop_all_sessions

        return stop_all_sessions
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
