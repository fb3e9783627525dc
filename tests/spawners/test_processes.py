"""Processes are known for certain, and their ends are awaited."""

import os
import signal
import socket
import subprocess
import threading
from pathlib import Path

import pytest

from officina_spawners.listening import is_listening
from officina_spawners.processes import Process, marked_processes
from officina_spawners.records import read_record
from officina_spawners.view import home_inside


@pytest.fixture
def sleeper():
    child = subprocess.Popen(["sleep", "1000"], env={"OFFICINA_SESSION": "f00d"})
    yield child
    child.kill()
    child.wait()


async def test_a_living_process_is_not_gone(sleeper):
    process = Process.of(sleeper.pid)
    assert process.is_alive()
    assert not await process.gone(timeout_seconds=0.01)


async def test_its_end_is_an_event(sleeper):
    process = Process.of(sleeper.pid)
    process.send(signal.SIGTERM)
    assert await process.gone(timeout_seconds=5)
    assert not process.is_alive()


async def test_a_process_of_another_time_or_boot_is_neither_alive_nor_signalled(sleeper):
    process = Process.of(sleeper.pid)
    for other in ({"started_ticks": 1}, {"boot_id": "another"}):
        stranger = process.model_copy(update=other)
        stranger.send(signal.SIGKILL)
        assert await stranger.gone(timeout_seconds=5)
    assert process.is_alive()


def test_a_process_is_found_by_the_mark_in_its_environment(sleeper):
    assert [found.pid for found in marked_processes("OFFICINA_SESSION=f00d")] == [sleeper.pid]


def test_children_are_found(sleeper):
    below = {process.pid for process in Process.of(os.getpid()).descendants()}
    assert sleeper.pid in below


def test_children_of_other_threads_are_found():
    started, done = threading.Event(), threading.Event()

    def start_one():
        children.append(subprocess.Popen(["sleep", "1000"]))
        started.set()
        done.wait(20)

    children: list[subprocess.Popen[bytes]] = []
    thread = threading.Thread(target=start_one)
    thread.start()
    try:
        assert started.wait(20)
        below = {process.pid for process in Process.of(os.getpid()).descendants()}
        assert children[0].pid in below
    finally:
        done.set()
        thread.join()
        children[0].kill()
        children[0].wait()


def test_a_strangers_socket_does_not_count_as_listening(sleeper):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert is_listening(Process.of(os.getpid()), port)
        assert not is_listening(Process.of(sleeper.pid), port)


def test_a_damaged_record_is_no_record(tmp_path):
    (tmp_path / "anna.json").write_text('{"key": "an')
    assert read_record(tmp_path, "anna") is None


def test_the_home_moves_aside_where_software_of_that_place_is_shown(tmp_path):
    assert home_inside("anna", ()) == Path("/home/anna")
    assert home_inside("anna", [Path("/home/anna/venv")]) == Path("/sessions/anna")
