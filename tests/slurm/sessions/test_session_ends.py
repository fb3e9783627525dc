"""However a session ends, its person reads why within seconds, and nothing of it stays behind."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator

import pytest
from session_house import SessionHouse
from slurm_jobs import eventually, run_requeued

pytestmark = [pytest.mark.slurm, pytest.mark.usefixtures("short_session")]

FAREWELL = "201 POST /hub/api/officina/sessions/port"
SEEN_SECONDS = 20  # ten for us, and as much again for a machine that does much else


def test_an_operator_cancels_it_while_it_waits(house):
    house.ask("closed")
    job = house.queued()
    house.cluster.run("scancel", job.id)
    eventually(lambda: house.model["pending"] is None, seconds=SEEN_SECONDS)
    assert "cancelled by root while it waited" in house.refused()
    house.nothing_is_left()
    assert (house.ending.job, house.ending.code) == (job.id, "cancelled-waiting")


def test_an_operator_cancels_it_while_it_runs(house):
    house.ask()
    job = house.ready()
    house.cluster.run("scancel", job)
    eventually(lambda: not house.is_started, seconds=SEEN_SECONDS)
    house.nothing_is_left()
    assert (house.ending.job, house.ending.code) == (job, "cancelled")
    assert "cancelled by root while it ran" in house.ending.sentence
    assert any("the tiny server is to listen" in line for line in house.ending.log)


def test_a_job_that_is_cancelled_tells_the_hub_itself(house):
    house.ask()
    job = house.ready()
    before = house.log.count(FAREWELL)
    house.cluster.run("scancel", job)
    eventually(lambda: house.log.count(FAREWELL) == before + 1, seconds=SEEN_SECONDS)
    eventually(lambda: not house.is_started, seconds=SEEN_SECONDS)
    house.nothing_is_left()


def test_its_person_cancels_it_while_it_waits(house):
    house.ask("closed")
    house.queued()
    house.stop()
    house.nothing_is_left()


def test_its_person_ends_it_by_slurms_own_command_while_jupyterlab_loads(house):
    hold = house.pipe(house.home / "hold")
    try:
        house.ask()
        job = house.queued("RUNNING")
        house.cluster.run_as(house.user, ["scancel", job.id])
        assert f"cancelled by {house.user}" in house.refused()
        house.nothing_is_left()
    finally:
        hold.unlink()


def test_its_node_fails(house):
    house.ask("two-nodes")
    job = house.ready()
    node = house.record_node()
    house.cluster.fail_node(node)
    try:
        house.cluster.run("scontrol", "update", f"nodename={node}", "state=down", "reason=power")
        eventually(lambda: not house.is_started, seconds=SEEN_SECONDS)
        house.nothing_is_left()
        assert (house.ending.job, house.ending.code) == (job, "node-failed")
        assert node in house.ending.sentence
    finally:
        house.bring_back(node)


def test_its_person_is_gone_from_the_hub_when_that_comes_back(house):
    house.ask("closed")
    house.queued()
    house.hub.kill_hub()
    remove_from_database(house)
    house.hub.start_hub()
    try:
        eventually(lambda: not house.jobs(), seconds=SEEN_SECONDS)
        eventually(lambda: house.record is None, seconds=SEEN_SECONDS)
    finally:
        house.hub.api("POST", f"users/{house.user}")


def remove_from_database(house: SessionHouse) -> None:
    with contextlib.closing(sqlite3.connect(house.hub.data / "hub.sqlite")) as database:
        theirs = "(SELECT id FROM users WHERE name = ?)"
        for table, column in (("api_tokens", "user_id"), ("spawners", "user_id"), ("users", "id")):
            database.execute(f"DELETE FROM {table} WHERE {column} = {theirs}", (house.user,))
        database.commit()


def test_its_program_is_not_there_and_the_log_says_so(house):
    house.ask(environment="broken")
    said = house.refused()
    house.nothing_is_left()
    assert house.ending.sentence in said
    assert any("no-such-program cannot be started" in line for line in house.ending.log)


def test_its_program_ends_by_itself(house):
    house.ask()
    job = house.ready()
    house.cluster.run("scancel", "--batch", "--signal=KILL", job)
    eventually(lambda: not house.is_started, seconds=SEEN_SECONDS)
    house.nothing_is_left()
    assert house.ending.job == job


def test_it_is_requeued_and_followed_to_its_new_place(house):
    house.ask("two-nodes")
    job = house.ready()
    before = house.record
    house.cluster.run("scontrol", "update", f"jobid={job}", "requeue=1")
    house.cluster.run("scontrol", "requeue", job)
    eventually(lambda: house.record.port == 0, seconds=SEEN_SECONDS)
    run_requeued(house.cluster, job)
    eventually(lambda: house.record.port not in {0, before.port}, seconds=60)
    eventually(lambda: house.look("api").get("job") == job, seconds=30)
    assert house.is_started
    house.stop()
    house.nothing_is_left()


@pytest.fixture(scope="module")
def impatient(session_hub, short_session) -> Iterator[None]:
    """A hub that waits for nothing long."""
    short_session.restart_hub(longest_wait_hours=8 / 3600, job_start_seconds=10)
    yield
    short_session.restart_hub()


def test_it_waits_longer_than_its_person_wants(house, impatient):
    house.ask("closed")
    assert "waited in the queue for 8 seconds" in house.refused()
    house.nothing_is_left()
    assert house.ending.code == "session-ended"


def test_jupyterlab_does_not_answer_in_time(house, impatient):
    hold = house.pipe(house.home / "hold")
    try:
        house.ask()
        assert "did not answer within 10 seconds" in house.refused()
        house.nothing_is_left()
        assert any("the tiny server is to listen" in line for line in house.ending.log)
    finally:
        hold.unlink()


def test_its_time_is_up(short_session):
    eventually(lambda: not short_session.jobs(), seconds=150)
    eventually(lambda: not short_session.is_started, seconds=SEEN_SECONDS)
    short_session.nothing_is_left()
    assert short_session.ending.code == "time-limit"
    assert "time limit of 1 minute" in short_session.ending.sentence
