"""Where nodes answer: from the operator's table, from Slurm, or under their own names."""

from __future__ import annotations

from typing import cast

import pytest
from job_records import MARKS

from officina_spawners.batch.site import Site
from officina_spawners.profiles.cluster import Cluster
from officina_spawners.slurm.client import SlurmClient, Unanswered
from officina_spawners.slurm.resources import Node
from officina_spawners.watching import QueueWatcher

G1 = Node(
    name="g1",
    address="10.0.0.1",
    states=frozenset({"IDLE"}),
    partitions=("gpu",),
    gpus_total={},
    gpus_used={},
    cores_total=64,
    cores_used=0,
    memory_mib_total=1024,
    memory_mib_used=0,
)


class OneNodeSlurm:
    """Knows g1, and counts how often it is asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.is_down = False

    async def nodes(self) -> tuple[Node, ...]:
        self.asked += 1
        if self.is_down:
            raise Unanswered("no answer")
        return (G1,)


def site_of(slurm: OneNodeSlurm) -> Site:
    cluster = Cluster(name="hpc", node_addresses={"g9": "10.0.0.9"})
    client = cast("SlurmClient", slurm)
    return Site(cluster, client, cast("QueueWatcher", None), MARKS, ())


async def test_the_operators_address_comes_before_slurms_and_asks_nobody():
    slurm = OneNodeSlurm()
    assert await site_of(slurm).address_of("g9") == "10.0.0.9"
    assert slurm.asked == 0


@pytest.mark.parametrize(("node", "address"), [("g1", "10.0.0.1"), ("login1", "login1")])
async def test_slurm_is_asked_once_for_a_node_whether_it_knows_it_or_not(node, address):
    slurm = OneNodeSlurm()
    site = site_of(slurm)
    assert [await site.address_of(node) for _ in range(3)] == [address] * 3
    assert slurm.asked == 1


async def test_a_silent_slurm_is_asked_again():
    slurm = OneNodeSlurm()
    site = site_of(slurm)
    slurm.is_down = True
    with pytest.raises(Unanswered):
        await site.address_of("g1")
    slurm.is_down = False
    assert await site.address_of("g1") == "10.0.0.1"
