"""What Slurm refuses is said in its place, costs nothing, and leaves nothing behind."""

from __future__ import annotations

import pytest
from session_house import Clicks
from slurm_jobs import eventually

pytestmark = pytest.mark.slurm


@pytest.fixture
def one_job_at_most(cluster, learner):
    """The learner has a job in the queue, and Slurm allows no second one."""
    limit = ["sacctmgr", "-i", "modify", "user", learner, "set"]
    cluster.run(*limit, "MaxSubmitJobs=1")
    cluster.run_as(learner, ["sbatch", "--hold", "-t", "5", "--wrap", "true"])
    yield
    cluster.run(*limit, "MaxSubmitJobs=-1")
    cluster.run("scancel", f"--user={learner}")


REFUSED = [
    ({"account": "nobodys"}, "You may not use"),
    ({"profile": "nowhere"}, "This cluster does not have"),
    ({"reservation": "no-such-reservation"}, "The cluster does not have"),
]


@pytest.mark.parametrize(("wish", "said"), REFUSED, ids=["account", "partition", "reservation"])
def test_a_refusal_is_told_with_what_to_do(house, wish, said):
    house.ask(**wish)
    message = house.refused()
    assert said in message
    assert "No session was started." in message
    house.nothing_is_left()


def test_a_limit_of_slurms_is_told(house, one_job_at_most):
    house.ask()
    assert "jobs" in house.refused()
    house.nothing_is_left()


def test_after_a_refusal_the_next_choice_starts(house):
    house.ask(account="nobodys")
    house.refused()
    house.ask()
    assert house.ready() == house.job().id


def test_a_closed_partition_is_waiting_and_says_so(house, opened):
    house.ask("closed")
    house.queued()
    eventually(lambda: any("closed" in said for said in house.told()), seconds=20)
    assert house.model["pending"] == "spawn"
    opened()
    assert house.ready() == house.job().id


def test_two_tabs_make_one_job(house):
    clicks = Clicks()
    for _ in range(4):
        clicks.click(house.ask)
    clicks.join()
    job = house.queued("RUNNING")
    assert house.ready() == job.id


def test_who_waits_in_the_queue_keeps_nobody_from_starting(house, neighbour, opened):
    """The hub starts one session at a time here, and each queued one would have counted."""
    house.restart_hub(concurrent_starts=1)
    house.ask("closed")
    house.queued()
    neighbour.ask()
    assert neighbour.ready() == neighbour.job().id
    assert house.model["pending"] == "spawn"
    house.restart_hub()
