"""The hub dies at each moment of a session's life, and the next one finds the very same job."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from session_house import Clicks, SessionHouse
from slurm_jobs import eventually

pytestmark = [pytest.mark.slurm, pytest.mark.kill]

# Keeps what the hub writes, tells that it came so far, and waits for somebody to open the pipe.
HELD = """cat > "$COMMANDS/script"
touch "$COMMANDS/reached"
read _ < "$COMMANDS/hold"
exec "$REAL" "$@" < "$COMMANDS/script"
"""


@pytest.fixture
def reached(house: SessionHouse) -> Iterator[Path]:
    """Where a held command tells that it was called."""
    house.pipe(house.commands / "hold")
    yield house.commands / "reached"
    for name in ("hold", "reached", "script"):
        (house.commands / name).unlink(missing_ok=True)


def is_known_to_the_hub(house: SessionHouse) -> None:
    """The session works, and its token does."""
    assert house.look("api/user-by-token")["name"] == house.user


def test_killed_after_the_record_and_before_sbatch(house, reached):
    with house.in_place_of("sbatch", HELD):
        house.ask()
        eventually(reached.exists, seconds=20)
        assert house.record.job is None
        house.hub.kill_hub()
    assert house.jobs() == []
    house.hub.start_hub()
    job = house.queued("RUNNING")
    assert house.ready() == job.id
    is_known_to_the_hub(house)


def test_killed_while_sbatch_speaks_with_slurm(house, reached):
    with house.in_place_of("sbatch", HELD):
        house.ask()
        eventually(reached.exists, seconds=20)
        house.hub.kill_hub()
        house.release(house.commands / "hold")
        job = house.queued("RUNNING")
    assert house.record.job is None
    house.hub.start_hub()
    assert house.ready() == job.id
    assert house.record.comment == job.comment
    is_known_to_the_hub(house)


def test_a_job_that_sbatch_brings_after_the_next_hub_has_asked_anew_is_cancelled(house, reached):
    with house.in_place_of("sbatch", HELD):
        house.ask()
        eventually(reached.exists, seconds=20)
        house.hub.kill_hub()
    house.hub.start_hub()
    ours = house.queued("RUNNING")
    house.release(house.commands / "hold")
    eventually(lambda: [job.id for job in house.jobs()] == [ours.id], seconds=20)
    eventually(lambda: "which no session knows" in house.log, seconds=20)
    assert house.ready() == ours.id


def test_killed_while_the_job_waits(house, opened):
    house.ask("closed")
    job = house.queued()
    eventually(lambda: house.record.job == job.id, seconds=10)
    house.hub.kill_hub()
    house.hub.start_hub()
    eventually(lambda: house.model["pending"] == "spawn", seconds=20)
    assert house.job() == job
    opened()
    assert house.ready() == job.id
    is_known_to_the_hub(house)


def test_a_restart_as_an_operator_does_it_keeps_the_place_in_the_queue(house, opened):
    house.ask("closed")
    job = house.queued()
    house.hub.hub.send_signal(signal.SIGTERM)
    house.hub.hub.wait(timeout=30)
    assert house.job() == job
    house.hub.start_hub()
    eventually(lambda: house.model["pending"] == "spawn", seconds=20)
    opened()
    assert house.ready() == job.id
    is_known_to_the_hub(house)


def test_a_job_that_starts_while_there_is_no_hub_is_found_running(house, opened):
    house.ask("closed")
    job = house.queued()
    house.hub.kill_hub()
    opened()
    house.queued("RUNNING")
    house.hub.start_hub()
    assert house.ready() == job.id
    is_known_to_the_hub(house)


def test_killed_while_jupyterlab_loads(house):
    hold = house.pipe(house.home / "hold")
    try:
        house.ask()
        job = house.queued("RUNNING")
        eventually(lambda: house.record.job == job.id, seconds=10)
        house.hub.kill_hub()
        house.hub.start_hub()
        eventually(lambda: house.model["pending"] == "spawn", seconds=20)
        house.release(hold)
        assert house.ready() == job.id
        is_known_to_the_hub(house)
    finally:
        hold.unlink()


def test_a_port_that_is_reported_before_the_next_hub_has_taken_the_session_up_is_not_lost(house):
    hold = house.pipe(house.home / "hold")
    try:
        house.ask()
        job = house.queued("RUNNING")
        eventually(lambda: house.record.job == job.id, seconds=10)
        house.hub.kill_hub()
        house.release(hold)
        house.hub.start_hub()
        assert house.ready() == job.id
    finally:
        hold.unlink()


def test_killed_while_the_session_runs(house):
    house.ask()
    job = house.ready()
    house.hub.kill_hub()
    assert house.look("api")["job"] == job
    house.hub.start_hub()
    eventually(lambda: house.is_started, seconds=20)
    assert house.ready() == job
    is_known_to_the_hub(house)
    house.stop()
    house.nothing_is_left()


def test_a_session_that_ends_while_there_is_no_hub_is_told_with_its_reason(house):
    house.ask()
    job = house.ready()
    house.hub.kill_hub()
    house.cluster.run("scancel", job)
    eventually(lambda: not house.jobs(), seconds=20)
    house.hub.start_hub()
    house.nothing_is_left()
    assert house.ending.job == job
    assert "cancelled by root" in house.ending.sentence


def test_killed_while_it_stops(house, reached):
    house.ask()
    house.ready()
    clicks = Clicks()
    with house.in_place_of("scancel", HELD):
        clicks.click(house.stop)
        eventually(reached.exists, seconds=20)
        assert house.record.phase == "leaving"
        house.hub.kill_hub()
    clicks.join()
    assert house.jobs()
    house.hub.start_hub()
    house.nothing_is_left()
