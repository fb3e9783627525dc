"""Sessions: how a single-user server is started, watched and ended.

This room knows no database and no web page; only ``officina_hub`` imports it.
"""

from officina_spawners.cleanup import stop_all_sessions
from officina_spawners.spawner import OfficinaSpawner

__all__ = ["OfficinaSpawner", "stop_all_sessions"]
