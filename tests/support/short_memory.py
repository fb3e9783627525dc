"""Looks names up while there is hardly any memory left, and tells what became of each.

Usage: python short_memory.py MIB…      so much is given beyond what is held, and then taken
"""

from __future__ import annotations

import sys
import time

from officina_hub.federation.fetching import Way
from officina_hub.federation.harvest.memory import bounded_memory

PATIENCE = 60.0
taken: list[bytes] = []


def take_all() -> None:
    try:
        while True:
            taken.append(bytes(32 * 1024))
    except MemoryError:
        pass


def outcome(way: Way) -> str:
    try:
        way.places("a.example", 80, PATIENCE)
    except MemoryError:
        return "no memory"
    return "answered"


def main() -> None:
    way = Way(look_up=lambda _, port: [(2, ("127.0.0.2", port))], reach=lambda _: "outside")
    outcome(way)  # a thread's stack is kept for the next, which then begins without any room
    for mib in map(int, sys.argv[1:]):
        began = time.monotonic()
        with bounded_memory(mib):
            take_all()
            became = outcome(way)
            taken.clear()
        sys.stdout.write(f"{mib} {became} {time.monotonic() - began:.3f}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
