"""The supervisor over small stand-in programs: order, restart, and nothing left behind."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import textwrap
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import psutil
import pytest

from officina_hub.errors import StartError
from officina_hub.up.supervisor import Supervisor

ANSWERS = """
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()

HTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()
"""
WAITS = "import signal; signal.pause()"
IGNORES_SIGTERM = (
    "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN)\nwhile True: signal.pause()"
)
FAILS = "import sys; print('ValueError: the cupboard is bare', file=sys.stderr); sys.exit(3)"
LEAVES_AN_ORPHAN = (
    "import subprocess, signal\n"
    "subprocess.Popen(['sleep', '600'], start_new_session=True)\n"
    "signal.pause()"
)

Recipes = Callable[..., Any]


async def no_sessions() -> Sequence[str]:
    return ()


@asynccontextmanager
async def supervised(
    supervisor: Supervisor, sweep: Callable[[], Awaitable[Sequence[str]]] = no_sessions
) -> AsyncIterator[Supervisor]:
    try:
        yield supervisor
    finally:
        await supervisor.stop(sweep)


async def test_children_start_in_order_and_stop_without_a_trace(recipe, listener, free_port):
    first, second = recipe("first", ANSWERS, free_port), recipe("second", WAITS)
    async with supervised(Supervisor([first, second], listener)) as supervisor:
        assert await supervisor.start()
        pids = supervisor.pids
        assert list(pids) == ["first", "second"]
        assert all(psutil.pid_exists(pid) for pid in pids.values())
    assert not any(psutil.pid_exists(pid) for pid in pids.values())
    assert [name for kind, name, _ in listener.said if kind == "step"][:2] == ["first", "second"]


async def test_a_killed_child_comes_back_and_it_is_said(recipe, listener, free_port):
    back = asyncio.Event()

    async def restarted(name: str) -> None:
        back.set()

    child = recipe("proxy", ANSWERS, free_port)
    supervisor = Supervisor([child], listener, after_restart=restarted)
    async with supervised(supervisor):
        await supervisor.start()
        before = supervisor.pids["proxy"]
        os.kill(before, signal.SIGKILL)
        await asyncio.wait_for(back.wait(), 20)
        assert supervisor.pids["proxy"] != before
    warnings = [text for kind, _, text in listener.said if kind == "warn"]
    assert len(warnings) == 1
    assert "signal SIGKILL" in warnings[0]


async def test_a_child_that_cannot_start_is_an_error_with_its_last_words(recipe, listener):
    failing = recipe("hub", FAILS, 9)
    async with supervised(Supervisor([failing], listener)) as supervisor:
        with pytest.raises(StartError, match="the cupboard is bare") as caught:
            await supervisor.start()
    assert "code 3" in str(caught.value)
    assert "hub.log" in str(caught.value)


async def test_a_child_that_never_answers_is_told_after_its_time(recipe, listener, free_port):
    mute = recipe("portal", WAITS, free_port, ready_seconds=0.2)
    async with supervised(Supervisor([mute], listener)) as supervisor:
        with pytest.raises(StartError, match="did not answer"):
            await supervisor.start()


async def test_a_stubborn_child_is_ended_all_the_same(recipe, listener, monkeypatch):
    monkeypatch.setattr("officina_hub.up.supervisor.GRACE_SECONDS", 0.3)
    supervisor = Supervisor([recipe("grader", IGNORES_SIGTERM)], listener)
    async with supervised(supervisor):
        await supervisor.start()
        pid = supervisor.pids["grader"]
    assert not psutil.pid_exists(pid)


async def test_what_ran_below_this_process_before_is_left_alone(recipe, listener):
    bystander = await asyncio.create_subprocess_exec(sys.executable, "-c", WAITS)
    async with supervised(Supervisor([recipe("grader", WAITS)], listener)) as supervisor:
        await supervisor.start()
    assert bystander.returncode is None
    bystander.kill()
    assert await bystander.wait() == -signal.SIGKILL


async def test_a_stop_during_the_start_ends_the_start(recipe, listener, free_port):
    mute = recipe("portal", WAITS, free_port)
    async with supervised(Supervisor([mute], listener)) as supervisor:
        starting = asyncio.create_task(supervisor.start())
        supervisor.ask_to_stop()
        assert await asyncio.wait_for(starting, 10) is False


SUPERVISE = """
import asyncio, sys
from pathlib import Path
from officina_hub.up.announce import JsonLines
from officina_hub.up.child import Recipe
from officina_hub.up.supervisor import Supervisor

async def ready(): return True
async def no_sessions(): return ()

async def main():
    recipe = Recipe("hub", (sys.executable, "-c", sys.argv[1]), {}, Path.cwd(),
                    Path("hub.log"), ready)
    supervisor = Supervisor([recipe], JsonLines())
    supervisor.listen_to_signals()
    await supervisor.start()
    print("PID", supervisor.pids["hub"], flush=True)
    try:
        await supervisor.wait_for_stop()
    finally:
        await supervisor.stop(no_sessions)

asyncio.run(main())
"""


def start_supervisor(folder: Path, source: str) -> tuple[subprocess.Popen[str], psutil.Process]:
    """A supervisor in a process of its own, and its one child once that runs."""
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(SUPERVISE), source],
        cwd=folder,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("PID"):
            return process, psutil.Process(int(line.split()[1]))
    raise AssertionError("the supervisor ended before its child ran")


def test_a_killed_supervisor_takes_its_children_along(tmp_path):
    process, child = start_supervisor(tmp_path, WAITS)
    with process:
        process.kill()
    child.wait(10)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_each_way_of_asking_ends_orderly(tmp_path, number):
    process, child = start_supervisor(tmp_path, WAITS)
    with process:
        process.send_signal(number)
        assert process.wait(20) == 0
    assert not psutil.pid_exists(child.pid)


def test_orphans_of_a_killed_child_are_found_and_ended(tmp_path):
    process, child = start_supervisor(tmp_path, LEAVES_AN_ORPHAN)
    with process:
        orphan = wait_for_child(child)
        child.kill()
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0
    orphan.wait(5)


def wait_for_child(parent: psutil.Process) -> psutil.Process:
    """The first child that appears; a process has no event for getting one."""
    for _ in range(200):
        children = parent.children()
        if children:
            return children[0]
        subprocess.run(["sleep", "0.05"], check=True)
    raise AssertionError(f"{parent} started no child")
