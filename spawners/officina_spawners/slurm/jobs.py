"""The jobs of a cluster, as values: what is queued and running, what a listing held, how one ended.

Words used here: a *listing* is one answer of Slurm about its queue; its two times are monotonic, so
that a listing which was asked for before a submit is known to be too old to tell of that job. A job
*waits*, *runs* or is *ending* (Slurm's COMPLETING: over, but its node is still being tidied up).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated

from pydantic import AwareDatetime, StringConstraints

from officina_courses.model import Frozen

JobId = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,18}$")]

_JOB_ID = re.compile(r"[0-9]{1,18}")


def known_id(job: str) -> JobId:
    """Itself: whatever comes from a record is looked at before it becomes an argument."""
    if not _JOB_ID.fullmatch(job):
        raise ValueError(f"no number of a job: {job[:40]!r}")
    return job


WAITING_STATES = frozenset(
    {"PENDING", "REQUEUED", "REQUEUE_FED", "REQUEUE_HOLD", "SPECIAL_EXIT", "RESV_DEL_HOLD"}
)
RUNNING_STATES = frozenset(
    {"RUNNING", "CONFIGURING", "SUSPENDED", "STOPPED", "SIGNALING", "RESIZING", "STAGE_OUT"}
)
ENDING_STATES = frozenset({"COMPLETING"})
END_STATES = frozenset(
    {
        "BOOT_FAIL",
        "CANCELLED",
        "COMPLETED",
        "DEADLINE",
        "FAILED",
        "NODE_FAIL",
        "OUT_OF_MEMORY",
        "PREEMPTED",
        "REVOKED",
        "TIMEOUT",
    }
)


class Job(Frozen):
    """One row of a listing: only what its user cannot make up."""

    id: JobId
    state: str  # one of the states above, as Slurm writes it
    reason: str = ""  # why it waits; empty when there is none
    node: str | None = None  # where its batch script runs
    starts_at: AwareDatetime | None = None  # expected while it waits, real once it runs
    ends_at: AwareDatetime | None = None  # when the time limit ends it

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING_STATES

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING_STATES

    @property
    def is_ending(self) -> bool:
        return self.state in ENDING_STATES


class QueuedJob(Job):
    """The wide row, for sweeps and estimates; ``name`` and ``comment`` are its user's own words."""

    user: str
    account: str
    partition: str  # a waiting job may name several, separated by commas
    name: str
    comment: str
    qos: str
    priority: int
    gpus: int
    cores: int
    nodes: int
    limit_seconds: int | None  # None: no limit
    submitted_at: AwareDatetime | None
    restarts: int
    reservation: str  # empty: none


class Listing(Frozen):
    """One successful answer about the queue."""

    asked_at: float
    answered_at: float
    jobs: Mapping[JobId, Job]


class Ending(Frozen):
    """How a job ended, for good."""

    id: JobId
    state: str  # one of END_STATES
    cancelled_by: str | None = None  # a user name, or a number where there is no name
    exit_code: int = 0
    signal: int = 0
    started_at: AwareDatetime | None = None  # None: it never ran
    ended_at: AwareDatetime | None = None
    node: str | None = None
    reason: str = ""


class PastJob(Frozen):
    """What an estimate learns from: how long a job was allowed to run, and how long it did."""

    id: JobId
    state: str
    user: str
    account: str
    partition: str
    gpus: int
    cores: int
    nodes: int
    limit_seconds: int | None
    elapsed_seconds: int
    submitted_at: AwareDatetime | None
    started_at: AwareDatetime | None
    ended_at: AwareDatetime | None
