"""Processes named so that a recycled pid is never taken for an old one."""

from __future__ import annotations

import contextlib
import os
import select
import signal
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

ENDED = {"Z", "X"}


@dataclass(frozen=True)
class Process:
    """A pid and the kernel's clock tick at which that process began."""

    pid: int
    began: int

    @classmethod
    def of(cls, pid: int) -> Process | None:
        """The one that has this pid now; nothing when it has ended, even if nobody reaped it."""
        fields = _stat(pid)
        return cls(pid, int(fields[19])) if fields and fields[0] not in ENDED else None

    @property
    def folder(self) -> Path:
        """What the kernel tells about it."""
        return Path("/proc") / str(self.pid)

    def is_alive(self) -> bool:
        """Whether it is still this one."""
        return Process.of(self.pid) == self

    def is_frozen(self) -> bool:
        """Whether SIGSTOP holds it."""
        fields = _stat(self.pid)
        return self.is_alive() and fields is not None and fields[0] == "T"

    def send(self, what: signal.Signals) -> None:
        """Through a descriptor opened before the check, so that no other process can get it."""
        with contextlib.suppress(ProcessLookupError), self._descriptor() as descriptor:
            if self.is_alive():
                signal.pidfd_send_signal(descriptor, what)

    def wait_for_end(self, seconds: float) -> bool:
        """Wait for its end and reap it where it is ours; whether it ended in time."""
        with contextlib.suppress(ProcessLookupError), self._descriptor() as descriptor:
            if self.is_alive():
                watch = select.poll()
                watch.register(descriptor, select.POLLIN)
                watch.poll(seconds * 1000)
        with contextlib.suppress(ChildProcessError):
            os.waitpid(self.pid, os.WNOHANG)
        return not self.is_alive()

    @contextlib.contextmanager
    def _descriptor(self) -> Iterator[int]:
        descriptor = os.pidfd_open(self.pid)
        try:
            yield descriptor
        finally:
            os.close(descriptor)


def launch(argv: list[str], *, environment: Mapping[str, str], output: Path) -> Process:
    """Start a program in a session of its own, so that it outlives whoever started it."""
    pid = os.posix_spawn(
        argv[0],
        argv,
        environment,
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, "/dev/null", os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, str(output), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o640),
            (os.POSIX_SPAWN_DUP2, 1, 2),
        ],
        setsid=True,
        # Python ignores these two, and a daemon would inherit that.
        setsigdef=[signal.SIGPIPE, signal.SIGXFSZ],
    )
    return Process.of(pid) or Process(pid, -1)


def end(processes: list[Process], *, patience_seconds: float) -> None:
    """Ask each to end, and kill what has not ended in time."""
    for process in processes:
        process.send(signal.SIGTERM)
        process.send(signal.SIGCONT)  # a frozen one gets its SIGTERM only now
    for process in processes:
        if not process.wait_for_end(patience_seconds):
            kill([process])


def kill(processes: list[Process]) -> None:
    """End each at once."""
    for process in processes:
        process.send(signal.SIGKILL)
    for process in processes:
        process.wait_for_end(10)


def all_processes() -> list[Process]:
    """Everything that runs on this machine."""
    pids = (int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit())
    return [process for pid in pids if (process := Process.of(pid))]


def parent(process: Process) -> int:
    """Its parent's pid; 0 when it has ended."""
    fields = _stat(process.pid)
    return int(fields[1]) if fields else 0


def _stat(pid: int) -> list[str] | None:
    """The fields after the program's name, which may itself hold spaces and parentheses."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return text.rpartition(")")[2].split()
