"""Graders as jobs of a real Slurm: they come with work, are replaced, and go when it is done."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import graded_class
import pytest
from graded_class import GradedClass, RunningClock
from grader_cluster import TOKEN, GraderCluster
from portal_house import House
from prover_hand import packed, proof_of
from slurm_cluster import Cluster
from until import until

from officina_courses.scaffold import new_course

pytestmark = [pytest.mark.slurm, pytest.mark.sandbox, pytest.mark.timeout(600)]

# Long enough for a job to be cancelled in the middle of a notebook.
SLOW = "import time\ntime.sleep(2)\n"
PATIENCE_SECONDS = 240


@pytest.fixture
async def graders(
    cluster: Cluster, other_learner: str, tmp_path: Path
) -> AsyncIterator[GraderCluster]:
    async with House(tmp_path, clock=RunningClock(), lease_seconds=15) as house:
        with GraderCluster(cluster, house, other_learner) as made:
            yield made


async def a_class(graders: GraderCluster, learners: int) -> GradedClass:
    """Each learner has handed in, every second one what is right."""
    graded = GradedClass(graders.house)
    for at, name in enumerate(await graded.enrol(learners)):
        await graded.hand_in(name, is_right=at % 2 == 0)
    return graded


async def test_submissions_are_marked_by_jobs_also_when_one_is_cancelled_in_the_middle(
    graders: GraderCluster, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    for is_right, answer in graded_class.ANSWERS.items():
        monkeypatch.setitem(graded_class.ANSWERS, is_right, SLOW + answer)
    graded = await a_class(graders, 6)
    graders.start()
    await until(graders.workers, seconds=PATIENCE_SECONDS)
    number = graders.workers()[0].removeprefix("job-")
    assert TOKEN not in cluster.run("scontrol", "show", "job", number).stdout
    # The number of an array's first task is the array's, too; its tasks are listed one by one then.
    listed = cluster.run("squeue", "-h", "--array", "-o", "%A %i").stdout.splitlines()
    victim = dict(row.split() for row in listed)[number]
    assert "_" in victim  # a task of an array
    assert cluster.run("scancel", victim).returncode == 0
    await until(graded.is_all_done, seconds=PATIENCE_SECONDS)
    graded.check_each_is_marked_once()
    assert graders.most_tries() > 1
    await graders.until_jobs([])
    assert TOKEN not in graders.logs


async def test_graders_that_die_at_once_are_told_of_and_not_submitted_on_and_on(
    graders: GraderCluster,
) -> None:
    await a_class(graders, 2)
    graders.start('environment = "broken"')
    await until(lambda: graders.state and graders.state.trouble, seconds=PATIENCE_SECONDS)
    assert graders.state is not None
    assert "FAILED with exit code 1" in graders.state.trouble
    assert "/nowhere/at/all/bin/activate" in graders.state.trouble
    assert graders.state.next_try_at is not None
    assert len(list((graders.shared / "log").iterdir())) == 1


async def test_a_keeper_that_was_killed_finds_the_jobs_that_it_had_submitted(
    graders: GraderCluster,
) -> None:
    await a_class(graders, 5)
    graders.start('partition = "closed"')
    await graders.until_jobs(["PENDING"] * 3)
    graders.kill()
    killed = datetime.now(UTC)
    graders.start('partition = "closed"')
    await until(lambda: graders.state and graders.state.at > killed, seconds=PATIENCE_SECONDS)
    assert graders.jobs == ["PENDING"] * 3
    assert graders.state is not None
    assert (graders.state.queued, graders.state.trouble) == (3, "")


async def test_a_course_from_elsewhere_is_proved_by_a_job_of_its_own(
    graders: GraderCluster, tmp_path: Path
) -> None:
    new_course(tmp_path / "rain", course_id="rain", title="Rain")
    package = packed(tmp_path / "rain", tmp_path / "rain.zip")
    one = (await graders.house.ask("POST", "imports", "tina", tar=package)).json
    graders.start("proofs = true\nproof_minutes = 20")
    await until(graders.workers, seconds=PATIENCE_SECONDS)
    assert [name.partition("-")[0] for name in graders.workers()] == ["prover"]
    assert graders.jobs == ["RUNNING"]  # no grader beside it
    ran = await proof_of(graders.house, one["release_id"])
    assert ran["state"] == "proved", ran
    assert TOKEN not in graders.logs
