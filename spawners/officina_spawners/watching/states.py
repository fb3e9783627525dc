"""What is held to be true of one job.

*Waiting* and *running* come with the newest row that Slurm gave, *gone* with proof. *Unknown* is
everything else and never ends a session: it keeps what was known last. Times without a zone are
monotonic seconds of the watcher's clock.
"""

from __future__ import annotations

from officina_courses.model import Frozen
from officina_spawners.slurm.jobs import Ending, Job


class _Seen(Frozen):
    job: Job
    since: float  # when it was first seen so
    restarts: int = 0  # how often it was seen to begin anew: requeued, or on another node


class Waiting(_Seen):
    """It is queued, or its node is being made ready."""


class Running(_Seen):
    """Its script runs on ``job.node``."""


class Unknown(Frozen):
    """Nobody can say just now; ``why`` is a sentence for pages and the log."""

    why: str
    since: float
    last: Waiting | Running | None = None  # None: it was never seen
    absent_since: float | None = None  # when a listing first lacked it, if none had it since


class Gone(Frozen):
    """It has ended for certain; without an ``ending`` nobody wrote down how."""

    since: float
    ending: Ending | None
    last: Waiting | Running | None = None


State = Waiting | Running | Unknown | Gone


def last_seen(state: State) -> Waiting | Running | None:
    """The last time that Slurm showed the job waiting or running."""
    return state if isinstance(state, Waiting | Running) else state.last
