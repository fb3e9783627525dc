"""What Slurm refuses and why it lets jobs wait: real answers, in plain words, by both clients."""

from __future__ import annotations

import pytest
from slurm_clients import command_client, script, started, waits_for

from officina_spawners.slurm.client import Refused

pytestmark = pytest.mark.slurm


@pytest.fixture
def reservation(cluster):
    """Makes one for these accounts, taken away afterwards."""
    made = []

    def make(name: str, account: str, start: str) -> None:
        done = cluster.run(
            "scontrol",
            "create",
            f"reservationname={name}",
            f"accounts={account}",
            "nodes=g2",
            f"starttime={start}",
            "duration=60",
            "flags=ignore_jobs",
        )
        assert done.returncode == 0, done.stderr
        made.append(name)

    yield make
    for name in made:
        cluster.run("scontrol", "delete", f"reservationname={name}")


@pytest.fixture
def limited(cluster):
    """Sets something of the account course101, undone afterwards."""
    done = []

    def limit(**limits: int) -> None:
        done.extend(limits)
        _modify(cluster, limits)

    yield limit
    _modify(cluster, dict.fromkeys(done, -1))


def _modify(cluster, limits: dict[str, int]) -> None:
    values = [f"{name}={value}" for name, value in limits.items()]
    found = cluster.run("sacctmgr", "-i", "modify", "account", "course101", "set", *values)
    assert found.returncode == 0, found.stderr


REFUSED = [
    ("--account=nobodys", "account-refused"),
    ("--partition=none-such", "partition-unknown"),
    ("--gres=gpu:9", "impossible"),
    ("--gres=gpu:h100:1", "impossible"),
    ("--mem=900G", "impossible"),
    ("--qos=none-such", "qos-refused"),
    ("--reservation=none-such", "reservation-unknown"),
    ("--constraint=none-such", "impossible"),
]


@pytest.mark.parametrize(("option", "code"), REFUSED)
async def test_what_slurm_refuses_has_a_name(client, learner, option, code):
    with pytest.raises(Refused) as refusal:
        await client.submit(script(option), learner, {})
    assert refusal.value.explanation.code == code
    assert refusal.value.explanation.is_final


@pytest.mark.parametrize(("option", "code"), REFUSED)
async def test_a_trial_is_refused_as_the_submission_would_be(cluster, learner, option, code):
    with pytest.raises(Refused) as refusal:
        await command_client(cluster).try_submit(script(option), learner)
    assert refusal.value.explanation.code == code


async def test_a_trial_tells_a_start_and_queues_nothing(client, learner):
    before = set((await client.list_jobs()).jobs)
    assert await client.try_submit(script(), learner) is not None
    assert set((await client.list_jobs()).jobs) == before


async def test_a_reservation_of_others_is_refused(client, learner, reservation):
    reservation("theirs", "proto", "now")
    with pytest.raises(Refused) as refusal:
        await client.submit(script("--reservation=theirs"), learner, {})
    assert refusal.value.explanation.code == "reservation-refused"


async def test_a_partition_that_takes_no_jobs_is_refused(client, cluster, learner):
    cluster.run("scontrol", "update", "partitionname=cpu", "state=inactive")
    try:
        with pytest.raises(Refused) as refusal:
            await client.submit(script(partition="cpu"), learner, {})
    finally:
        cluster.run("scontrol", "update", "partitionname=cpu", "state=up")
    assert refusal.value.explanation.code == "partition-closed"


async def test_one_job_too_many_is_refused(client, learner, limited):
    limited(MaxSubmitJobs=1)
    await client.submit(script("--hold"), learner, {})
    with pytest.raises(Refused) as refusal:
        await client.submit(script("--hold"), learner, {})
    assert refusal.value.explanation.code in {"too-many-jobs", "limits"}


@pytest.mark.parametrize("person", ["root", "no-such-person", "a\0b", ""])
async def test_who_has_no_account_here_is_refused_before_slurm_is_asked(cluster, person):
    with pytest.raises(Refused) as refusal:
        await command_client(cluster).submit(script(), person, {})
    assert refusal.value.explanation.code == "no-account"


WAITING = [
    ("--hold", "held-by-you"),
    ("--begin=now+1hour", "begin-time"),
    ("--time=600", "time-limit"),
    ("--nodes=5", "node-limit"),
    ("--partition=closed", "partition-closed"),
]


@pytest.mark.parametrize(("option", "code"), WAITING)
async def test_why_a_job_waits_has_a_name(cluster, learner, option, code):
    client = command_client(cluster)
    job = await client.submit(script(option), learner, {})
    await waits_for(client, job, code)


async def test_a_budget_that_does_not_suffice_is_named(client, learner):
    job = await client.submit(script("--account=proto", "--gres=gpu:2", "--time=60"), learner, {})
    await waits_for(client, job, "budget-used-up")


async def test_a_reservation_that_has_not_begun_is_named(client, learner, reservation):
    reservation("later", "course101", "now+1hour")
    job = await client.submit(script("--reservation=later"), learner, {})
    await waits_for(client, job, "reservation-later")
    await client.cancel(job)


async def test_ones_own_share_of_a_service_class_is_named(client, learner):
    asked = script("--qos=class", "--gres=gpu:1")
    await started(client, await client.submit(asked, learner, {}))
    second = await client.submit(asked, learner, {})
    await waits_for(client, second, "own-share-used")


async def test_a_full_cluster_is_named(client, learner):
    asked = script("--gres=gpu:4")
    for _ in range(2):
        await started(client, await client.submit(asked, learner, {}))
    third = await client.submit(asked, learner, {})
    await waits_for(client, third, "resources")
