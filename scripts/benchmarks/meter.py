"""CPU seconds of a process and of all that it starts, sandboxes included.

The time of a process that nobody waits for reaches no parent, so a control group counts where one
can be made (cgroup v1, root); elsewhere the whole machine is asked, which must then be quiet.
"""

from __future__ import annotations

import os
from pathlib import Path

import psutil

ACCOUNT = Path("/sys/fs/cgroup/cpuacct")
NANOSECONDS = 1e9


class Meter:
    """From its making on, this process and its children are counted."""

    def __init__(self) -> None:
        self._group: Path | None = ACCOUNT / f"officina-bench-{os.getpid()}"
        try:
            self._group.mkdir()
            (self._group / "cgroup.procs").write_text(str(os.getpid()))
        except OSError:
            self._group = None

    @property
    def about(self) -> str:
        """How it counts, for the line below a table."""
        return "by a control group" if self._group else "of the whole machine, which must be quiet"

    def seconds(self) -> float:
        """Busy CPU seconds until now."""
        if self._group is not None:
            return int((self._group / "cpuacct.usage").read_text()) / NANOSECONDS
        times = psutil.cpu_times()
        return float(times.user + times.nice + times.system)

    def close(self) -> None:
        """Leave the group again; it goes when nothing is left in it."""
        if self._group is not None:
            (ACCOUNT / "cgroup.procs").write_text(str(os.getpid()))
            self._group.rmdir()
