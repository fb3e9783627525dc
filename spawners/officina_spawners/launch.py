"""The start of a session's process, with or without a sandbox around it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import Field

from officina_courses.model import Frozen
from officina_courses.sandbox import Account, Sandbox, bwrap_command
from officina_courses.saying import say
from officina_spawners.errors import EndedError
from officina_spawners.processes import Process

INFO_SECONDS = 20.0

NO_SANDBOX = say(
    "The session's sandbox could not be made, so nothing was started. Please start it again; if it "
    "happens again, tell the hub's operator."
)
AT_ONCE = say("The session ended at once, so nothing was started. Please try again.")


class Launched(NamedTuple):
    """A session that was started: the child to reap, and its two processes (see SessionRecord)."""

    child: subprocess.Popen[bytes]
    outside: Process
    inside: Process


class Command(Frozen):
    """What to run; the environment is kept out of every repr and log."""

    argv: tuple[str, ...]
    environment: dict[str, str] = Field(repr=False)
    cwd: Path
    log: Path


async def launch_in_sandbox(command: Command, sandbox: Sandbox) -> Launched:
    """Start ``command`` in ``sandbox`` and learn the pid of its init, whose end ends everything.

    Where an ordinary user starts it, the init has the account of the code inside, which can write
    itself into its memory. So the limits bind the init as well, before anything runs.
    """
    reading, writing = os.pipe()
    waiting, go = os.pipe()
    try:
        place = sandbox.model_copy(update={"info_fd": writing, "start_fd": waiting})
        argv = bwrap_command(place, command.argv)
        child = _start(command, argv, cwd=Path("/"), keep=(writing, waiting))
    except BaseException:
        os.close(reading)
        os.close(go)
        raise
    finally:
        os.close(writing)
        os.close(waiting)
    try:
        inside = await _init_of(reading)
        outside = _known(child.pid)
        await _bind(inside, sandbox.limits)
    except BaseException:
        _abandon(child)
        raise
    finally:
        os.close(go)
    return Launched(child=child, outside=outside, inside=inside)


def launch_plainly(command: Command, account: Account | None, limits: Sequence[str]) -> Launched:
    """Start ``command`` without a sandbox, as ``account`` where root starts it."""
    argv = ["prlimit", *limits, "--"]
    if account is not None:
        argv += ["setpriv", f"--reuid={account.uid}", f"--regid={account.gid}", "--clear-groups"]
        argv += ["--no-new-privs", "--inh-caps=-all", "--bounding-set=-all", "--"]
    child = _start(command, [*argv, *command.argv], cwd=command.cwd, keep=())
    server = _known(child.pid)
    return Launched(child=child, outside=server, inside=server)


def _start(
    command: Command, argv: Sequence[str], *, cwd: Path, keep: tuple[int, ...]
) -> subprocess.Popen[bytes]:
    if command.log.exists():
        command.log.replace(command.log.with_suffix(".log.1"))
    log = os.open(command.log, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
    try:
        return subprocess.Popen(
            argv,
            cwd=cwd,
            env=command.environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # a signal to the hub's group is none to its sessions
            pass_fds=keep,
        )
    finally:
        os.close(log)


async def _init_of(reading: int) -> Process:
    """Read what bubblewrap tells on ``reading``, and close it."""
    with os.fdopen(reading, "rb") as pipe:
        stream = asyncio.StreamReader()
        loop = asyncio.get_running_loop()
        transport, _ = await loop.connect_read_pipe(
            lambda: asyncio.StreamReaderProtocol(stream), pipe
        )
        try:
            async with asyncio.timeout(INFO_SECONDS):
                told = await stream.readuntil(b"}")
        except (TimeoutError, asyncio.IncompleteReadError):
            raise EndedError(NO_SANDBOX) from None
        finally:
            transport.close()
    return _known(json.loads(told)["child-pid"])


async def _bind(process: Process, limits: Sequence[str]) -> None:
    """Have ``limits`` hold for a process that runs already."""
    argv = ["prlimit", "--pid", str(process.pid), *limits]
    prlimit = await asyncio.create_subprocess_exec(*argv)
    if await prlimit.wait() != 0:
        raise EndedError(NO_SANDBOX)


def _known(pid: int) -> Process:
    process = Process.of(pid)
    if process is None:
        raise EndedError(AT_ONCE)
    return process


def _abandon(child: subprocess.Popen[bytes]) -> None:
    """End a start that was cut off: the sandbox's init first, which would outlive its parent."""
    monitor = Process.of(child.pid)
    for member in reversed(list(monitor.descendants())) if monitor else ():
        member.send(signal.SIGKILL)
    child.wait()
