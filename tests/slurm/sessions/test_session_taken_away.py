"""Slurm takes a session away: it used too much memory, or somebody has a higher claim."""

from __future__ import annotations

import pytest
from memory_watch import ran_out_of_memory
from session_house import SessionHouse
from slurm_jobs import eventually, run_requeued

pytestmark = pytest.mark.slurm

SEEN_SECONDS = 20  # ten for us, and as much again for a machine that does much else
MORE_MEMORY = "Ask for more memory, or load less data at once."


def test_it_uses_more_memory_than_it_asked_for_and_slurm_kills_it(house):
    house.ask("lean")
    job = house.ready()
    house.look("eat")
    is_named(house, job, "out-of-memory", "needed more memory than it had asked for", MORE_MEMORY)
    assert any("exceeded memory limit" in line for line in house.ending.log)


def test_its_node_reports_that_the_memory_ran_out(house):
    house.ask()
    job = house.ready()
    ran_out_of_memory(house.cluster, job)
    is_named(house, job, "out-of-memory", "needed more memory than it had asked for", MORE_MEMORY)


def test_its_memory_runs_out_while_jupyterlab_loads(house):
    hold = house.pipe(house.home / "hold")
    try:
        house.ask()
        ran_out_of_memory(house.cluster, house.queued("RUNNING").id)
        said = house.refused()
        assert "needed more memory than it had asked for" in said
        assert MORE_MEMORY in said
        house.nothing_is_left()
    finally:
        hold.unlink()


@pytest.mark.parametrize("qos", ["spare", "loan"])
def test_it_makes_room_for_somebody_more_urgent(house, qos):
    house.ask("spare", qos=qos)
    job = house.ready()
    somebody_more_urgent(house)
    claim = "had to make room for a job with a higher claim"
    is_named(house, job, "preempted", claim, "A service class (QOS) that nobody may displace")


def test_it_makes_room_while_jupyterlab_loads(house):
    hold = house.pipe(house.home / "hold")
    try:
        house.ask("spare", qos="loan")
        house.queued("RUNNING")
        somebody_more_urgent(house)
        assert "had to make room for a job with a higher claim" in house.refused()
        house.nothing_is_left()
        assert house.ending.code == "preempted"
    finally:
        hold.unlink()


def test_it_makes_room_and_is_followed_when_its_turn_comes_again(house):
    house.ask("spare", qos="spare")
    job = house.ready()
    before = house.record
    house.cluster.run("scontrol", "update", f"jobid={job}", "requeue=1")
    urgent = somebody_more_urgent(house)
    eventually(lambda: house.record.port == 0, seconds=60)
    house.cluster.run("scancel", urgent)
    run_requeued(house.cluster, job)
    eventually(lambda: house.record.port not in {0, before.port}, seconds=60)
    eventually(lambda: house.look("api").get("job") == job, seconds=30)
    assert house.is_started
    house.stop()
    house.nothing_is_left()


def somebody_more_urgent(house: SessionHouse) -> str:
    """A job that needs the whole node; its number."""
    wish = ["sbatch", "--parsable", "-p", "cpu", "-t", "5", "-n", "64", "--mem=1G"]
    done = house.cluster.run_as(house.user, [*wish, "--qos=urgent", "--wrap", "sleep 60"])
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def is_named(house: SessionHouse, job: str, code: str, what: str, now: str) -> None:
    """The page has these words soon, and nothing is left behind."""
    eventually(lambda: not house.is_started, seconds=SEEN_SECONDS)
    assert (house.ending.job, house.ending.code) == (job, code)
    assert what in house.ending.sentence
    assert "What you saved is still there" in house.ending.advice
    assert now in house.ending.advice
    house.nothing_is_left()
