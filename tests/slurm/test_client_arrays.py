"""One person's jobs, of which each task of an array is a row, by both clients."""

from __future__ import annotations

import pytest
from slurm_clients import become, ended, script

pytestmark = pytest.mark.slurm


async def test_tasks_that_wait_are_told_one_by_one(client, learner):
    job = await client.submit(script("--array=1-3", "--hold", "--comment=mark"), learner, {})
    found = await client.jobs_of(learner)
    assert [(each.id, each.state, each.comment) for each in found] == [(job, "PENDING", "mark")] * 3


async def test_tasks_that_run_have_numbers_of_their_own(client, cluster, learner):
    job = await client.submit(script("--array=1-3", partition="cpu"), learner, {})

    async def all_run() -> list[str] | None:
        found = await client.jobs_of(learner)
        running = [each.id for each in found if each.is_running]
        return running if len(running) == 3 else None

    running = await become(all_run)
    assert len(set(running)) == 3
    number = cluster.run("squeue", "-h", f"--jobs={job}_1", "-o", "%A").stdout.strip()
    assert number in running
    # By its own number scancel leaves a task alone, and does not say so.
    assert cluster.run("scancel", f"{job}_1").returncode == 0
    assert (await ended(client, number)).state == "CANCELLED"

    async def is_gone() -> bool:
        return number not in {each.id for each in await client.jobs_of(learner)}

    assert await become(is_gone)


async def test_others_jobs_are_not_told(client, learner, other_learner):
    job = await client.submit(script("--hold"), learner, {})
    assert job not in {each.id for each in await client.jobs_of(other_learner)}
    assert job in {each.id for each in await client.jobs_of(learner)}
