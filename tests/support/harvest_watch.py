"""Harvests hostile peers, each in a process of its own, and tells what that cost.

Usage: python harvest_watch.py FOLDER      cases as lines of JSON on stdin; a line of JSON for each

No process may write a file that is larger than one answer, nor have more memory than its case says.
"""

from __future__ import annotations

import json
import os
import resource
import socket
import sys
import time
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from package_watch import peak_mib
from portal_house import NOON, empty_database
from strangers import OUTSIDE, reach_with_a_stranger

from officina_hub.catalogue import readers  # noqa: F401 - imported once, and nobody's cost
from officina_hub.factory.peers import Peer
from officina_hub.federation.fetching import FetchLimits, Way
from officina_hub.federation.harvest.memory import bounded_memory
from officina_hub.portal.db import Database
from officina_hub.portal.harvesting import Harvester
from officina_hub.portal.store.act import Act

LARGEST_FILE = 20_100_000


def main() -> None:
    """One after the other."""
    folder, database = Path(sys.argv[1]), empty_database()
    import rdflib.plugins.parsers.jsonld
    import rdflib.plugins.parsers.notation3  # noqa: F401 - the same

    for line in sys.stdin:
        case = json.loads(line)
        reading, writing = os.pipe()
        if child := os.fork():
            os.close(writing)
            with os.fdopen(reading) as answer:
                sys.stdout.write((answer.read() or json.dumps({"name": case["name"]})) + "\n")
                sys.stdout.flush()
            os.waitpid(child, 0)
        else:
            os.write(writing, json.dumps(_told(case, folder / case["name"], database)).encode())
            os._exit(0)


def _told(case: dict[str, Any], home: Path, database: bytes) -> dict[str, Any]:
    home.mkdir()
    (home / "portal.sqlite").write_bytes(database)
    opened = Database(f"sqlite:///{home / 'portal.sqlite'}")
    harvester = Harvester(
        opened,
        home,
        Act(user="officina", at=NOON),
        limits=FetchLimits(tries=1, **case["limits"]),
        way_of=lambda _: Way(look_up=_look_up, reach=reach_with_a_stranger),
    )
    peer = Peer(id="peer", kind=case["kind"], address=case["address"])
    resource.setrlimit(resource.RLIMIT_FSIZE, (LARGEST_FILE, LARGEST_FILE))
    began, cpu, before = time.monotonic(), time.process_time(), peak_mib()
    most = case.get("memory_mib")
    with bounded_memory(most) if most else nullcontext():
        try:
            report = harvester.harvest(peer)
        except BaseException as error:
            return {"name": case["name"], "broke": repr(error)[:500]}
    written = sum(path.stat().st_size for path in home.rglob("*") if path.is_file())
    return {
        "name": case["name"],
        "verdict": report.verdict,
        "why": " ".join([report.why, *(one.reason for one in report.rejected)]),
        "added": report.figures.added,
        "rejected": report.figures.rejected,
        "mib": peak_mib() - before,
        "seconds": time.monotonic() - began,
        "cpu": time.process_time() - cpu,
        "grown": written - len(database),
        "left": [path.name for path in (home / "harvest").iterdir() if path.is_dir()],
    }


def _look_up(host: str, port: int) -> list[tuple[int, tuple[Any, ...]]]:
    """Addresses as they are, and a name that leads to the stranger."""
    where = OUTSIDE if host.endswith(".example") else host
    return [(socket.AF_INET, (where, port))]


if __name__ == "__main__":
    main()
