"""Process 1 of a fork: it waits for the runner, buries orphans, and ends all when too much is used.

Learners' code cannot stop it: no signal from inside its namespace reaches it, and nobody may look
into its memory. When it ends, the kernel ends every process of the namespace.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from pathlib import Path
from typing import NoReturn

from officina_courses.grading.zygote import system_calls
from officina_courses.grading.zygote.bounds import Bounds

LOOK_SECONDS = 0.25
CHILD_ENDED = {signal.SIGCHLD}
COUNTED = ("RssAnon:", "RssShmem:")


def guard(runner: int, bounds: Bounds) -> NoReturn:
    """Watch over the fork until its runner ends, its time is over or its memory too much."""
    system_calls.prctl(system_calls.PR_SET_DUMPABLE, 0)
    end = time.monotonic() + bounds.wall_seconds
    while not _has_ended(runner):
        signal.sigtimedwait(CHILD_ENDED, LOOK_SECONDS)
        if time.monotonic() > end or _memory_bytes() > bounds.memory_bytes:
            break
    os._exit(0)


def _has_ended(runner: int) -> bool:
    with contextlib.suppress(ChildProcessError):
        while gone := os.waitpid(-1, os.WNOHANG)[0]:
            if gone == runner:
                return True
    return False


def _memory_bytes() -> int:
    """What all processes but this one hold in memory; parts that they share count for each."""
    if Path("/proc/self").readlink().name != "1":
        return 0  # the runner has not mounted the namespace's own yet
    total = 0
    for status in Path("/proc").glob("[0-9]*/status"):
        if status.parent.name == "1":
            continue
        with contextlib.suppress(OSError):
            lines = status.read_text().splitlines()
            total += sum(int(line.split()[1]) for line in lines if line.startswith(COUNTED))
    return total << 10
