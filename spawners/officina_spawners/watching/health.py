"""How the watching itself is doing, for pages and metrics."""

from __future__ import annotations

from collections import deque

from pydantic import AwareDatetime

from officina_courses.model import Frozen
from officina_spawners.watching.truth import Accounting

MINUTE = 60.0
REMEMBERED_COMMANDS = 1_000


class WatcherHealth(Frozen):
    """One cluster's watcher at one moment."""

    cluster: str
    sessions: int
    listed_jobs: int | None  # how long the whole queue was when it was last asked for
    last_success: AwareDatetime | None
    last_seconds: float  # what the last successful listing took
    consecutive_failures: int
    last_error: str  # empty after a success; for operators, not for learners
    accounting: Accounting | None  # None: not asked yet
    commands_per_minute: int


class Commands:
    """How many questions were put to Slurm within the last minute."""

    def __init__(self) -> None:
        self._times: deque[float] = deque(maxlen=REMEMBERED_COMMANDS)

    def asked(self, at: float) -> None:
        self._times.append(at)

    def per_minute(self, now: float) -> int:
        while self._times and self._times[0] <= now - MINUTE:
            self._times.popleft()
        return len(self._times)
