"""How marking leaves the processors to others: to checks, to the Hub, to sessions.

Linux shares them out at two levels. Within a session it looks at each process's nice level, which
children inherit. Where it groups processes by sessions (``autogroup``), it looks at the session's
own level first, and a new session begins at 0 whatever its processes have. So both are lowered, and
who gives way stays in a session that does.

Nothing starves: of a processor that another program wants, too, this leaves about a tenth.
"""

from __future__ import annotations

import contextlib
import os
from pathlib import Path

NICENESS = 10
SESSION = Path("/proc/self/autogroup")


def lower_process() -> None:
    """Let this process, and all that it will start, give way."""
    os.nice(NICENESS)


def lower_session() -> None:
    """Let the session of this process give way, where the kernel groups by sessions.

    It takes one such change in a tenth of a second, of anybody: a refused one is no error, and
    whoever comes next tries again.
    """
    with contextlib.suppress(OSError):
        if not SESSION.read_bytes().endswith(b" nice %d\n" % NICENESS):
            SESSION.write_bytes(b"%d" % NICENESS)


def lowered(command: list[str]) -> list[str]:
    """The same command, as a process that gives way."""
    return ["nice", f"--adjustment={NICENESS}", *command]
