"""A peer's web server on loopback, and a hand that harvests it into a catalogue.

``127.0.0.2`` stands for the internet (``strangers``); names lead there, too, whatever they are.
"""

from __future__ import annotations

import hashlib
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import select
from strangers import OUTSIDE, Caller, Stranger, reach_with_a_stranger, stranger

from officina_hub.factory.peers import Peer
from officina_hub.federation.fetching import FetchLimits, Way
from officina_hub.federation.harvest import Harvested
from officina_hub.portal.clock import utc_now
from officina_hub.portal.db import Database
from officina_hub.portal.db import tables as t
from officina_hub.portal.harvesting import Harvester
from officina_hub.portal.store.act import Act

TYPES = {
    ".html": "text/html; charset=utf-8",
    ".ics": "text/calendar",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".rdf": "application/rdf+xml",
    ".ttl": "text/turtle",
    ".txt": "text/plain",
    ".xml": "application/xml",
}
Page = bytes | Callable[[Caller], None]


class Site:
    """What a peer's web server has: ``pages`` by path, with or without their question."""

    def __init__(self, pages: dict[str, Page] | None = None) -> None:
        self.pages: dict[str, Page] = dict(pages or {})
        self.server: Stranger | None = None

    def speak(self, caller: Caller) -> None:
        """Answer, with an ETag as ordinary web servers give it."""
        path = caller.path
        page = self.pages.get(path, self.pages.get(path.partition("?")[0]))
        if page is None:
            caller.answer(404)
        elif callable(page):
            page(caller)
        else:
            etag = f'"{hashlib.sha256(page).hexdigest()[:16]}"'
            is_known = caller.header("If-None-Match") == etag
            kind = TYPES.get(Path(path.partition("?")[0]).suffix, "application/octet-stream")
            caller.answer(
                304 if is_known else 200, b"" if is_known else page, ETag=etag, Content_Type=kind
            )

    def address(self, path: str = "/") -> str:
        """Of one of its pages."""
        assert self.server
        return self.server.address(path)

    def asked(self) -> list[str]:
        """What was asked since the last look."""
        assert self.server
        found, self.server.asked[:] = list(self.server.asked), []
        return found


@contextmanager
def site(pages: dict[str, Page] | None = None, *, host: str = OUTSIDE) -> Iterator[Site]:
    """A web server while it is needed."""
    made = Site(pages)
    with stranger(made.speak, host=host) as made.server:
        yield made


class Hand:
    """Harvests into one database."""

    def __init__(self, database: Database, home: Path) -> None:
        self.database = database
        self.home = home
        self.port: int | None = None

    def harvest(
        self,
        kind: str,
        address: str,
        *,
        dry_run: bool = False,
        limits: FetchLimits | None = None,
        **more: Any,
    ) -> Harvested:
        """One harvest of that peer."""
        peer = Peer(id="peer", kind=kind, address=address, **more)  # type: ignore[arg-type]
        harvester = Harvester(
            self.database,
            self.home,
            Act(user="officina", at=utc_now()),
            contact="desk@example.org",
            limits=limits or FetchLimits(tries=1),
            way_of=lambda _: Way(look_up=self._look_up, reach=reach_with_a_stranger),
        )
        return harvester.harvest(peer, dry_run=dry_run)

    def _look_up(self, host: str, port: int) -> list[tuple[int, tuple[Any, ...]]]:
        """Addresses as they are; every name is the stranger's, at the port that was set."""
        try:
            socket.inet_aton(host)
        except OSError:
            return [(socket.AF_INET, (OUTSIDE, self.port or port))]
        return [(socket.AF_INET, (host, port))]

    def shown(self, source: str = "peer-peer") -> dict[str, dict[str, Any]]:
        """The records of a peer that people find, by IRI."""
        mine = select(t.CatalogueRecord).where(
            t.CatalogueRecord.source_id == source, t.CatalogueRecord.state == "published"
        )
        with self.database.reading() as session:
            return {row.iri: row.record for row in session.scalars(mine)}


def figures(report: Harvested) -> tuple[int, int, int, int]:
    """Added, updated, deleted, rejected."""
    told = report.figures
    return told.added, told.updated, told.deleted, told.rejected


def turtle(*names: str, title: str = "The", more: str = "") -> bytes:
    """A catalogue page with a dataset of each name."""
    datasets = "".join(
        f'<https://data.example/{name}> a dcat:Dataset ; dct:title "{title} {name}"@en ; '
        f'dct:description "About {name}"@en .\n'
        for name in names
    )
    return (
        "@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .\n"
        f"@prefix hydra: <http://www.w3.org/ns/hydra/core#> .\n{datasets}{more}"
    ).encode()
