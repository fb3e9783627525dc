"""Process 1 of a fork: it waits for the runner, buries orphans, and ends all when too much is used.

Learners' code cannot stop it: no signal from inside its namespace reaches it, and nobody may look
into its memory. When it ends, the kernel ends every process of the namespace.
"""

from __future__ import annotations

import contextlib
import os
import signal
import time
from typing import NoReturn

from officina_courses.grading.zygote import system_calls
from officina_courses.grading.zygote.bounds import Bounds

LOOK_SECONDS = 0.25
CHILD_ENDED = {signal.SIGCHLD}
COUNTED = (b"RssAnon:", b"RssShmem:")


def guard(runner: int, bounds: Bounds) -> NoReturn:
    """Watch over the fork until its runner ends, its time is over or its memory too much."""
    system_calls.prctl(system_calls.PR_SET_DUMPABLE, 0)
    began = time.monotonic()
    end, next_look = began + bounds.wall_seconds, began + LOOK_SECONDS
    while not _has_ended(runner):
        signal.sigtimedwait(CHILD_ENDED, LOOK_SECONDS)
        now = time.monotonic()
        if now < next_look:  # a child ended; looking at all of them costs more than most passes do
            continue
        next_look = now + LOOK_SECONDS
        if now > end or _memory_bytes() > bounds.memory_bytes:
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
    if os.readlink("/proc/self") != "1":  # noqa: PTH115 - this is done four times a second
        return 0  # the runner has not mounted the namespace's own yet
    total = 0
    for name in os.listdir("/proc"):  # noqa: PTH208
        if name.isdecimal() and name != "1":
            with contextlib.suppress(OSError), open(f"/proc/{name}/status", "rb") as lines:  # noqa: PTH123
                total += sum(int(line.split()[1]) for line in lines if line.startswith(COUNTED))
    return total << 10
