"""Slurm is down, silent or talks nonsense: nothing is concluded, nothing is lost, all goes on."""

from __future__ import annotations

import time

import pytest
from session_house import Clicks
from slurm_jobs import eventually

from officina_spawners.batch.arrival import ASLEEP
from officina_spawners.batch.submission import SILENT

pytestmark = pytest.mark.slurm

READING = ("squeue", "sacct")


def failed_looks(house) -> int:
    return house.log.count("nothing is concluded from that")


def test_slurmctld_goes_and_who_runs_runs_and_who_waits_keeps_the_place(house, neighbour, opened):
    neighbour.ask()
    running = neighbour.ready()
    house.ask("closed")
    waiting = house.queued()
    with house.cluster.without("slurmctld"):
        eventually(lambda: ASLEEP in house.told(), seconds=40)
        assert neighbour.look("api")["job"] == running
        assert neighbour.is_started
    opened()
    assert house.ready() == waiting.id
    assert neighbour.queued("RUNNING").id == running
    assert neighbour.is_started


def test_what_is_asked_for_and_stopped_without_slurmctld_is_done_when_it_is_back(house, neighbour):
    neighbour.ask()
    neighbour.ready()
    with house.cluster.without("slurmctld"):
        house.ask()
        clicks = Clicks()
        clicks.click(neighbour.stop)
        eventually(lambda: SILENT in house.told(), seconds=40)
        assert house.record.job is None
        assert neighbour.record.phase == "leaving"
    job = house.queued("RUNNING")
    assert house.ready() == job.id
    clicks.join()
    neighbour.nothing_is_left()


def test_a_job_that_appears_after_its_start_was_given_up_is_cancelled(house):
    house.cluster.freeze_daemon("slurmctld")
    try:
        house.ask()
        eventually(lambda: house.record is not None, seconds=10)
        eventually(lambda: house.sends("sbatch"), seconds=10)
        clicks = Clicks()
        clicks.click(house.stop)
        eventually(lambda: house.record.phase == "leaving", seconds=10)
        comment = house.record.comment
    finally:
        house.cluster.thaw_daemon("slurmctld")
    assert clicks.join() == [200]
    eventually(lambda: house.was_cancelled(comment), seconds=20)
    house.nothing_is_left()


def test_a_job_that_appears_when_its_start_is_forgotten_is_cancelled(house):
    """An sbatch that the hub could not end brings it, and no record is left by then."""
    hold = house.pipe(house.commands / "hold")
    late = 'cat > "$COMMANDS/script"\nread _ < "$COMMANDS/hold"\n"$REAL" < "$COMMANDS/script"'
    with house.in_place_of("sbatch", f"export REAL COMMANDS\nexec setsid --fork sh -c '{late}'"):
        house.ask()
        eventually(lambda: house.record is not None, seconds=10)
        comment = house.record.comment
        house.stop()
        house.nothing_is_left()
        house.release(hold)
        eventually(lambda: house.was_cancelled(comment), seconds=20)
    house.nothing_is_left()
    hold.unlink()


@pytest.mark.parametrize(
    "script",
    [
        "echo 'slurm_load_jobs: welcome to our new cluster!'",
        "echo '1|RUNNING|'; echo '2|'",
        "head -c 65536 /dev/urandom",
        "exit 0",
        "echo 'slurm_load_jobs error: Unable to contact slurm controller' >&2; exit 1",
        "exec sleep 1000",
    ],
    ids=["words", "cut off", "noise", "nothing", "an error", "hangs"],
)
def test_nonsense_for_an_answer_ends_no_session(house, script):
    house.ask()
    job = house.ready()
    looked = house.commands / "looked"
    with (
        house.in_place_of("squeue", f"touch {looked}\n{script}"),
        house.in_place_of("sacct", script),
    ):
        eventually(looked.exists, seconds=40)
        looked.unlink()
        eventually(looked.exists, seconds=60)  # so the first answer has been judged
        assert house.is_started
        assert house.look("api")["job"] == job
    looked.unlink()
    house.stop()
    house.nothing_is_left()


@pytest.mark.parametrize(
    "script",
    ['"$REAL" "$@" >/dev/null; echo 12345x', '"$REAL" "$@" >/dev/null; exit 1'],
    ids=["garbage", "nothing"],
)
def test_an_sbatch_whose_answer_is_lost_makes_one_job_and_no_second(house, script):
    with house.in_place_of("sbatch", script):
        house.ask()
        job = house.queued("RUNNING")
        assert house.ready() == job.id
    assert house.log.count("is not known here (") >= 1


def test_slurmdbd_goes_and_sessions_start_run_and_end(house):
    with house.cluster.without("slurmdbd"):
        house.ask()
        assert house.ready() == house.job().id
        house.stop()
        house.nothing_is_left()


def test_munge_is_restarted_and_the_session_stays(house):
    house.ask()
    job = house.ready()
    before = failed_looks(house)
    with house.cluster.without("munged"):
        eventually(lambda: failed_looks(house) > before, seconds=40)
        assert house.is_started
    assert house.look("api")["job"] == job
    assert house.is_started


def test_a_slurm_that_answers_slowly_makes_nobody_click_twice(house):
    with house.in_place_of("sbatch", 'sleep 2\nexec "$REAL" "$@"'):
        began = time.monotonic()
        house.ask()
        assert time.monotonic() - began < 2
        assert house.ready() == house.job().id
