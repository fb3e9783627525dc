"""Submitting, listing, finding, cancelling and extending, by both clients on a real cluster."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from slurm_clients import become, ended, script, started
from slurm_cluster import Cluster
from slurm_jobs import Jobs

from officina_spawners.slurm.client import Refused

pytestmark = [pytest.mark.slurm, pytest.mark.usefixtures("long_over")]
LONG_OVER = "officina:long-over"
POISON = "evil\n999999|RUNNING|g1|2026-01-01T00:00:00|2026-01-01T01:00:00|None\x1b[31m"


@pytest.fixture(scope="module")
def long_over(cluster: Cluster) -> str:
    """A job that ends at once, so that slurmctld forgets it while other tests run."""
    learner = Jobs(cluster, cluster.plan.users[0])
    return learner.submit("-p", "cpu", f"--comment={LONG_OVER}", script="true")


async def test_a_job_runs_as_its_person_with_the_values_given_and_no_others(
    client, cluster, learner
):
    report = Path("/tmp") / f"officina-{learner}-report"
    report.unlink(missing_ok=True)
    body = f'(id -un; echo "[$SECRET]"; echo "[$HOSTILE]") > {report}.new; mv {report}.new {report}'
    given = {"SECRET": "a b\nc='$(id)'", "PATH": "/usr/bin:/bin"}
    try:
        job = await client.submit(script(body=body), learner, given)
        await ended(client, job)
        assert report.read_text() == f"{learner}\n[{given['SECRET']}]\n[]\n"
        assert "$(id)" not in cluster.run("scontrol", "show", "job", job).stdout
    finally:
        report.unlink(missing_ok=True)


async def test_a_running_job_is_listed_with_its_node_and_its_end(client, learner):
    job = await client.submit(script("--gres=gpu:1"), learner, {})
    found = await started(client, job)
    assert found.node in {"g1", "g2"}
    assert found.ends_at - found.starts_at == timedelta(minutes=5)
    assert abs(found.starts_at - datetime.now(UTC)) < timedelta(minutes=1)
    listing = await client.list_jobs()
    assert listing.jobs[job] == found
    assert listing.asked_at < listing.answered_at


async def test_a_listing_of_some_jobs_holds_no_others(client, learner):
    jobs = [await client.submit(script("--hold"), learner, {}) for _ in range(3)]
    assert set((await client.list_jobs(jobs[:2])).jobs) == set(jobs[:2])
    assert set((await client.list_jobs(jobs[:1])).jobs) == set(jobs[:1])
    assert (await client.list_jobs([])).jobs == {}


async def test_a_job_that_slurm_never_had_is_in_no_listing_and_has_no_ending(client):
    assert (await client.list_jobs(["99999999"])).jobs == {}
    assert await client.endings(["99999999"]) == {}


async def test_the_wide_row_tells_what_was_asked_for(client, learner):
    asked = script("--gres=gpu:2", "--cpus-per-task=3", "--comment=officina:wide", "--job-name=n")
    job = await client.submit(asked, learner, {})
    await started(client, job)
    found = next(row for row in await client.queue() if row.id == job)
    assert (found.user, found.account, found.partition) == (learner, "course101", "gpu")
    assert (found.name, found.comment, found.qos) == ("n", "officina:wide", "normal")
    assert (found.gpus, found.cores, found.nodes) == (2, 3, 1)
    assert (found.limit_seconds, found.restarts, found.reservation) == (300, 0, "")
    assert abs(found.submitted_at - datetime.now(UTC)) < timedelta(minutes=1)


async def test_a_poisoned_name_forges_no_row_and_breaks_no_listing(client, cluster, learner, jobs):
    evil = jobs.submit("-J", POISON, f"--comment={POISON}", "-t", "5", script="sleep 99")
    ugly = jobs.submit("-J", b"n\xff\xfe".decode(errors="surrogateescape"), script="sleep 99")
    assert {evil, ugly} <= set((await client.list_jobs()).jobs)
    assert "999999" not in (await client.list_jobs()).jobs
    rows = {row.id: row for row in await client.queue()}
    assert {evil, ugly} <= set(rows)
    assert "999999" not in rows
    assert await client.find("no such comment", learner) is None


async def test_a_job_is_found_by_its_comment_but_not_through_a_copy_of_it(
    client, learner, other_learner
):
    comment = f"officina:hub:{client.__class__.__name__}"
    asked = script(f"--comment={comment}", "--hold")
    copied = await client.submit(asked, other_learner, {})
    job = await client.submit(asked, learner, {})
    again = await client.submit(asked, learner, {})
    assert await client.find(comment, learner) == job
    assert await client.find(comment, other_learner) == copied
    await client.cancel(job)
    await ended(client, job)
    assert await client.find(comment, learner) == job, "an end does not hide it"
    assert again != job


async def test_a_job_that_slurmctld_has_forgotten_is_found_in_the_accounting(
    client, cluster, learner, long_over
):
    async def forgotten():
        told = cluster.run("squeue", "-h", "-t", "all", "-o", "%A")
        return told.returncode == 0 and long_over not in told.stdout.split()

    await become(forgotten, seconds=60)
    assert await client.find(LONG_OVER, learner) == long_over
    assert (await client.endings([long_over]))[long_over].state == "COMPLETED"


async def test_a_person_cancels_their_own_job_and_nobody_elses(client, learner, other_learner):
    job = await client.submit(script("--hold"), learner, {})
    with pytest.raises(Refused) as refusal:
        await client.cancel(job, other_learner)
    assert refusal.value.explanation.code == "not-permitted"
    await client.cancel(job, learner)
    await ended(client, job)
    await client.cancel(job, learner)


async def test_cancelling_what_slurm_never_had_is_no_trouble(client, learner):
    await client.cancel("99999999")
    await client.cancel("99999999", learner)


async def test_an_extension_moves_the_end(client, learner):
    job = await client.submit(script(), learner, {})
    before = await started(client, job)
    await client.extend(job, 7)
    after = (await client.list_jobs([job])).jobs[job]
    assert after.ends_at - before.ends_at == timedelta(minutes=7)


async def test_a_job_that_is_gone_cannot_be_extended(client):
    with pytest.raises(Refused) as refusal:
        await client.extend("99999999", 5)
    assert refusal.value.explanation.code == "job-gone"


@pytest.mark.parametrize("job", ["--user=root", "1 2", "", "1;2", "-1", "٣"])
async def test_what_is_no_number_of_a_job_becomes_no_argument(client, job):
    with pytest.raises(ValueError, match="no number of a job"):
        await client.cancel(job)
    with pytest.raises(ValueError, match="no number of a job"):
        await client.list_jobs([job])
