"""Waiting for a condition, with an end to the patience and a reason when it ends."""

from __future__ import annotations

import time
from collections.abc import Callable

from slurm_cluster.errors import ClusterError

# No daemon here tells when it is ready, so they are asked; each question costs a few milliseconds.
BETWEEN_QUESTIONS_SECONDS = 0.05


def wait_until(
    condition: Callable[[], bool],
    *,
    what: str,
    seconds: float,
    trouble: Callable[[], str | None] = lambda: None,
) -> None:
    """Return once the condition holds; fail when time is up, or at once when there is trouble."""
    deadline = time.monotonic() + seconds
    while not condition():
        found = trouble()
        if found is None and time.monotonic() > deadline:
            found = f"It was not so within {seconds:g} s."
        if found is not None:
            raise ClusterError(
                f"The wait for {what} was in vain.",
                matters=found,
                now="Read the logs in the cluster's folder; on a busy machine, start again.",
            )
        time.sleep(BETWEEN_QUESTIONS_SECONDS)
