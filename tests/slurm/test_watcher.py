"""The watcher on a real Slurm: its load, and what it says while parts of the cluster fail."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
from slurm_cluster import Cluster
from slurm_jobs import Jobs

from officina_spawners.slurm.client import NoAccounting
from officina_spawners.slurm.command_line import CommandLineClient
from officina_spawners.slurm.commands import Commands
from officina_spawners.watching import Followed, Gone, Pace, QueueWatcher, Running, Unknown, Waiting

pytestmark = pytest.mark.slurm

EARLIER = datetime(2020, 1, 1, tzinfo=UTC)
# With pauses of some seconds less after a failure, and less patience with a mute command.
HASTY = {"pace": Pace(starting_seconds=1.0), "reading_seconds": 5.0}
ONE_GPU = ("-p", "gpu", "--gres=gpu:1", "-t", "30", "--no-requeue")


@asynccontextmanager
async def watcher_of(
    cluster: Cluster, *, pace: Pace | None = None, reading_seconds: float = 10.0
) -> AsyncIterator[QueueWatcher]:
    commands = Commands(conf=cluster.conf, reading_seconds=reading_seconds)
    watcher = QueueWatcher(CommandLineClient(name=cluster.name, commands=commands), pace=pace)
    watcher.start()
    try:
        yield watcher
    finally:
        await watcher.close()


async def become(known: Followed, kind: type, *, seconds: float = 30) -> float:
    """Wait until it is so; how long that took."""
    began = time.monotonic()
    async with asyncio.timeout(seconds):
        while not isinstance(known.state, kind):
            await known.changed()
    return time.monotonic() - began


async def all_become(followed: list[Followed], kind: type, *, seconds: float = 30) -> None:
    await asyncio.gather(*(become(known, kind, seconds=seconds) for known in followed))


async def next_listing(watcher: QueueWatcher) -> None:
    """Until Slurm has been asked for its queue once more; the watcher tells nobody of that.

    It is nudged: by itself it would ask for the queue only after eleven looks at the accounting.
    """
    before = watcher.health().last_success or EARLIER
    watcher.nudge()
    async with asyncio.timeout(40):
        while not _is_later(watcher.health().last_success, before):  # noqa: ASYNC110
            await asyncio.sleep(0.05)


def _is_later(success: datetime | None, before: datetime) -> bool:
    """Each reading computes the moment anew from a monotonic clock."""
    return success is not None and success - before > timedelta(seconds=0.5)


async def running_jobs(watcher: QueueWatcher, jobs: Jobs, count: int) -> list[Followed]:
    numbers = [jobs.submit("-t", "30", script="sleep 300") for _ in range(count)]
    followed = [watcher.follow(job, starting=True) for job in numbers]
    await all_become(followed, Running)
    for job in numbers:
        watcher.follow(job, starting=False)
    return followed


async def test_a_cancelled_session_is_seen_within_fifteen_seconds_with_who_cancelled_it(
    cluster, jobs, learner
):
    async with watcher_of(cluster) as watcher:
        followed = await running_jobs(watcher, jobs, 5)
        await next_listing(watcher)
        cluster.run_as(learner, ["scancel", followed[2].job])
        assert await become(followed[2], Gone) <= 15
        assert followed[2].state.ending.state == "CANCELLED"
        assert followed[2].state.ending.cancelled_by == learner
        assert isinstance(followed[3].state, Running)


async def test_a_waiting_job_waits_with_its_reason_and_is_gone_when_cancelled(cluster, jobs):
    async with watcher_of(cluster) as watcher:
        job = jobs.submit("-p", "closed", "-t", "5", script="true")
        known = watcher.follow(job, starting=True)
        await become(known, Waiting)
        async with asyncio.timeout(20):
            while known.state.job.reason != "PartitionDown":
                await known.changed()
        cluster.run("scancel", job)
        watcher.nudge()
        assert await become(known, Gone) <= 10
        assert known.state.ending.cancelled_by == "root"


async def test_an_outage_of_slurmctld_makes_all_unknown_and_nobody_gone(cluster, jobs):
    async with watcher_of(cluster, **HASTY) as watcher:
        followed = await running_jobs(watcher, jobs, 20)
        with cluster.without("slurmctld"):
            watcher.nudge()
            await all_become(followed, Unknown, seconds=45)
            async with asyncio.timeout(60):
                while watcher.health().consecutive_failures < 3:  # noqa: ASYNC110 - nobody tells
                    await asyncio.sleep(0.1)
            assert {type(known.state) for known in followed} == {Unknown}
        watcher.nudge()
        await all_become(followed, Running, seconds=60)
        assert {known.state.restarts for known in followed} == {0}


async def test_a_frozen_slurmctld_is_an_outage_too(cluster, jobs):
    async with watcher_of(cluster, **HASTY) as watcher:
        followed = await running_jobs(watcher, jobs, 3)
        cluster.freeze_daemon("slurmctld")
        try:
            watcher.nudge()
            await all_become(followed, Unknown, seconds=45)
        finally:
            cluster.thaw_daemon("slurmctld")
        watcher.nudge()
        await all_become(followed, Running, seconds=60)


async def test_a_restart_of_munge_ends_nobody(cluster, jobs):
    async with watcher_of(cluster) as watcher:
        followed = await running_jobs(watcher, jobs, 3)
        with cluster.without("munged"):
            watcher.nudge()
            await all_become(followed, Unknown, seconds=45)
        watcher.nudge()
        await all_become(followed, Running, seconds=60)


async def test_an_end_while_slurmdbd_is_down_is_seen_all_the_same(cluster, jobs):
    async with watcher_of(cluster) as watcher:
        [known, other] = await running_jobs(watcher, jobs, 2)
        with cluster.without("slurmdbd"):
            cluster.run("scancel", known.job)
            assert await become(known, Gone) <= 30
            assert known.state.ending.state == "CANCELLED"
            assert isinstance(other.state, Running)


async def test_a_cluster_without_accounting_tells_ends_as_well(small_cluster):
    jobs = Jobs(small_cluster, small_cluster.plan.users[0])
    async with watcher_of(small_cluster) as watcher:
        [known, other] = await running_jobs(watcher, jobs, 2)
        small_cluster.run("scancel", known.job)
        assert await become(known, Gone) <= 15
        assert known.state.ending.state == "CANCELLED"
        assert isinstance(other.state, Running)


async def test_a_job_of_a_failed_node_ends_with_node_fail(cluster, jobs):
    async with watcher_of(cluster) as watcher:
        job = jobs.submit(*ONE_GPU, "-w", "g2", script="sleep 300")
        known = watcher.follow(job, starting=True)
        await become(known, Running)
        cluster.fail_node("g2")
        try:
            cluster.run("scontrol", "update", "nodename=g2", "state=down", "reason=power")
            watcher.nudge()
            await become(known, Gone)
            assert known.state.ending.state == "NODE_FAIL"
        finally:
            bring_back(cluster, "g2")


async def test_a_job_that_may_be_requeued_is_followed_to_another_node(cluster, jobs):
    async with watcher_of(cluster) as watcher:
        job = jobs.submit("-p", "gpu", "--gres=gpu:1", "-t", "30", "--requeue", script="sleep 300")
        known = watcher.follow(job, starting=True)
        await become(known, Running)
        lost = known.state.job.node
        cluster.fail_node(lost)
        try:
            cluster.run("scontrol", "update", f"nodename={lost}", "state=down", "reason=power")
            watcher.nudge()
            await become(known, Waiting)
            assert known.state.restarts == 1
            # Slurm holds a requeued job back for two minutes, unless somebody says otherwise.
            cluster.run("scontrol", "update", f"jobid={job}", "StartTime=now")
            await become(known, Running)
            assert known.state.job.node != lost
        finally:
            bring_back(cluster, lost)


def bring_back(cluster: Cluster, node: str) -> None:
    cluster.start_daemon(f"slurmd-{node}")
    cluster.run("scontrol", "update", f"nodename={node}", "state=resume")


async def test_a_cluster_without_accounting_says_so(small_cluster):
    client = CommandLineClient(name=small_cluster.name, commands=Commands(conf=small_cluster.conf))
    with pytest.raises(NoAccounting, match="disabled"):
        await client.endings(["999999"])
