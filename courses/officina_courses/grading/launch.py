"""Starts a runner or an examiner in its sandbox and ends it with every process inside."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
from collections.abc import Iterator
from io import FileIO
from pathlib import Path
from typing import NamedTuple

from officina_courses import sandbox
from officina_courses.grading import call_filter, confinement, ending, giving_way
from officina_courses.grading.call_rules import NO_LOCKS
from officina_courses.grading.removal import scratch_folder
from officina_courses.grading.request import Limits
from officina_courses.pythons import Python, own_python

MODULES: dict[confinement.Role, str] = {
    "learner": "officina_courses.grading.runner",
    "examiner": "officina_courses.grading.examiner.serve",
    "foreign": "officina_courses.grading.foreign.porter",
}
Passed = FileIO | socket.socket


class Started(NamedTuple):
    """A running runner: where to write, where to read, and its two folders as it sees them."""

    commands: int
    replies: int
    files: Path
    work: Path


@contextlib.contextmanager
def runner(
    files: Path | None,
    limits: Limits,
    *,
    isolated: bool,
    role: confinement.Role = "learner",
    peer: socket.socket | None = None,
    python: Python | None = None,
) -> Iterator[Started]:
    """A started runner; when the block ends, nothing that it started is left.

    ``peer`` is its end of the line between a learner's process and its examiner; without a
    ``python`` it is this program's own.
    """
    python = python or own_python()
    with contextlib.ExitStack() as stack:
        to_child, commands = pipe(stack)
        replies, from_child = pipe(stack)
        peers = () if peer is None else (peer,)
        argv = python.command(
            MODULES[role], *(str(end.fileno()) for end in (to_child, from_child, *peers))
        )
        if isolated:
            home, seen = confinement.HOME, confinement.FILES
            info, from_bwrap = pipe(stack)
            calls = _call_filter(stack)
            place = confinement.runner_sandbox(
                files,
                limits,
                role,
                python,
                info_fd=from_bwrap.fileno(),
                calls_fd=None if calls is None else calls.fileno(),
            )
            argv = sandbox.bwrap_command(place, argv)
            passed: list[Passed] = [to_child, from_child, *peers, from_bwrap]
            passed += [] if calls is None else [calls]
        else:
            home, seen, info = stack.enter_context(_bare_home(role)), files or Path("/"), None
            argv = [*confinement.bare_prefix(limits, role), *argv]
            passed = [to_child, from_child, *peers]
        process = subprocess.Popen(
            giving_way.lowered(argv) if limits.gives_way else argv,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=confinement.environment(home, python),
            cwd="/",
            pass_fds=[end.fileno() for end in passed],
            start_new_session=True,
        )
        stack.callback(ending.end_group, process)
        for end in passed:
            end.close()
        if info is not None:
            _end_with_first_process(stack, info)
        yield Started(commands.fileno(), replies.fileno(), seen, home / "work")


def pipe(stack: contextlib.ExitStack) -> tuple[FileIO, FileIO]:
    """A pipe's reading and writing end, closed at the latest when the stack unwinds."""
    reading, writing = os.pipe()
    return stack.enter_context(FileIO(reading, "r")), stack.enter_context(FileIO(writing, "w"))


def _call_filter(stack: contextlib.ExitStack) -> FileIO | None:
    """Where the filter of system calls can be read, which is shorter than a pipe holds."""
    program = call_filter.compiled(NO_LOCKS)
    if not program:
        return None
    reading, writing = pipe(stack)
    with writing:
        writing.write(program)
    return reading


def _end_with_first_process(stack: contextlib.ExitStack, info: FileIO) -> None:
    """Wait at the end until process 1 of the sandbox is gone: the kernel lets it go last."""
    first = ending.first_process(info)
    if first is not None:  # else bubblewrap did not start; the first question will find that out
        stack.callback(os.close, first)
        stack.callback(ending.end_first, first)


@contextlib.contextmanager
def _bare_home(role: confinement.Role) -> Iterator[Path]:
    with scratch_folder("officina-bare-") as folder:
        who = confinement.account(role)
        if who is not None:
            os.chown(folder, who.uid, who.gid)
        yield folder
