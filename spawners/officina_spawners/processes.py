"""A process that is known for certain, although the kernel uses its numbers again.

A pid alone names another process after a while; with the start time and the boot it is unique.
Ends are awaited on pidfds, so nothing here polls and no child relationship is needed: a hub that
was restarted watches the sessions of the one before it in the same way.
"""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Iterator
from pathlib import Path

from officina_courses.model import Frozen

PROC = Path("/proc")
STATE_FIELD, STARTED_FIELD = 0, 19  # of /proc/<pid>/stat, counted behind the name in brackets


class Process(Frozen):
    """One process of this machine, of this boot."""

    pid: int
    started_ticks: int
    boot_id: str

    @classmethod
    def of(cls, pid: int) -> Process | None:
        """The process that has this pid now; None when there is none."""
        stat = _stat(pid)
        if stat is None:
            return None
        return cls(pid=pid, started_ticks=int(stat[STARTED_FIELD]), boot_id=boot_id())

    def is_alive(self) -> bool:
        """Whether it still runs; a zombie does not."""
        stat = _stat(self.pid)
        return (
            stat is not None
            and int(stat[STARTED_FIELD]) == self.started_ticks
            and stat[STATE_FIELD] not in "ZX"
            and self.boot_id == boot_id()
        )

    def send(self, number: signal.Signals) -> None:
        """Signal exactly this process, or nobody when it is gone."""
        try:
            descriptor = os.pidfd_open(self.pid)
        except ProcessLookupError:
            return
        try:
            if self.is_alive():
                signal.pidfd_send_signal(descriptor, number)
        except ProcessLookupError:
            return  # it ended between the two lines, which is what was wanted
        finally:
            os.close(descriptor)

    async def gone(self, *, timeout_seconds: float) -> bool:
        """Wait for its end; False when it outlives the time."""
        try:
            descriptor = os.pidfd_open(self.pid)
        except ProcessLookupError:
            return True
        try:
            return not self.is_alive() or await _readable(descriptor, timeout_seconds)
        finally:
            os.close(descriptor)

    def children(self) -> list[Process]:
        """Its children, of whichever thread, the oldest first."""
        pids = [
            pid for thread in (PROC / f"{self.pid}/task").glob("*") for pid in _children_of(thread)
        ]
        found = [child for pid in pids if (child := Process.of(int(pid)))]
        return sorted(found, key=lambda child: (child.started_ticks, child.pid))

    def descendants(self) -> Iterator[Process]:
        """Itself and everything below it."""
        yield self
        for child in self.children():
            yield from child.descendants()


def boot_id() -> str:
    """What tells this boot from every other one."""
    return (PROC / "sys/kernel/random/boot_id").read_text().strip()


def marked_processes(mark: str) -> list[Process]:
    """Every process whose environment holds ``mark``, which reads ``NAME=value``."""
    found = []
    for folder in PROC.glob("[0-9]*"):
        try:
            held = mark.encode() in (folder / "environ").read_bytes().split(b"\0")
        except OSError:
            continue  # ended meanwhile, or somebody else's
        process = Process.of(int(folder.name)) if held else None
        if process is not None and process.is_alive():
            found.append(process)
    return found


def _children_of(thread: Path) -> list[str]:
    try:
        return (thread / "children").read_text().split()
    except (FileNotFoundError, ProcessLookupError):
        return []  # it ended meanwhile; what it had started belongs to another thread now


def _stat(pid: int) -> list[str] | None:
    try:
        text = (PROC / f"{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return text.rpartition(")")[2].split()


async def _readable(descriptor: int, timeout_seconds: float) -> bool:
    loop = asyncio.get_running_loop()
    ready = asyncio.Event()
    loop.add_reader(descriptor, ready.set)
    try:
        async with asyncio.timeout(timeout_seconds):
            await ready.wait()
    except TimeoutError:
        return False
    finally:
        loop.remove_reader(descriptor)
    return True
