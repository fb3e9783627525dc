"""Watching the queue: one listing for all sessions of a cluster, and only what it proves.

``truth.py`` decides, ``pace.py`` says when to ask, ``watcher.py`` asks. This corner knows jobs and
nothing about sessions, hubs or profiles.
"""

from officina_spawners.watching.followed import Followed
from officina_spawners.watching.health import WatcherHealth
from officina_spawners.watching.pace import Pace
from officina_spawners.watching.registry import Watchers
from officina_spawners.watching.states import Gone, Running, State, Unknown, Waiting, last_seen
from officina_spawners.watching.watcher import QueueWatcher

__all__ = [
    "Followed",
    "Gone",
    "Pace",
    "QueueWatcher",
    "Running",
    "State",
    "Unknown",
    "Waiting",
    "WatcherHealth",
    "Watchers",
    "last_seen",
]
