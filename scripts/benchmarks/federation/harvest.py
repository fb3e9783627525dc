"""Harvesting the signed feed of another factory: records per second, and memory that stays flat.

The feed is made, signed and served here; each harvest is a process of its own, as the portal's are,
and tells its time and the most memory it took beyond the program and its modules.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final, NamedTuple

SIZES: Final = (10_000, 100_000)
CHANGED: Final = 100
FACTORY: Final = "north"
ADDRESS: Final = "https://north.example.org/federation/"


class Cost(NamedTuple):
    """What one harvest took, and what it brought."""

    seconds: float
    mib: float
    processed: int
    megabytes: float


def run() -> str:
    """Measure; gives the section for the reference."""
    rows = []
    for size in SIZES:
        with tempfile.TemporaryDirectory(prefix="officina-bench-") as folder:
            rows += _rows(Path(folder), size)
    return _section(rows)


def _rows(home: Path, size: int) -> Iterator[str]:
    factory = _Factory(home)
    factory.tell(size, changed=0)
    with _served(factory.published) as address:
        yield _row(f"{size:,} records, the first time", _harvested(home, address))
        yield _row(f"{size:,} records, nothing new", _harvested(home, address))
        factory.tell(size, changed=CHANGED)
        yield _row(f"{size:,} records, {CHANGED} changed", _harvested(home, address))


def _row(name: str, cost: Cost) -> str:
    rate = f"{cost.processed / cost.seconds:,.0f}" if cost.processed else ""
    return (
        f"| {name} | {cost.processed:,} | {cost.megabytes:,.1f} | {cost.seconds:.1f} | {rate} | "
        f"{cost.mib:.0f} |"
    )


def _section(rows: list[str]) -> str:
    table = "\n".join(rows)
    return f"""### Harvesting a factory's feed

Over HTTP on this machine, into a catalogue in SQLite, each harvest in a process of its own as the \
portal's are: TUF's checks, reading, loading, and what is kept. The search index comes after it. \
Memory is the most that it took beyond the program and its modules.

| feed | processed | MB fetched | seconds | records/s | MiB |
|---|---|---|---|---|---|
{table}"""


class _Factory:
    """One that publishes so many datasets."""

    def __init__(self, home: Path) -> None:
        from officina_courses.packages import new_key
        from officina_hub.federation.trust import Founding, Keyring, Repository

        self.home = home
        self.published = home / "published"
        self.published.mkdir()
        names = ("root", "targets", "snapshot", "timestamp", FACTORY)
        keys = {name: new_key(home / f"{name}.pem") for name in names}
        self.repository = partial(
            Repository, self.published, home / "drafts", Keyring(keys.values())
        )
        public = {name: key.public for name, key in keys.items()}
        founding = Founding(
            root=(public["root"],),
            threshold=1,
            targets=public["targets"],
            snapshot=public["snapshot"],
            timestamp=public["timestamp"],
        )
        self.repository(datetime.now(UTC)).found(founding, {FACTORY: public[FACTORY]})

    def tell(self, size: int, *, changed: int) -> None:
        """Publish them; the first ``changed`` say something else than before."""
        from tuf.api.metadata import TargetFile

        from officina_hub.federation.feed.offers import Offer
        from officina_hub.federation.feed.staging import Staging
        from officina_hub.federation.feed.stream import Stream

        staging = Staging(self.published, self.home / "aside", FACTORY)
        stream = Stream(staging, FACTORY, ADDRESS)
        for number in range(size):
            stream.offer(Offer(_record(number, is_changed=number < changed), f"{ADDRESS}{number}"))
        stream.close(datetime.now(UTC))
        staging.commit()
        repository = self.repository(datetime.now(UTC))
        repository.sign_files(
            FACTORY,
            [
                TargetFile.from_file(path, str(self.published / path), ["sha256"])
                for path in sorted(staging.wanted)
            ],
        )
        repository.stamp()


def _record(number: int, *, is_changed: bool) -> object:
    from officina_widgets.catalogue.filed import CatalogRecord, Provenance, Quality
    from officina_widgets.catalogue.records import Dataset

    now = datetime(2026, 3, 2, 13 if is_changed else 12, tzinfo=UTC)
    told = f"Measurements of station {number}, hour by hour, with a word on how they were taken. "
    record = Dataset.model_validate(
        {
            "iri": f"https://data.example.org/{number}",
            "title": {"en": f"Station {number}{', mended' if is_changed else ''}"},
            "description": {"en": told * 5},
            "keywords": ["weather", "station", f"region {number % 50}"],
            "themes": ["ENVI"],
            "licence": "CC-BY-4.0",
            "distributions": [
                {"access_url": f"https://data.example.org/{number}.csv", "format": "CSV"}
            ],
        }
    )
    return CatalogRecord(
        id=f"{number:020d}".translate(str.maketrans("0189", "abcd")),
        record=record,
        provenance=Provenance(source="bench", retrieved_at=now),
        quality=Quality(score=80),
        added_at=now,
        updated_at=now,
    )


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=folder))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _harvested(home: Path, address: str) -> Cost:
    argv = [sys.executable, __file__, str(home), address]
    ran = subprocess.run(argv, stdout=subprocess.PIPE, check=True)
    return Cost(*json.loads(ran.stdout))


def _peak_mib() -> float:
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmHWM:")[1].split()[0]) / 1024


def _measured(home: Path, address: str) -> Cost:
    """In the process of its own."""
    from officina_hub.factory.peers import Peer
    from officina_hub.portal import db
    from officina_hub.portal.harvesting import Harvester
    from officina_hub.portal.store.act import Act

    root = home / "root.json"
    root.write_bytes((home / "published/metadata/1.root.json").read_bytes())
    url = f"sqlite:///{home / 'portal.sqlite'}"
    db.upgrade(url)
    peer = Peer(id=FACTORY, address=address, root=str(root), private_network=True)
    database = db.Database(url)
    harvester = Harvester(database, home, Act(user="bench", at=datetime.now(UTC)))
    before, began = _peak_mib(), time.perf_counter()
    report = harvester.harvest(peer)
    seconds = time.perf_counter() - began
    database.close()
    if not report.is_good:
        raise SystemExit(report.why)
    return Cost(seconds, _peak_mib() - before, report.figures.processed, report.bytes / 1e6)


if __name__ == "__main__":
    _, folder_of, url_of = sys.argv
    sys.stdout.write(json.dumps(_measured(Path(folder_of), url_of)))
