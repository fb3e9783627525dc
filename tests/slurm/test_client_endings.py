"""How jobs ended, told by both clients; each kind of end is made on the real cluster."""

from __future__ import annotations

from datetime import timedelta

import pytest
from memory_watch import ran_out_of_memory
from slurm_clients import become, ended, script, started

from officina_spawners.slurm.words import how_it_ended

# The job that is ended by its time limit begins here; test_client_run_out.py sees its end.
pytestmark = [pytest.mark.slurm, pytest.mark.usefixtures("timed_out")]


@pytest.mark.parametrize(
    ("body", "state", "code", "signal", "word"),
    [
        ("true", "COMPLETED", 0, 0, "completed"),
        ("exit 3", "FAILED", 3, 0, "failed"),
        ("kill -SEGV $$", "FAILED", 0, 11, "killed"),
        ("no-such-program", "FAILED", 127, 0, "command-missing"),
    ],
)
async def test_the_end_of_a_script_is_told(client, learner, body, state, code, signal, word):
    job = await client.submit(script(body=body, partition="cpu"), learner, {})
    found = await ended(client, job)
    assert (found.state, found.exit_code, found.signal) == (state, code, signal)
    assert found.node == "c1"
    assert found.ended_at - found.started_at < timedelta(seconds=30)
    assert how_it_ended(found).code == word


async def test_who_cancelled_a_running_job_is_told(client, learner):
    job = await client.submit(script(partition="cpu"), learner, {})
    await started(client, job)
    await client.cancel(job)
    found = await ended(client, job)
    assert (found.state, found.cancelled_by, found.signal) == ("CANCELLED", "root", 0)
    assert how_it_ended(found).code == "cancelled"


async def test_who_cancelled_a_waiting_job_is_told(client, learner):
    job = await client.submit(script("--hold", partition="cpu"), learner, {})
    await client.cancel(job, learner)
    found = await ended(client, job)
    assert (found.state, found.cancelled_by, found.node) == ("CANCELLED", learner, None)
    assert found.started_at is None
    assert how_it_ended(found).code == "cancelled-waiting"


async def test_a_job_that_goes_on_has_not_ended(client, learner):
    job = await client.submit(script(partition="cpu"), learner, {})
    await started(client, job)
    assert await client.endings([job]) == {}


async def test_a_node_that_fails_ends_its_job(client, cluster, learner):
    job = await client.submit(script("--no-requeue"), learner, {})
    node = (await started(client, job)).node
    cluster.fail_node(node)
    try:
        down = cluster.run("scontrol", "update", f"nodename={node}", "state=down", "reason=power")
        assert down.returncode == 0, down.stderr
        found = await ended(client, job)
        assert (found.state, found.node) == ("NODE_FAIL", node)
        assert node in how_it_ended(found).sentence
    finally:
        cluster.start_daemon(f"slurmd-{node}")
        cluster.run("scontrol", "update", f"nodename={node}", "state=resume")


async def test_memory_that_ran_out_is_told(client, cluster, learner):
    job = await client.submit(script(), learner, {})
    await started(client, job)
    ran_out_of_memory(cluster, job)
    found = await ended(client, job)
    assert found.state == "OUT_OF_MEMORY"
    assert how_it_ended(found).code == "out-of-memory"


async def test_past_jobs_tell_what_they_had_and_how_long(client, learner):
    job = await client.submit(script("--gres=gpu:1", body="true"), learner, {})
    since = (await ended(client, job)).started_at - timedelta(minutes=1)

    async def look():
        return next((row for row in await client.past_jobs(since) if row.id == job), None)

    found = await become(look)  # the accounting's day ends with the last whole second
    assert (found.user, found.account, found.partition) == (learner, "course101", "gpu")
    assert (found.gpus, found.cores, found.nodes) == (1, 1, 1)
    assert found.limit_seconds == 300
    assert found.elapsed_seconds < 30


async def test_while_slurmdbd_is_down_slurmctld_tells_what_it_remembers(client, cluster, learner):
    with cluster.without("slurmdbd"):
        job = await client.submit(script(body="exit 5", partition="cpu"), learner, {})

        async def over():
            return job not in (await client.list_jobs([job])).jobs

        await become(over)
        found = (await client.endings([job]))[job]
    assert (found.state, found.exit_code, found.node) == ("FAILED", 5, "c1")
