"""Nodes, partitions, reservations and budgets, and what the questions cost slurmctld."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from slurm_clients import become, command_client, script, started
from slurm_cluster import Cluster

from officina_spawners.slurm.resources import Wall

pytestmark = pytest.mark.slurm


async def test_nodes_tell_their_gpus_and_which_are_in_use(client, learner):
    job = await client.submit(script("--gres=gpu:3", "--cpus-per-task=5"), learner, {})
    place = (await started(client, job)).node
    nodes = {node.name: node for node in await client.nodes()}
    assert set(nodes) == {"c1", "g1", "g2"}
    busy, cpu = nodes[place], nodes["c1"]
    assert (busy.gpus_total, busy.gpus_used, busy.gpus_free) == (
        {"a100": 4},
        {"a100": 3},
        {"a100": 1},
    )
    assert (busy.cores_total, busy.cores_used) == (64, 5)
    assert (busy.memory_mib_total, busy.memory_mib_used) == (262144, 50)
    assert (busy.partitions, busy.address, busy.takes_jobs) == (("gpu",), "127.0.0.1", True)
    assert (cpu.gpus_total, cpu.gpus_free) == ({}, {})


async def test_a_drained_node_offers_nothing_and_says_why(client, cluster):
    cluster.run("scontrol", "update", "nodename=g2", "state=drain", "reason=fan | GPU 2")
    try:
        node = next(node for node in await client.nodes() if node.name == "g2")
    finally:
        cluster.run("scontrol", "update", "nodename=g2", "state=resume")
    assert not node.takes_jobs
    assert node.gpus_free == {"a100": 0}
    assert node.reason == "fan | GPU 2"


async def test_partitions_tell_their_limits(client):
    partitions = {found.name: found for found in await client.partitions()}
    assert partitions["cpu"].is_default
    assert not partitions["gpu"].is_default
    assert (partitions["gpu"].max_seconds, partitions["gpu"].default_seconds) == (28800, 3600)
    assert partitions["gpu"].allowed_accounts is None
    assert partitions["gpu"].nodes == "g[1-2]"
    assert (partitions["gpu"].state, partitions["closed"].state) == ("UP", "DOWN")


async def test_reservations_tell_their_time_and_their_people(client, cluster):
    assert await client.reservations() == ()
    options = ["accounts=course101", "nodes=g2", "duration=90", "flags=ignore_jobs"]
    cluster.run("scontrol", "create", "reservationname=class", "starttime=now+1hour", *options)
    try:
        (found,) = await client.reservations()
    finally:
        cluster.run("scontrol", "delete", "reservationname=class")
    assert (found.name, found.accounts, found.users) == ("class", ("course101",), ())
    assert found.ends_at - found.starts_at == timedelta(minutes=90)
    assert not found.is_active
    assert (found.nodes, found.partition) == ("g2", "")


async def test_budgets_tell_each_project_of_a_person(client, learner):
    budgets = {found.account: found for found in await client.budgets(learner)}
    assert set(budgets) == {"course101", "proto"}
    assert budgets["course101"].gpu_minutes_limit is None
    assert budgets["proto"].gpu_minutes_limit == 60
    assert 0 <= budgets["proto"].gpu_minutes_used <= 60


async def test_a_stranger_has_no_budget(client):
    assert await client.budgets("no-such-person") == ()


async def test_the_longest_time_of_a_service_class_is_told(client, learner):
    assert Wall(seconds=1800, qos="short") in await client.walls(learner)


async def test_an_accounts_longest_time_is_told_as_its_people_inherit_it(client, cluster, learner):
    def limit(minutes: int) -> None:
        order = ("modify", "account", "course101", "set", f"MaxWall={minutes}")
        assert cluster.run("sacctmgr", "-i", *order).returncode == 0

    async def told() -> bool:
        return Wall(seconds=7200, account="course101") in await client.walls(learner)

    limit(120)
    try:
        await become(told)
    finally:
        limit(-1)


@pytest.mark.parametrize(
    ("question", "requests"),
    [
        ("list_jobs", 2),
        ("queue", 2),
        ("nodes", 2),
        ("partitions", 1),
        ("reservations", 1),
    ],
)
async def test_a_question_costs_slurmctld_few_requests(cluster, question, requests):
    ask = getattr(command_client(cluster), question)

    async def cost() -> dict[str, int]:
        cluster.run("sdiag", "--reset")
        await ask()
        return requests_of(cluster)

    # The cluster's own daemons ask as well now and then, so the cheapest of three is ours.
    seen = [await cost() for _ in range(3)]
    assert min(sum(counts.values()) for counts in seen) == requests, seen


def requests_of(cluster: Cluster) -> dict[str, int]:
    """How many questions of each kind slurmctld was asked since it last forgot, but sdiag's own."""
    told = cluster.run("sdiag").stdout.partition("by user")[0]
    found = re.findall(r"^\s+(REQUEST_\w+_INFO\w*)\s+\(.*count:(\d+)", told, re.MULTILINE)
    return {kind: int(count) for kind, count in found if kind != "REQUEST_STATS_INFO"}
