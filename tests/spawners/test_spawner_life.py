"""A session's life as the Hub sees it: started, found again, ended."""

import asyncio
import os
import signal
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from officina_spawners import OfficinaSpawner, stop_all_sessions

pytestmark = pytest.mark.sandbox

DETACH = "import subprocess\nanswer = subprocess.Popen(['setsid', 'sleep', '1000']).pid\n"


def members(spawner):
    inside = spawner._session.record.inside
    return list(inside.descendants())


async def all_gone(processes):
    ends = [process.gone(timeout_seconds=5) for process in processes]
    return all(await asyncio.gather(*ends))


async def test_stop_leaves_no_process_detached_or_not(house, started):
    spawner, session = await started("anna")
    await session.run(DETACH)
    processes = members(spawner)
    assert len(processes) == 3
    assert await spawner.poll() is None
    await spawner.stop()
    assert await all_gone(processes)
    assert await spawner.poll() is not None
    assert list(house.run_dir.iterdir()) == []


async def test_a_server_that_does_not_listen_to_sigterm_is_ended_all_the_same(started):
    spawner, _ = await started("anna", stop_grace_seconds=0.2, cmd=deaf_server())
    processes = members(spawner)
    await spawner.stop()
    assert await all_gone(processes)


async def test_a_server_that_ends_by_itself_is_seen_and_leaves_nothing(house, started):
    spawner, session = await started("anna")
    await session.run(DETACH)
    processes = members(spawner)
    processes[1].send(signal.SIGKILL)
    assert await spawner._session.record.outside.gone(timeout_seconds=5)
    assert await spawner.poll() not in (None, 0)
    spawner.clear_state()
    assert await all_gone(processes)
    assert list(house.run_dir.iterdir()) == []


@pytest.mark.parametrize("state_is_stored", [True, False])
async def test_a_restarted_hub_finds_the_session_again(house, started, state_is_stored):
    before, session = await started("anna")
    after = house.spawner("anna")
    after.load_state(before.get_state() if state_is_stored else {})
    assert await after.poll() is None
    assert await session.run("answer = 42") == 42
    processes = members(after)
    await after.stop()
    assert await all_gone(processes)


async def test_the_stored_state_is_enough_where_the_record_is_lost(house, started):
    before, _ = await started("anna")
    (house.run_dir / "anna.json").unlink()
    after = house.spawner("anna")
    after.load_state(before.get_state())
    assert await after.poll() is None


async def test_a_pid_that_was_used_again_is_not_our_session(house, started):
    before, _ = await started("anna")
    state = before.get_state()
    await before.stop()
    for end in ("outside", "inside"):
        state["session"][end]["pid"] = os.getpid()
    after = house.spawner("anna")
    after.load_state(state)
    assert await after.poll() is not None
    await after.stop(now=True)  # would end this very test, were it not sure whom it ends


async def test_damaged_state_is_ignored(house):
    spawner = house.spawner("anna")
    spawner.load_state({"session": {"pid": "x"}})
    assert await spawner.poll() is not None


async def test_a_session_left_over_from_a_lost_start_is_ended_by_the_next(house, started):
    first, _ = await started("anna")
    left = members(first)
    _, session = await started("anna")
    assert await all_gone(left)
    assert await session.run("answer = 1") == 1


async def test_the_supervisor_ends_every_session(house, started):
    processes = []
    for name in ("anna", "bob"):
        spawner, session = await started(name)
        await session.run(DETACH)
        processes += members(spawner)
    assert await stop_all_sessions(house.run_dir, grace_seconds=5) == ()
    assert await all_gone(processes)
    assert list(house.run_dir.iterdir()) == []


async def test_the_supervisor_has_nothing_to_do_where_nothing_ran(tmp_path):
    assert await stop_all_sessions(tmp_path / "never-made") == ()


async def test_the_progress_tells_each_step_and_no_percentage(house):
    spawner = house.spawner("anna")
    starting = asyncio.ensure_future(spawner.start())
    events = [event async for event in spawner.progress()]
    await starting
    assert [event["message"] for event in events] == [
        "Preparing your home folder",
        "Starting your session in its sandbox",
        "Your session runs; JupyterLab is loading",
        "JupyterLab answers",
    ]
    assert all(set(event) == {"message"} for event in events)


async def test_poll_says_running_while_the_start_is_on(house):
    spawner = house.spawner("anna")
    starting = asyncio.ensure_future(spawner.start())
    await spawner.progress().__anext__()
    assert await spawner.poll() is None
    await starting


async def test_a_start_that_is_cut_off_leaves_no_process(house):
    spawner = house.spawner("anna", cmd=["sleep", "1000"])
    starting = asyncio.ensure_future(spawner.start())
    async for event in spawner.progress():
        if "loading" in event["message"]:
            break
    processes = members(spawner)
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    assert await spawner.poll() is None
    await spawner.stop()
    assert await all_gone(processes)


async def test_the_url_is_known_to_a_hub_that_died_during_the_start(house, started, monkeypatch):
    before, _ = await started("anna")
    after = house.spawner("anna")

    unknown = SimpleNamespace(url="http://127.0.0.1:0/user/anna/", port=0, base_url="/user/anna/")
    monkeypatch.setattr(OfficinaSpawner, "server", unknown)
    assert await after.get_url() == f"http://127.0.0.1:{before.port}/user/anna/"


def deaf_server():
    probe = Path(__file__).parent / "sessions" / "probe_server.py"
    return [
        sys.executable,
        "-c",
        "import signal, runpy; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
        f"runpy.run_path({str(probe)!r}, run_name='__main__')",
    ]
