"""Records that nobody publishes, and a hand that loads them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from officina_hub.catalogue.arriving import Arriving, Refusal, Source
from officina_hub.catalogue.identity import record_id
from officina_hub.portal.catalogue_loading import Loader, LoadOptions, LoadReport
from officina_hub.portal.db import Database
from officina_hub.portal.store.act import Act
from officina_hub.portal.store.catalogue_read import Standing, standing
from officina_widgets.catalogue.records import Dataset

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
WEATHER = Source(id="weather", title="The weather office", licence="CC0-1.0")
CURATOR = Act(user="cora", at=NOON + timedelta(hours=1))


def dataset(name: str, **fields: Any) -> Dataset:
    """A dataset with little to tell."""
    known: dict[str, Any] = {
        "iri": f"https://data.example/{name}",
        "title": {"en": f"The {name}", "de": f"Das {name}"},
    }
    return Dataset.model_validate(known | fields)


def key(name: str, source: Source = WEATHER) -> str:
    """The id that the dataset gets."""
    return record_id(source.id, f"https://data.example/{name}")


class Lorry:
    """Loads into one database, an hour later each time."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._at = NOON

    def load(
        self, *arriving: Dataset | Refusal, source: Source = WEATHER, **options: bool
    ) -> LoadReport:
        """All of these, as one load."""
        return self.load_all(arriving, source, **options)

    def load_all(
        self, arriving: Iterable[Dataset | Refusal], source: Source = WEATHER, **options: bool
    ) -> LoadReport:
        """The same, of what comes one by one."""
        self._at += timedelta(hours=1)
        act = Act(user="olga", at=self._at)
        loader = Loader(self.database, source, act, LoadOptions(**options))
        return loader.load(self._arrivals(arriving))

    def look(self, name: str, source: Source = WEATHER) -> Standing:
        """A record and what is known of it."""
        with self.database.reading() as session:
            return standing(session, key(name, source))

    def title(self, name: str) -> str:
        """What the catalogue calls it."""
        return self.look(name).filed.record.title["en"]

    @staticmethod
    def _arrivals(arriving: Iterable[Dataset | Refusal]) -> Iterable[Arriving | Refusal]:
        for number, each in enumerate(arriving, 1):
            is_record = isinstance(each, Dataset)
            yield Arriving(each, f"line {number}") if is_record else each
