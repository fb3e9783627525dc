"""The grader's side: a zygote that is there when it is asked, and gone when nobody asks."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from officina_courses.grading import confinement, launch
from officina_courses.grading.errors import SandboxFailed
from officina_courses.grading.request import Limits
from officina_courses.grading.zygote.bounds import Bounds, Role
from officina_courses.grading.zygote.process import (
    ForkRefusedError,
    ZygoteEndedError,
    ZygoteProcess,
)
from officina_courses.pythons import Python, own_python

IDLE_SECONDS = 600.0
REST_SECONDS = 60.0  # after a start that failed
PATIENCE = 4  # how many times the notebook's time a fork may live: cells, twins, and waiting


class Started(NamedTuple):
    """A running fork: as what ``launch`` starts, and who it is outside."""

    commands: int
    replies: int
    files: Path
    work: Path
    pid: int
    zygote: ZygoteProcess


class Zygote:
    """A warm process of one Python with ``preload`` imported; any thread may ask it for forks.

    Without a ``python`` it is that of this program.

    It starts with the first fork, again when it has died, and ends when it was idle for so long.
    """

    def __init__(
        self,
        *,
        python: Python | None = None,
        preload: tuple[str, ...] = (),
        idle_seconds: float = IDLE_SECONDS,
    ) -> None:
        self._python = python or own_python()
        self._preload = preload
        self._idle_seconds = idle_seconds
        self._lock = threading.Lock()
        self._process: ZygoteProcess | None = None
        self._rests_until = 0.0

    @contextlib.contextmanager
    def fork(
        self, role: Role, files: Path | None, limits: Limits, *, peer: socket.socket | None = None
    ) -> Iterator[Started]:
        """A fork that serves its role; when the block ends, nothing that it started is left.

        ``peer`` is one end of a connection to another fork, which hears when this one has ended:
        it is closed here as soon as the fork has it.

        Raises
        ------
        SandboxFailed
            When there is no zygote and none can be started, or it cannot fork.

        """
        with contextlib.ExitStack() as stack:
            to_child, commands = launch.pipe(stack)
            replies, from_child = launch.pipe(stack)
            passed: list[launch.Passed] = [to_child, from_child, *([] if peer is None else [peer])]
            ends = [end.fileno() for end in passed]
            process, first = self._fork(stack, role, files, limits, ends)
            for end in passed:
                end.close()
            yield Started(
                commands.fileno(),
                replies.fileno(),
                confinement.FILES,
                confinement.HOME / "work",
                _pid_of(first),
                process,
            )

    def close(self) -> None:
        """End the zygote and all its forks; the next question starts another."""
        with self._lock:
            if self._process is not None:
                self._process.end()

    def close_if_unused(self) -> bool:
        """End the zygote where no fork of it lives; whether none is there now."""
        with self._lock:
            return self._process is None or self._process.end_if_unused()

    def _fork(
        self,
        stack: contextlib.ExitStack,
        role: Role,
        files: Path | None,
        limits: Limits,
        ends: list[int],
    ) -> tuple[ZygoteProcess, int]:
        bounds = _bounds(limits)
        try:
            process = self._living()
            try:
                return process, stack.enter_context(process.fork(role, files, bounds, ends))
            except ZygoteEndedError:  # it died since it was last asked
                process = self._living()
                return process, stack.enter_context(process.fork(role, files, bounds, ends))
        except (ZygoteEndedError, ForkRefusedError, OSError) as error:
            raise SandboxFailed(
                f"The warm process for learners' code did not serve: {error}.",
                why="So nothing of this notebook was run in it.",
                todo="A fresh sandbox is used instead; look at the grader's log if this stays so.",
            ) from error

    def _living(self) -> ZygoteProcess:
        with self._lock:
            if self._process is None or self._process.is_over:
                if time.monotonic() < self._rests_until:
                    raise ZygoteEndedError("its last start failed a moment ago")
                self._rests_until = time.monotonic() + REST_SECONDS
                self._process = ZygoteProcess(
                    self._python, self._preload, idle_seconds=self._idle_seconds
                )
                self._rests_until = 0.0
            return self._process


def _bounds(limits: Limits) -> Bounds:
    seconds = int(limits.notebook_timeout_seconds) + 30
    return Bounds(
        memory_bytes=limits.memory_mib << 20,
        scratch_bytes=limits.scratch_mib << 20,
        processes=limits.processes,
        cpu_seconds=seconds,
        wall_seconds=PATIENCE * seconds,
        gives_way=limits.gives_way,
    )


def _pid_of(pidfd: int) -> int:
    with open(f"/proc/self/fdinfo/{pidfd}", "rb") as lines:  # noqa: PTH123 - for each fork
        for line in lines:
            if line.startswith(b"Pid:"):
                return int(line[4:])
    return -1  # it has ended already
