"""While Slurm is down nothing is known: both clients say so, and soon."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine

import pytest
from slurm_clients import command_client, rest_client, script

from officina_spawners.slurm.client import Unanswered

pytestmark = pytest.mark.slurm
SOON_SECONDS = 20  # slurmrestd itself waits nine seconds before it says that nobody is there


async def silent_soon(*questions: Coroutine[None, None, object]) -> None:
    """Every one of them is given up on, and none of them late."""
    async with asyncio.timeout(SOON_SECONDS):
        answers = await asyncio.gather(*questions, return_exceptions=True)
    assert [type(answer) for answer in answers] == [Unanswered] * len(questions)


async def test_without_slurmctld_nothing_is_known(clients, cluster, learner):
    jobs = [await client.submit(script(), learner, {}) for client in clients]
    with cluster.without("slurmctld"):
        await silent_soon(
            *(client.list_jobs() for client in clients),
            *(client.list_jobs(jobs) for client in clients),
            *(client.submit(script(), learner, {}) for client in clients),
        )
    for client in clients:
        assert set(jobs) <= set((await client.list_jobs()).jobs)


async def test_a_frozen_slurmctld_is_given_up_on(clients, cluster):
    cluster.freeze_daemon("slurmctld")
    try:
        await silent_soon(*(client.list_jobs() for client in clients))
    finally:
        cluster.thaw_daemon("slurmctld")
    for client in clients:
        await client.list_jobs()


async def test_without_munge_the_commands_know_nothing(cluster, learner):
    client = command_client(cluster)
    job = await client.submit(script(), learner, {})
    with cluster.without("munged"):
        for question in (client.list_jobs(), client.list_jobs([job]), client.nodes()):
            with pytest.raises(Unanswered):
                await question
        with pytest.raises(Unanswered):
            await client.cancel(job)
    assert job in (await client.list_jobs()).jobs


async def test_a_token_needs_no_munge(cluster, rest_address, rest_token, learner):
    client = rest_client(cluster, rest_address, rest_token)
    job = await client.submit(script("--hold"), learner, {})
    with cluster.without("munged"):
        assert job in (await client.list_jobs()).jobs


async def test_a_wrong_token_is_no_answer(cluster, rest_address, rest_token):
    head, _, tail = rest_token.rpartition(".")
    forged = f"{head}.{tail[::-1]}"
    for token in (forged, "", "a.b.c"):
        with pytest.raises(Unanswered):
            await rest_client(cluster, rest_address, token).list_jobs()


async def test_without_slurmdbd_an_unremembered_end_is_unknown(client, cluster):
    with cluster.without("slurmdbd"), pytest.raises(Unanswered):
        await client.endings(["99999999"])
