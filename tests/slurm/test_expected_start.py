"""Our expectation against `squeue --start` and against what then really happens."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from statistics import median

import pytest
from slurm_cluster import Cluster
from slurm_jobs import Jobs

from officina_spawners.estimate import foresee, learn, snapshot_of
from officina_spawners.slurm.command_line import CommandLineClient
from officina_spawners.slurm.commands import Commands
from officina_spawners.slurm.jobs import Ending, QueuedJob

pytestmark = pytest.mark.slurm

GPUS = 8  # two nodes with four each
USED_SECONDS = 8  # of the minute that each asks for
WAITERS = 10


async def test_the_error_is_at_most_a_fifth_of_slurms(cluster: Cluster, jobs: Jobs):
    client = CommandLineClient(name=cluster.name, commands=Commands(conf=cluster.conf))
    before = datetime.now(UTC) - timedelta(seconds=1)
    await ended(client, submit(jobs, GPUS))  # the history

    submit(jobs, GPUS)
    waiters = submit(jobs, WAITERS)
    queue = await planned(client, waiters)
    now = datetime.now(UTC)
    habits = learn(await client.past_jobs(before))
    snapshot = snapshot_of(await client.nodes(), queue, now)
    found = foresee(snapshot, habits, jobs=waiters, chance=random.Random(7)).jobs

    slurms = {job.id: (job.starts_at - now).total_seconds() for job in queue if job.id in waiters}
    real = {job: (at - now).total_seconds() for job, at in (await begun(client, waiters)).items()}
    ours = median(abs(found[job].middle_seconds - real[job]) for job in waiters)
    theirs = median(abs(slurms[job] - real[job]) for job in waiters)
    assert ours <= theirs / 5, f"median errors: ours {ours:.1f} s, squeue --start {theirs:.1f} s"


def submit(jobs: Jobs, count: int) -> list[str]:
    options = ("-p", "gpu", "--gres=gpu:1", "-t", "1")
    return [jobs.submit(*options, script=f"sleep {USED_SECONDS}") for _ in range(count)]


async def planned(client: CommandLineClient, waiters: Sequence[str]) -> tuple[QueuedJob, ...]:
    """The queue once Slurm's backfill has told every one of these when it will start."""
    async with asyncio.timeout(30):
        while True:
            queue = await client.queue()
            told = [job for job in queue if job.id in waiters and job.starts_at and job.is_waiting]
            if len(told) == len(waiters):
                return queue
            await asyncio.sleep(0.2)


async def begun(client: CommandLineClient, jobs: Sequence[str]) -> Mapping[str, datetime]:
    """When each of these began, once all have."""
    began: dict[str, datetime] = {}
    async with asyncio.timeout(120):
        while len(began) < len(jobs):
            for job in (await client.list_jobs()).jobs.values():
                if job.id in jobs and job.starts_at and not job.is_waiting:
                    began[job.id] = job.starts_at
            await asyncio.sleep(0.5)
    return began


async def ended(client: CommandLineClient, jobs: Sequence[str]) -> Mapping[str, Ending]:
    """How all of these ended, once they have."""
    async with asyncio.timeout(120):
        while True:
            endings = await client.endings(jobs)
            if len(endings) == len(jobs):
                return endings
            await asyncio.sleep(0.5)
