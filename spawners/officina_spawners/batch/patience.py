"""A moment until which somebody waits."""

from __future__ import annotations

import time


class Deadline:
    """So many seconds from now on."""

    def __init__(self, seconds: float) -> None:
        self._ends = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds until then; never below zero."""
        return max(0.0, self._ends - time.monotonic())
