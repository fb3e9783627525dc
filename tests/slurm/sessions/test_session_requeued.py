"""A session whose job is requeued waits once more, and the hub dies just then."""

from __future__ import annotations

import pytest
from session_house import SessionHouse
from slurm_jobs import eventually, run_requeued

pytestmark = [pytest.mark.slurm, pytest.mark.kill]


class Requeued:
    """A session that ran, and whose job can be sent back into the queue."""

    def __init__(self, house: SessionHouse) -> None:
        self.house = house
        house.ask("two-nodes")
        self.job = house.ready()
        self.port = house.record.port
        house.cluster.run("scontrol", "update", f"jobid={self.job}", "requeue=1")

    def send_back(self) -> None:
        """Slurm holds it back for two minutes then, unless somebody says otherwise."""
        self.house.cluster.run("scontrol", "requeue", self.job)
        assert self.house.queued().id == self.job

    def run_again(self) -> None:
        """Its turn comes."""
        run_requeued(self.house.cluster, self.job)

    def is_followed(self) -> None:
        """It answers at its new place, to whom the Hub knows, and it can be ended."""
        house = self.house
        eventually(lambda: house.record.port not in {0, self.port}, seconds=60)
        assert house.ready() == self.job
        assert house.look("api/user-by-token")["name"] == house.user
        house.stop()
        house.nothing_is_left()


@pytest.fixture
def requeued(house: SessionHouse) -> Requeued:
    return Requeued(house)


def test_killed_while_the_requeued_job_waits(house, requeued):
    requeued.send_back()
    eventually(lambda: house.record.port == 0, seconds=60)
    house.hub.kill_hub()
    house.hub.start_hub()
    waits_for_its_turn(house, requeued.job)
    requeued.run_again()
    requeued.is_followed()


def test_requeued_while_there_is_no_hub(house, requeued):
    house.hub.kill_hub()
    requeued.send_back()
    house.hub.start_hub()
    waits_for_its_turn(house, requeued.job)
    requeued.run_again()
    requeued.is_followed()


def test_requeued_and_run_again_while_there_is_no_hub(house, requeued):
    house.hub.kill_hub()
    requeued.send_back()
    requeued.run_again()
    assert house.queued("RUNNING").id == requeued.job
    house.hub.start_hub()
    requeued.is_followed()


def test_requeued_and_cancelled_while_there_is_no_hub(house, requeued):
    requeued.send_back()
    eventually(lambda: house.record.port == 0, seconds=60)
    house.hub.kill_hub()
    house.cluster.run("scancel", requeued.job)
    eventually(lambda: not house.jobs(), seconds=20)
    house.hub.start_hub()
    house.nothing_is_left()
    assert house.ending.job == requeued.job
    assert "cancelled by root" in house.ending.sentence


def test_ended_by_its_person_while_it_waits_after_the_next_hub_has_come(house, requeued):
    requeued.send_back()
    eventually(lambda: house.record.port == 0, seconds=60)
    house.hub.kill_hub()
    house.hub.start_hub()
    waits_for_its_turn(house, requeued.job)
    house.stop()
    house.nothing_is_left()


def waits_for_its_turn(house: SessionHouse, job: str) -> None:
    """The page says that it waits, and the job has kept its place."""
    eventually(lambda: house.model["pending"] == "spawn", seconds=20)
    eventually(lambda: any("may not start before" in each for each in house.told()), seconds=20)
    assert house.queued().id == job
