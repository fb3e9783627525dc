"""What can be asked of a cluster, and the ways in which it does not do it.

::

    SlurmError
    ├── Unanswered    down, too slow, or garbage: nothing is known, and nobody may conclude anything
    │   ├── NoAccounting   this cluster keeps none, so asking again brings nothing either
    │   └── Unrecognised   words that nobody here knows, so this may pass or may be a no
    ├── Refused       Slurm understood and said no; ``explanation`` tells a person why
    └── HubMayNotAct  Slurm was not asked: the hub's account is not let act as the person

An ``Unanswered`` carries its cause in its arguments for the log only. After an unanswered submit
the job may exist: ``find`` tells.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from officina_spawners.slurm.explanation import Explanation
from officina_spawners.slurm.jobs import Ending, JobId, Listing, PastJob, QueuedJob
from officina_spawners.slurm.resources import Budget, Node, Partition, Reservation, Wall


class SlurmError(Exception):
    """The family's root."""


class Unanswered(SlurmError):  # noqa: N818 - it says what Slurm did
    """No answer that could be believed; the text is for the log."""


class NoAccounting(Unanswered):
    """The cluster has no slurmdbd: ``AccountingStorageType`` is none."""


class Unrecognised(Unanswered):
    """``line`` is the first that was said: bounded, without control characters, perhaps empty."""

    def __init__(self, told: str, line: str) -> None:
        super().__init__(told)
        self.line = line


class Refused(SlurmError):  # noqa: N818 - it says what Slurm did
    """Slurm said no, and asking again changes nothing; the text is for the log."""

    def __init__(self, explanation: Explanation, said: str) -> None:
        super().__init__(said)
        self.explanation = explanation


class HubMayNotAct(SlurmError):  # noqa: N818 - it says what there is
    """The order never reached Slurm; the text says to an operator who must do what."""


class SlurmClient(Protocol):
    """One cluster. Each call may raise ``Unanswered``, and the last group each ``SlurmError``."""

    @property
    def name(self) -> str:
        """The cluster's name."""
        ...

    @property
    def tells_ends_together(self) -> bool:
        """Whether ``endings`` of many jobs is one question, with which slurmctld has no work."""
        ...

    async def list_jobs(self, ids: Collection[JobId] | None = None) -> Listing:
        """What waits and runs, of everybody or only these: the cheap one, asked all the time."""
        ...

    async def queue(self) -> tuple[QueuedJob, ...]:
        """What waits and runs with everything about it, for sweeps and estimates."""
        ...

    async def jobs_of(self, person: str) -> tuple[QueuedJob, ...]:
        """The same of one person, where each task of an array is a row of its own.

        Tasks that wait together have one number, their array's.
        """
        ...

    async def endings(self, ids: Collection[JobId]) -> Mapping[JobId, Ending]:
        """How these ended; one that has not ended, or that nobody remembers, is not in it."""
        ...

    async def still_running(self, ids: Collection[JobId]) -> frozenset[JobId]:
        """Those that the accounting counts as running; the others ended, wait again, or are untold.

        Asked all the time where ``tells_ends_together``; elsewhere it is as dear as ``endings``.
        """
        ...

    async def find(self, comment: str, person: str) -> JobId | None:
        """The first job of this person with exactly this comment, ended or not.

        Comments are public and anybody may copy one, so a comment says nothing without its user.
        """
        ...

    async def past_jobs(self, since: datetime) -> tuple[PastJob, ...]:
        """Everybody's jobs that ran and ended since then."""
        ...

    async def nodes(self) -> tuple[Node, ...]: ...

    async def partitions(self) -> tuple[Partition, ...]: ...

    async def reservations(self) -> tuple[Reservation, ...]: ...

    async def budgets(self, person: str) -> tuple[Budget, ...]:
        """The accounts this person may submit under, with what is left of each."""
        ...

    async def walls(self, person: str) -> tuple[Wall, ...]:
        """The longest times that QOS and this person's accounts set, as far as anybody tells."""
        ...

    async def submit(self, script: str, person: str, environment: Mapping[str, str]) -> JobId:
        """Queue this batch script as this person.

        The values of ``environment`` reach the job without showing on a command line, in
        ``scontrol show job`` or in a log.
        """
        ...

    async def try_submit(self, script: str, person: str) -> datetime | None:
        """Ask whether it would be taken, and when it would start; None: Slurm does not say."""
        ...

    async def cancel(self, job: JobId, person: str | None = None) -> None:
        """End a job, as its person or with the rights of the hub; one that has ended is fine."""
        ...

    async def extend(self, job: JobId, minutes: int) -> None:
        """Add to a job's time limit, which only an operator of Slurm may."""
        ...
