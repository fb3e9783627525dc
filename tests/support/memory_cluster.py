"""A whole small cluster in memory: what tests put in is what Slurm says, to everybody."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from time import monotonic

from officina_spawners.slurm.client import SlurmError
from officina_spawners.slurm.jobs import Ending, Job, JobId, Listing, PastJob, QueuedJob
from officina_spawners.slurm.resources import Budget, Node, Partition, Reservation, Wall

NOW = datetime.now(UTC)


def node(name: str, *, used: int = 0, states: str = "IDLE", gpus: int = 4) -> Node:
    return Node(
        name=name,
        address=name,
        states=frozenset(states.split("+")),
        partitions=("gpu",),
        gpus_total={"a100": gpus},
        gpus_used={"a100": used},
        cores_total=64,
        cores_used=16 * used,
        memory_mib_total=256_000,
        memory_mib_used=0,
    )


def partition(**changes: object) -> Partition:
    return Partition.model_validate(
        {
            "name": "gpu",
            "state": "UP",
            "is_default": True,
            "nodes": "g[1-3]",
            "max_seconds": 240 * 60,
            "default_seconds": None,
            "allowed_accounts": None,
            "allowed_qos": None,
            "allowed_groups": None,
            **changes,
        }
    )


def row(job: JobId, user: str = "somebody", **changes: object) -> QueuedJob:
    """A wide row, by default of a job that waits for GPUs."""
    return QueuedJob.model_validate(
        {
            "id": job,
            "state": "PENDING",
            "reason": "Resources",
            "user": user,
            "account": "proto",
            "partition": "gpu",
            "name": "job",
            "comment": "",
            "qos": "normal",
            "priority": 100,
            "gpus": 1,
            "cores": 8,
            "nodes": 1,
            "limit_seconds": 3600,
            "submitted_at": NOW,
            "restarts": 0,
            "reservation": "",
            **changes,
        }
    )


class MemoryCluster:
    """A ``SlurmClient``; ``fault`` is what every question meets, ``refusal`` what a submit does."""

    name = "memory"
    tells_ends_together = False

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.fault: SlurmError | None = None
        self.refusal: SlurmError | None = None
        self.all_nodes: tuple[Node, ...] = (node("g1", used=3), node("g2"))
        self.all_partitions: tuple[Partition, ...] = (partition(),)
        self.all_reservations: tuple[Reservation, ...] = ()
        self.all_budgets: tuple[Budget, ...] = (
            Budget(account="proto", gpu_minutes_limit=6000, gpu_minutes_used=5400),
        )
        self.all_walls: tuple[Wall, ...] = ()
        self.all_past: tuple[PastJob, ...] = ()
        self.rows: dict[JobId, QueuedJob] = {}
        self.over: dict[JobId, Ending] = {}
        self.submitted: list[tuple[str, str, Mapping[str, str]]] = []
        self.is_submitted = asyncio.Event()
        self.tried: list[tuple[str, str]] = []
        self.extended: list[tuple[JobId, int]] = []

    def run(self, job: JobId, *, minutes: int = 60) -> None:
        """Slurm has found room for it on g1, ten minutes ago."""
        starts = datetime.now(UTC) - timedelta(minutes=10)
        changes = {
            "state": "RUNNING",
            "reason": "",
            "node": "g1",
            "starts_at": starts,
            "ends_at": starts + timedelta(minutes=minutes),
        }
        self.rows[job] = self.rows[job].model_copy(update=changes)

    def end(self, job: JobId, state: str = "CANCELLED") -> None:
        self.rows.pop(job, None)
        self.over[job] = Ending(id=job, state=state, ended_at=datetime.now(UTC), node="g1")

    async def list_jobs(self, ids: Collection[JobId] | None = None) -> Listing:
        self._asked("list_jobs")
        jobs = {
            each.id: Job.model_validate(each.model_dump(include=set(Job.model_fields)))
            for each in self.rows.values()
            if ids is None or each.id in ids
        }
        return Listing(asked_at=monotonic(), answered_at=monotonic(), jobs=jobs)

    async def queue(self) -> tuple[QueuedJob, ...]:
        self._asked("queue")
        return tuple(self.rows.values())

    async def jobs_of(self, person: str) -> tuple[QueuedJob, ...]:
        self._asked("jobs_of")
        return tuple(each for each in self.rows.values() if each.user == person)

    async def endings(self, ids: Collection[JobId]) -> Mapping[JobId, Ending]:
        self._asked("endings")
        return {job: ending for job, ending in self.over.items() if job in ids}

    async def find(self, comment: str, person: str) -> JobId | None:
        self._asked("find")
        found = (each.id for each in self.rows.values() if each.comment == comment)
        return next(found, None)

    async def past_jobs(self, since: datetime) -> tuple[PastJob, ...]:
        self._asked("past_jobs")
        return self.all_past

    async def nodes(self) -> tuple[Node, ...]:
        self._asked("nodes")
        return self.all_nodes

    async def partitions(self) -> tuple[Partition, ...]:
        self._asked("partitions")
        return self.all_partitions

    async def reservations(self) -> tuple[Reservation, ...]:
        self._asked("reservations")
        return self.all_reservations

    async def budgets(self, person: str) -> tuple[Budget, ...]:
        self._asked("budgets")
        return self.all_budgets

    async def walls(self, person: str) -> tuple[Wall, ...]:
        self._asked("walls")
        return self.all_walls

    async def submit(self, script: str, person: str, environment: Mapping[str, str]) -> JobId:
        self._asked("submit")
        self.submitted.append((script, person, environment))
        job = str(1000 + len(self.submitted))
        self.rows[job] = row(job, person)
        self.is_submitted.set()
        return job

    async def try_submit(self, script: str, person: str) -> datetime | None:
        self._asked("try_submit")
        self.tried.append((script, person))
        if self.refusal:
            raise self.refusal
        return None

    async def cancel(self, job: JobId, person: str | None = None) -> None:
        self._asked("cancel")
        self.end(job)

    async def extend(self, job: JobId, minutes: int) -> None:
        self._asked("extend")
        if self.refusal:
            raise self.refusal
        self.extended.append((job, minutes))

    def _asked(self, what: str) -> None:
        self.asked[what] += 1
        if self.fault:
            raise self.fault
