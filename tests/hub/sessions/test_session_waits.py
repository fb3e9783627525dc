"""How long jobs with GPUs waited: counted from what Slurm keeps, told only of enough of them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from memory_cluster import MemoryCluster
from queue_samples import NOW, past
from session_hub import SessionHub

from officina_hub.session_api.waits import waited
from officina_spawners.slurm.jobs import PastJob


def job(minutes: float, **changes: object) -> PastJob:
    started = NOW + timedelta(minutes=minutes)
    return past(60).model_copy(update={"started_at": started, **changes})


def test_half_and_nine_tenths_of_the_jobs_with_gpus_in_that_partition():
    jobs = [job(minutes) for minutes in range(1, 11)]
    others = [
        *(job(500, gpus=0) for _ in range(9)),
        *(job(500, partition="cpu") for _ in range(9)),
        job(500, started_at=None),
    ]
    found = waited([*others, *jobs], "gpu")
    assert found is not None
    assert (found.jobs, found.days) == (10, 14)
    assert (found.median_seconds, found.most_seconds) == (330, 540)


def test_of_a_few_jobs_nothing_is_told():
    assert waited([job(1)] * 9, "gpu") is None
    assert waited([], "gpu") is None


@pytest.mark.asyncio(loop_scope="module")
async def test_the_offer_tells_them_and_the_memory_that_the_operator_told(
    hub: SessionHub, slurm: MemoryCluster
) -> None:
    slurm.all_past = (job(3),) * 10
    offers = {each["name"]: each for each in (await hub.offers())["profiles"]}
    assert offers["gpu"]["waited"] == {
        "jobs": 10,
        "days": 14,
        "median_seconds": 180,
        "most_seconds": 180,
    }
    assert offers["cpu"]["waited"] is None
    assert (offers["slice"]["gpu_memory_gib"], offers["gpu"]["gpu_memory_gib"]) == (5, None)
