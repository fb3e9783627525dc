"""Ports for tests that run side by side."""

from __future__ import annotations

import random
import socket
from pathlib import Path


def unused_port() -> int:
    """A port that nobody listens on now, and that the kernel gives to no outgoing connection.

    What ``bind`` to port 0 gives belongs to the range of outgoing connections: until a program
    begins to listen there, another test's connection may have taken it.
    """
    first_outgoing = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    while True:
        port = random.SystemRandom().randrange(10_000, first_outgoing)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
