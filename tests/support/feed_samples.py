"""Records of every kind as a factory offers them, and a feed to tell them by."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from officina_hub.catalogue.identity import record_id
from officina_hub.federation.feed.offers import Offer
from officina_hub.federation.feed.staging import Staging
from officina_hub.federation.feed.stream import Counts, Stream
from officina_widgets.catalogue.filed import CatalogRecord, Provenance, Quality
from officina_widgets.catalogue.records import Dataset, Record

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ADDRESS = "https://lumi.example/federation/"
FIND = "https://lumi.example/find/"


def filed(record: Record, hours: float = 0, source: str = "curated") -> CatalogRecord:
    """A record that was changed so many hours after noon."""
    return CatalogRecord(
        id=record_id(source, record.iri),
        record=record,
        provenance=Provenance(source=source, retrieved_at=NOON),
        quality=Quality(score=80),
        added_at=NOON,
        updated_at=NOON + timedelta(hours=hours),
    )


def dataset(name: str, **fields: object) -> Dataset:
    known = {"iri": f"https://data.example/{name}", "title": {"en": f"The {name}"}}
    return Dataset.model_validate(known | fields)


class Feed:
    """The feed of ``lumi`` in a folder."""

    def __init__(self, home: Path) -> None:
        self.folder = home / "published"
        self.folder.mkdir(parents=True, exist_ok=True)
        self._aside = home / "aside"
        self.changed: tuple[str, ...] = ()

    def tell(self, *records: CatalogRecord, hours: float = 100) -> Counts:
        """All that is offered now."""
        return self.tell_all(records, hours)

    def tell_all(self, records: Iterable[CatalogRecord], hours: float = 100) -> Counts:
        staging = Staging(self.folder, self._aside, "lumi")
        stream = Stream(staging, "lumi", ADDRESS)
        for one in records:
            stream.offer(Offer(one, f"{FIND}{one.id}"))
        counts = stream.close(NOON + timedelta(hours=hours))
        self.changed = staging.changed
        staging.commit()
        staging.remove_unwanted()
        return counts

    def page(self, number: int) -> bytes:
        return self.path(number).read_bytes()

    def path(self, number: int) -> Path:
        return self.folder / f"lumi/feed/pages/{number:06d}.jsonld"

    @property
    def index(self) -> bytes:
        return (self.folder / "lumi/feed/index.jsonld").read_bytes()

    def members(self, number: int) -> list[dict]:
        return [
            one
            for one in json.loads(self.page(number))["@graph"]
            if str(one["@type"]).startswith("as:")
        ]
