"""What is told as free follows one's own start and stop on a real Slurm, which frees GPUs late."""

from __future__ import annotations

import pytest
from slurm_clients import become, ended, script, started

from officina_hub.session_api.facts import ClusterFacts
from officina_hub.session_api.own_moves import SETTLING_SECONDS

pytestmark = pytest.mark.slurm

WHOLE = 8


def free_on(nodes) -> int:
    return sum(node.gpus_free.get("a100", 0) for node in nodes)


async def test_the_free_gpus_follow_ones_own_start_and_stop(client, learner):
    facts = ClusterFacts(client)

    async def free(footprint: str) -> int:
        facts.forget_moved(learner, learner, footprint)
        return free_on(await facts.nodes.look())

    async def is_ready() -> bool:
        return free_on(await client.nodes()) == WHOLE

    await become(is_ready)  # a cluster that has just begun waits for its nodes
    assert await free("nothing") == WHOLE
    # The job ignores being asked to end, so that Slurm has to kill it and its GPUs are free late.
    job = await client.submit(
        script("--gres=gpu:3", body="trap '' TERM\nsleep 300 & wait; sleep 300"), learner, {}
    )
    await started(client, job)
    assert await free("nothing") == WHOLE  # what is kept, as for everybody who has not moved
    assert await free("runs") == WHOLE - 3
    await client.cancel(job, learner)
    await ended(client, job)
    await free("stopped")

    async def is_whole() -> bool:
        return await free("stopped") == WHOLE

    await become(is_whole, seconds=SETTLING_SECONDS)
