"""One watcher for each cluster of a hub, shared by all its sessions and by nobody else."""

from __future__ import annotations

import asyncio

from memory_slurm import MemorySlurm, running
from virtual_time import play

from officina_spawners.watching import Watchers


class OtherSlurm(MemorySlurm):
    name = "other"


def test_two_clients_of_one_cluster_share_a_watcher():
    async def story():
        watchers = Watchers.of_this_loop()
        first, second = watchers.of(MemorySlurm()), watchers.of(MemorySlurm())
        other = Watchers.of_this_loop().of(OtherSlurm())
        assert first is second
        assert other is not first
        assert set(watchers.healths()) == {"memory", "other"}
        await watchers.close()

    play(story())


def test_another_loop_has_watchers_of_its_own():
    seen = []

    async def story():
        seen.append(Watchers.of_this_loop())
        assert seen[-1].healths() == {}
        seen[-1].of(MemorySlurm())
        await seen[-1].close()

    play(story())
    play(story())
    assert seen[0] is not seen[1]


def test_closing_leaves_no_task_and_the_next_hub_begins_anew():
    async def story():
        watchers = Watchers.of_this_loop()
        watchers.of(MemorySlurm(running("1"))).follow("1", starting=False)
        await asyncio.sleep(1)
        await watchers.close()
        assert asyncio.all_tasks() == {asyncio.current_task()}
        assert Watchers.of_this_loop() is not watchers

    play(story())
