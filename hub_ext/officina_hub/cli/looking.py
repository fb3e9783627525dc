"""When to look again at what the portal has no event for over HTTP."""

from __future__ import annotations

import time
from collections.abc import Iterator

FIRST_LOOK_SECONDS = 0.5
LONGEST_LOOK_SECONDS = 5.0


def looks(wait_seconds: float) -> Iterator[None]:
    """Pause, longer from time to time, and go on, as often as the time allows."""
    pause = FIRST_LOOK_SECONDS
    deadline = time.monotonic() + wait_seconds
    while time.monotonic() + pause < deadline:
        time.sleep(pause)
        yield
        pause = min(pause * 1.5, LONGEST_LOOK_SECONDS)
