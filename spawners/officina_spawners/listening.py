"""Whether a session answers on its port, and whether it is really the session that does.

All sessions share the machine's loopback, so that something listens there proves nothing: another
person's process could have been quicker. The socket must be held by a process of the session.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from officina_spawners.processes import PROC, Process

LISTEN = "0A"
ADDRESS, STATE, INODE = 1, 3, 9  # columns of /proc/net/tcp


def is_listening(process: Process, port: int) -> bool:
    """Whether ``process`` or one below it listens on TCP ``port``."""
    sockets = {f"socket:[{inode}]" for inode in _listening_inodes(port)}
    return bool(sockets) and any(
        not sockets.isdisjoint(_open_files(member)) for member in process.descendants()
    )


def _listening_inodes(port: int) -> Iterator[str]:
    ending = f":{port:04X}"
    for table in ("net/tcp", "net/tcp6"):
        path = PROC / table
        for line in path.read_text().splitlines()[1:] if path.is_file() else ():
            columns = line.split()
            if columns[STATE] == LISTEN and columns[ADDRESS].endswith(ending):
                yield columns[INODE]


def _open_files(process: Process) -> Iterator[str]:
    try:
        links = list(Path(PROC, str(process.pid), "fd").iterdir())
    except OSError:
        return  # ended meanwhile
    for link in links:
        with suppress(OSError):  # closed meanwhile
            yield str(link.readlink())
