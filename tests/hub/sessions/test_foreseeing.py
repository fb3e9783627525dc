"""Expected starts as the pages get them: from the queue, once for everybody, and scored."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from memory_cluster import MemoryCluster, node, row

from officina_hub.session_api.facts import ClusterFacts
from officina_hub.session_api.foreseeing import QueueEstimator
from officina_spawners.estimate import ENOUGH, Scorebook
from officina_spawners.profiles import Profile, SessionChoice
from officina_spawners.slurm.client import Unanswered

GPU = Profile(name="gpu", title="GPU", place="slurm", partition="gpu", gpus=1)
ONE = SessionChoice(profile="gpu", gpus=1, cores=1, minutes=60)


@pytest.fixture
def slurm() -> MemoryCluster:
    return MemoryCluster()


@pytest.fixture
def estimator(slurm: MemoryCluster, tmp_path: Path) -> QueueEstimator:
    book = Scorebook(tmp_path / "starts.jsonl")
    return QueueEstimator(ClusterFacts(slurm), book, chance=random.Random(1))


def fill(slurm: MemoryCluster) -> None:
    """Every GPU is taken by jobs that end by their limit within 40 minutes."""
    slurm.all_nodes = (node("g1", used=4), node("g2", used=4))
    for number in range(8):
        job = str(100 + number)
        slurm.rows[job] = row(job, limit_seconds=2400)
        slurm.run(job, minutes=40)
        slurm.rows[job] = slurm.rows[job].model_copy(update={"node": f"g{1 + number // 4}"})


async def test_where_something_is_free_a_start_is_expected_at_once(estimator):
    expected = await estimator.of_choice(ONE, GPU)
    assert expected is not None
    assert expected.high_seconds == 0


async def test_where_all_is_taken_it_is_expected_before_the_limits_end(slurm, estimator):
    fill(slurm)
    expected = await estimator.of_choice(ONE, GPU)
    assert expected is not None
    assert 0 < expected.middle_seconds <= 1800


async def test_many_who_ask_cost_slurm_one_look(slurm, estimator):
    fill(slurm)
    for _ in range(20):
        await estimator.of_choice(ONE, GPU)
    assert (slurm.asked["queue"], slurm.asked["nodes"], slurm.asked["past_jobs"]) == (1, 1, 1)


async def test_a_silent_slurm_gives_no_expectation(slurm, estimator):
    slurm.fault = Unanswered("down")
    assert await estimator.of_choice(ONE, GPU) is None
    assert await estimator.of_job("7") is None


async def test_a_profile_of_a_partition_that_is_not_there_gives_none(estimator):
    assert await estimator.of_choice(ONE, GPU.model_copy(update={"partition": "gone"})) is None


async def test_what_was_told_first_is_held_against_the_real_start(slurm, estimator):
    fill(slurm)
    jobs = [str(200 + number) for number in range(ENOUGH)]
    slurm.rows |= {job: row(job, submitted_at=datetime.now(UTC)) for job in jobs}
    first = {job: await estimator.of_job(job) for job in jobs}
    assert await estimator.of_job(jobs[0]) == first[jobs[0]]

    for job in jobs[:-1]:
        await begin(slurm, estimator, job, first[job].middle_seconds + 30)
    assert estimator.accuracy() is None  # of so few starts a share says nothing
    await begin(slurm, estimator, jobs[-1], first[jobs[-1]].middle_seconds + 30)
    accuracy = estimator.accuracy()
    assert accuracy is not None
    assert accuracy.starts == ENOUGH
    assert accuracy.median_error_seconds == pytest.approx(30, abs=2)


async def begin(slurm: MemoryCluster, estimator: QueueEstimator, job: str, after: float) -> None:
    """That job starts so many seconds from now, and somebody looks."""
    slurm.run(job)
    begins = datetime.now(UTC) + timedelta(seconds=after)
    slurm.rows[job] = slurm.rows[job].model_copy(update={"starts_at": begins})
    estimator._facts.queue.forget()
    await estimator.of_choice(ONE, GPU)
