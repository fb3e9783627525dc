"""How many graders are missing, and when to try again after some failed; nothing is done here."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from officina_hub.factory.grader_jobs import GraderJobs
from officina_spawners.slurm.jobs import Ending
from officina_widgets.wire import QueueState

FIRST_PAUSE_SECONDS = 30.0
LONGEST_PAUSE_SECONDS = 1800.0
SOON = timedelta(minutes=2)


class Missing(NamedTuple):
    """How many to submit: of those that stay though nothing waits, and of those that do not."""

    staying: int
    passing: int


def missing(jobs: GraderJobs, work: QueueState, there: int) -> Missing:
    """What is wanted beside those that wait and run in Slurm already."""
    more = math.ceil((work.waiting + work.checks) / jobs.waiting_per_job)
    wanted = min(jobs.max_jobs, max(jobs.min_jobs, work.in_hand + more))
    staying = max(0, jobs.min_jobs - there)
    return Missing(staying, max(0, wanted - there - staying))


def is_failure(ending: Ending) -> bool:
    """Whether the next one would most likely end the same way: it broke off soon, or never began.

    One that worked for a while and was ended then (by an operator, a node, its time limit) says
    nothing about the next.
    """
    if ending.state == "COMPLETED":
        return False
    if ending.started_at is None or ending.ended_at is None:
        return True
    return ending.ended_at - ending.started_at < SOON


class Patience:
    """A pause that doubles with each failure, from half a minute to half an hour."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._pause = 0.0
        self._until = 0.0

    @property
    def left(self) -> float:
        """Seconds until the next try."""
        return max(0.0, self._until - self._clock())

    def lose(self) -> None:
        """It went wrong once more."""
        doubled = max(FIRST_PAUSE_SECONDS, 2 * self._pause)
        self._pause = min(doubled, LONGEST_PAUSE_SECONDS)
        self._until = self._clock() + self._pause

    def regain(self) -> None:
        """It works."""
        self._pause = self._until = 0.0
