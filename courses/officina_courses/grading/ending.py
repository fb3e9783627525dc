"""Ends a sandbox with every process inside, and waits until the kernel has let the last one go."""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import subprocess
from io import FileIO

END_SECONDS = 30


def first_process(info: FileIO) -> int | None:
    """A descriptor for process 1 of a sandbox, of which bubblewrap tells; None if none started."""
    told = info.readall()
    if not told:
        return None
    with contextlib.suppress(ProcessLookupError):
        return os.pidfd_open(json.loads(told)["child-pid"])
    return None


def end_first(first: int) -> None:
    """Kill process 1 of a namespace; it is gone when all processes inside are."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        signal.pidfd_send_signal(first, signal.SIGKILL)
    is_over(first, END_SECONDS)


def end_group(process: subprocess.Popen[bytes]) -> None:
    """Kill a sandbox from outside: its process 1 dies with it, and with that every process."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def is_over(pidfd: int, seconds: float) -> bool:
    """Whether a process has ended, after waiting for it so long at most."""
    poll = select.poll()
    poll.register(pidfd, select.POLLIN)
    return bool(poll.poll(seconds * 1000))
