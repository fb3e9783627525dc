"""Ends this process for good, because a job that does not end holds its GPUs to the time limit."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable

GRACE_SECONDS = 60.0


def stop_surely(stop: Callable[[], object], grace_seconds: float = GRACE_SECONDS) -> None:
    """Let the server stop; where it has not ended in time, end the process with status 0.

    jupyter-server 2.21 can return from its loop while a worker thread of AnyIO's still waits for
    work, and Python then waits for that thread. Delete this when it no longer does.
    """
    last_resort = threading.Timer(grace_seconds, os._exit, (0,))
    last_resort.daemon = True
    last_resort.start()
    stop()
