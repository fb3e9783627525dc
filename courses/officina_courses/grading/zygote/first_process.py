"""Process 1 of a fork: it waits for the runner, buries orphans, and ends all when too much is used.

Learners' code cannot stop it: no signal from inside its namespace reaches it, and nobody may look
into its memory. When it ends, the kernel ends every process of the namespace.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import time
from functools import cache
from itertools import islice
from typing import NoReturn

from officina_courses.grading.zygote import system_calls
from officina_courses.grading.zygote.bounds import Bounds

LOOK_SECONDS = 0.25
AGAIN_SECONDS = 0.02  # after a look that found out nothing
MOST_IN_VAIN = 25  # such looks in a row; a process that just ends explains one, or two
CHILD_ENDED = {signal.SIGCHLD}
IN_MEMORY = b"RssAnon:"  # a thread that has none of it shares no memory any more
MOST_LOCKS = 4000  # of parts of files; a database in SQLite has five, or a few more
COUNTED = (IN_MEMORY, b"RssShmem:", b"VmSwap:", b"HugetlbPages:")
ENDED = (b"State:\tZ", b"State:\tX")


def guard(runner: int, bounds: Bounds) -> NoReturn:
    """Watch over the fork until its runner ends, its time is over or its memory too much."""
    system_calls.prctl(system_calls.PR_SET_DUMPABLE, 0)
    began = time.monotonic()
    end, next_look = began + bounds.wall_seconds, began + LOOK_SECONDS
    pause, in_vain = LOOK_SECONDS, 0
    while not _has_ended(runner):
        signal.sigtimedwait(CHILD_ENDED, pause)
        now = time.monotonic()
        if now < next_look:  # a child ended; looking at all of them costs more than most passes do
            continue
        is_too_much = _is_too_much(bounds)
        in_vain = in_vain + 1 if is_too_much is None else 0
        if now > end or in_vain > MOST_IN_VAIN or is_too_much:
            break
        pause = LOOK_SECONDS if is_too_much is not None else AGAIN_SECONDS
        next_look = now + pause
    os._exit(0)


def _has_ended(runner: int) -> bool:
    with contextlib.suppress(ChildProcessError):
        while gone := os.waitpid(-1, os.WNOHANG)[0]:
            if gone == runner:
                return True
    return False


def _is_too_much(bounds: Bounds) -> bool | None:
    """Whether more is used than may be; None where nobody can say."""
    if os.readlink("/proc/self") != "1":  # noqa: PTH115 - this is done four times a second
        return False  # the runner has not mounted the namespace's own yet
    if _are_too_many_locks():
        return True
    held = _memory_bytes()
    return None if held is None else held > bounds.memory_bytes


def _are_too_many_locks() -> bool:
    """Whether more parts of files are locked than any program needs: each is the kernel's memory.

    Linux shows those of the fork's own processes, and of all others what belongs to no process.
    """
    with open("/proc/locks", "rb") as file:  # noqa: PTH123
        return any(islice((lock for lock in file if _is_of_a_process(lock)), MOST_LOCKS, None))


def _is_of_a_process(lock: bytes) -> bool:
    words = lock.split()
    return words[1] == b"POSIX" and not words[4].startswith(b"-")


@cache
def _most_of_a_socket() -> int:
    """What the kernel may hold for one, in bytes: nobody can see how much it does."""
    with socket.socket(socket.AF_UNIX) as any_socket:
        buffers = (socket.SO_SNDBUF, socket.SO_RCVBUF)
        return sum(any_socket.getsockopt(socket.SOL_SOCKET, buffer) for buffer in buffers)


def _memory_bytes() -> int | None:
    """What all processes but this one hold in memory; parts that they share count for each.

    Sockets count for all that they may hold, also those that nobody has open any more. None where a
    process could not be looked at: it has ended a moment ago, or hides by ending all the time and
    going on in another.
    """
    total = _sockets() * _most_of_a_socket() >> 10
    for name in os.listdir("/proc"):  # noqa: PTH208
        if name.isdecimal() and name != "1":
            held = held_kib(f"/proc/{name}")
            if held is None:
                return None
            total += held
    return total << 10


def _sockets() -> int:
    """How many there are in the fork's namespace of the network."""
    return int(_lines("/proc/net/sockstat")[0].split()[2])


def held_kib(process: str) -> int | None:
    """What the process of that folder holds; None where nobody can say.

    Its first thread may have ended alone: then that one shows nothing, and the others go on with
    all the memory.
    """
    try:
        lines = _lines(f"{process}/status")
        if (held := _told(lines)) is not None:
            return held
        if b"Threads:\t1\n" in lines and any(line.startswith(ENDED) for line in lines):
            return 0
        for thread in os.listdir(f"{process}/task"):  # noqa: PTH208
            if (held := _told(_lines(f"{process}/task/{thread}/status"))) is not None:
                return held
    except OSError:
        pass
    return None


def _lines(place: str) -> list[bytes]:
    with open(place, "rb") as file:  # noqa: PTH123
        return file.readlines()


def _told(lines: list[bytes]) -> int | None:
    if not any(line.startswith(IN_MEMORY) for line in lines):
        return None
    return sum(int(line.split()[1]) for line in lines if line.startswith(COUNTED))
