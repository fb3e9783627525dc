"""A person's own sessions, told as they are from the queue to the end."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from memory_cluster import MemoryCluster, row
from session_hub import API, SessionHub

from officina_spawners.batch.endings import SessionEnding, write_ending
from officina_spawners.batch.side import records_in
from officina_spawners.slurm.client import Unanswered

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_server_that_was_never_started_is_stopped(hub: SessionHub) -> None:
    found = await hub.mine()
    assert (found["server"], found["state"], found["last_ending"]) == ("", "stopped", None)


async def test_a_queued_session_tells_its_place_and_why_it_waits(
    hub: SessionHub, slurm: MemoryCluster
) -> None:
    for number, priority in (("1", 500), ("2", 400), ("3", 1)):
        slurm.rows[number] = row(number, priority=priority)
    slurm.rows["4"] = row("4", partition="cpu", priority=900)
    slurm.rows["5"] = row("5", reason="Dependency", priority=900)
    job = await hub.start(profile="gpu", gpus=2)
    found = await hub.mine_when("waiting")
    while not found["why"] or found["queue"] is None:
        found = await hub.mine()
    assert found["job"] == job
    assert found["queue"] == {"place": 3, "waiting": 4}
    assert found["why"] == "Everything that would suit your session is in use."
    assert found["expected"]["high_seconds"] == 0  # there is room on g2
    assert found["choice"]["gpus"] == 2
    assert found["steps"][0] == "Handing your session over to Slurm"
    assert found["url"] == ""


async def test_a_session_goes_from_waiting_to_running(
    hub: SessionHub, slurm: MemoryCluster, port: int
) -> None:
    job = await hub.start(profile="gpu")
    assert (await hub.mine_when("waiting"))["node"] == ""
    slurm.run(job)
    starting = await hub.mine_when("starting")
    assert starting["node"] == "g1"
    found = await hub.run(job, port)
    assert found["url"].endswith("/user/ada/")
    assert 2900 < found["seconds_left"] <= 3000
    assert found["extension"] == {"minutes": 60, "refusal": ""}
    assert datetime.fromisoformat(found["ends_at"]) > datetime.now(UTC)
    assert found["steps"][-1] == "JupyterLab answers"


async def test_a_silent_slurm_changes_no_state(
    hub: SessionHub, slurm: MemoryCluster, port: int
) -> None:
    job = await hub.start(profile="gpu")
    await hub.run(job, port)
    slurm.fault = Unanswered("down")
    watcher = hub.spawner("ada").job_session._site.watcher
    watcher.nudge()
    while not (found := await hub.mine())["trouble"]:
        pass
    assert found["state"] == "running"
    assert "may be out of date" in found["trouble"]


async def test_one_that_cannot_be_ended_yet_says_so_and_ends_when_slurm_answers(
    hub: SessionHub, slurm: MemoryCluster, port: int
) -> None:
    await hub.run(await hub.start(profile="gpu"), port)
    slurm.fault = Unanswered("down")
    await hub.ask("DELETE", "users/ada/server")
    while "could not be ended yet" not in (found := await hub.mine())["trouble"]:
        pass
    assert found["state"] == "stopping"
    assert "cancelled as soon as Slurm answers" in found["trouble"]
    slurm.fault = None
    assert (await hub.mine_when("stopped"))["trouble"] == ""
    assert slurm.rows == {}


async def test_a_local_session_has_no_job(hub: SessionHub) -> None:
    hub.spawner("ada").user_options = {"profile": "small"}
    found = await hub.mine()
    assert (found["place"], found["job"], found["extension"]) == ("local", "", None)


def write_an_ending(hub: SessionHub) -> None:
    spawner = hub.app.users["ada"].get_or_create_spawner("", "")
    choice = spawner.offers.judge({"profile": "gpu"})
    ending = SessionEnding(
        key=spawner.key,
        user="ada",
        server_name="",
        job="77",
        code="out-of-memory",
        sentence="It used more memory than it had asked for.",
        advice="Ask for more.",
        ended_at=datetime.now(UTC),
        choice=choice,
        log=("Killed",),
    )
    folder = records_in(str(hub.data_dir / "run" / "sessions")).endings
    folder.parent.mkdir(parents=True, exist_ok=True)
    write_ending(folder, ending)


async def test_the_last_ending_comes_with_its_log(hub: SessionHub) -> None:
    write_an_ending(hub)
    found = (await hub.mine())["last_ending"]
    assert (found["code"], found["job"], found["log"]) == ("out-of-memory", "77", ["Killed"])


async def test_a_start_that_was_refused_says_why_and_not_how_the_one_before_ended(
    hub: SessionHub,
) -> None:
    write_an_ending(hub)
    await hub.ask("POST", "users/ada/server", "ada", {"user_options": {"profile": "none"}})
    found = await hub.mine_when("stopped")
    while found["last_ending"]["code"] == "out-of-memory":
        found = await hub.mine()
    assert "there is no profile 'none'" in found["last_ending"]["sentence"]
    told = found["last_ending"]["said"][0]
    assert "there is no profile %(profile)s" in told["text"]
    assert told["values"]["profile"] == "'none'"


async def test_a_profile_that_is_gone_takes_no_session_with_it(hub: SessionHub) -> None:
    await hub.start(profile="gpu")
    await hub.mine_when("waiting")
    spawner = hub.spawner("ada")
    spawner.profiles = [each for each in spawner.profiles if each["name"] != "gpu"]
    found = await hub.mine()
    assert (found["state"], found["profile"]) == ("waiting", "")
    assert (await hub.ask("GET", f"{API}offers")).status == 200
