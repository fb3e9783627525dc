"""The five sockets of a kernel, opened by the client and handed to the fork.

ZeroMQ takes a socket that is listening already (``ZMQ_USE_FD``). So the fork needs no path that
both sides see and can write, which learners' code could fill, and no network in common.
"""

from __future__ import annotations

import socket
from collections.abc import Sequence
from pathlib import Path

CHANNELS = ("shell", "iopub", "stdin", "control", "hb")
WAITING = 16  # connections of clients that the kernel has not taken yet


def listen_at(paths: Sequence[Path]) -> list[socket.socket]:
    """A listening socket at each path, in the place of whatever a kernel before left there."""
    listening: list[socket.socket] = []
    for path in paths:
        path.unlink(missing_ok=True)
        one = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listening.append(one)
        one.bind(str(path))
        one.listen(WAITING)
    return listening


def hand_over(line: socket.socket, listening: Sequence[socket.socket]) -> None:
    """Give the sockets away and close them here."""
    socket.send_fds(line, [b"0"], [one.fileno() for one in listening])
    for one in listening:
        one.close()


def take(line: int) -> dict[str, int]:
    """The sockets by channel, in the fork."""
    with socket.socket(fileno=line) as peer:
        _, found, _, _ = socket.recv_fds(peer, 1, len(CHANNELS))
    return dict(zip(CHANNELS, found, strict=True))
