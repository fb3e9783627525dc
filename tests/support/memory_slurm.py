"""A Slurm in memory for the watcher: jobs, an accounting, and ways to go silent."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta

from virtual_time import clock

from officina_spawners.slurm.client import NoAccounting, Unanswered
from officina_spawners.slurm.jobs import Ending, Job, JobId, Listing

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return EPOCH + timedelta(seconds=seconds)


def waiting(job: JobId) -> Job:
    return Job(id=job, state="PENDING", reason="Resources")


def running(job: JobId, *, node: str = "g1", since: float = 0) -> Job:
    return Job(id=job, state="RUNNING", node=node, starts_at=at(since), ends_at=at(since + 3600))


def ending(job: JobId, state: str = "CANCELLED", *, ended: float = 100) -> Ending:
    return Ending(id=job, state=state, ended_at=at(ended), node="g1")


class MemorySlurm:
    """What tests put into ``jobs`` and ``ended`` is what Slurm says."""

    name = "memory"
    tells_ends_together = True

    def __init__(self, *jobs: Job, takes_seconds: float = 0.05) -> None:
        self.jobs: dict[JobId, Job] = {job.id: job for job in jobs}
        self.ended: dict[JobId, Ending] = {}
        self.remembered: dict[JobId, Job] = {}  # ended jobs that the controller still knows
        self.takes_seconds = takes_seconds
        self.queue_fault: BaseException | None = None
        self.accounting_fault: BaseException | None = None
        self.listed: list[tuple[float, tuple[JobId, ...] | None]] = []
        self.accounted: list[float] = []
        self.unaccounted: set[JobId] = set()  # run, and the accounting has not heard of it yet

    async def list_jobs(self, ids: Collection[JobId] | None = None) -> Listing:
        asked_at = clock()
        self.listed.append((asked_at, None if ids is None else tuple(ids)))
        found = dict(self.jobs)  # taken before the delay: an answer is as old as its question
        await asyncio.sleep(self.takes_seconds)
        if self.queue_fault:
            raise self.queue_fault
        if ids is not None:
            found = {job: row for job, row in {**self.remembered, **found}.items() if job in ids}
        return Listing(asked_at=asked_at, answered_at=clock(), jobs=found)

    async def endings(self, ids: Collection[JobId]) -> Mapping[JobId, Ending]:
        self.accounted.append(clock())
        await asyncio.sleep(self.takes_seconds)
        if self.accounting_fault:
            raise self.accounting_fault
        return {job: ending for job, ending in self.ended.items() if job in ids}

    async def still_running(self, ids: Collection[JobId]) -> frozenset[JobId]:
        self.accounted.append(clock())
        await asyncio.sleep(self.takes_seconds)
        if self.accounting_fault:
            raise self.accounting_fault
        known = frozenset(ids) - self.unaccounted
        return frozenset(job for job in known if job in self.jobs and self.jobs[job].is_running)

    def end(self, job: JobId, state: str = "CANCELLED") -> None:
        """The job leaves the queue, and the accounting writes it down."""
        del self.jobs[job]
        self.ended[job] = ending(job, state, ended=1_000_000)

    def keep_no_accounting(self) -> None:
        self.accounting_fault = NoAccounting("Slurm accounting storage is disabled")


SILENT = Unanswered("slurm_load_jobs error: Unable to contact slurm controller")
