"""A catalogue to find in: two datasets, a service, a training, of an owner who does not exist."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from page_house import PageHouse

from officina_hub.catalogue.arriving import Arriving, Source
from officina_hub.catalogue.identity import record_id
from officina_hub.portal.catalogue_keeping import take_all_signs
from officina_hub.portal.catalogue_loading import Loader, LoadOptions
from officina_hub.portal.store.act import Act
from officina_widgets.catalogue.records import (
    Agent,
    Checksum,
    Dataset,
    Distribution,
    Record,
    RecordField,
    RecordSet,
    Service,
    Training,
)

OFFICE = Source(id="weather", title="The weather office", licence="CC0-1.0")
BASE = "https://weather.example/"
FORECASTS = Dataset.model_validate(
    {
        "iri": BASE + "forecasts",
        "title": {"en": "Weather forecasts", "fi": "Sääennusteet", "de": "Wettervorhersagen"},
        "description": {"en": "Hourly forecasts of wind and rain.\n\nFor all of the country."},
        "keywords": ("wind", "rain"),
        "themes": ("ENVI",),
        "country": "FI",
        "licence": "CC-BY-4.0",
        "access_rights": "PUBLIC",
        "modified": "2026-03-01",
        "publisher": Agent(name="The weather office", homepage=BASE),
        "landing_page": BASE + "forecasts.html",
        "temporal_start": "2020-01-01",
        "temporal_end": "2026-01-01",
        "contact_point": {"name": "Desk", "email": "desk@weather.example"},
        "distributions": (
            Distribution(
                title={"en": "All hours"},
                access_url=BASE + "all.csv",
                download_url=BASE + "all.csv",
                format="CSV",
                byte_size=1_500_000,
                checksum=Checksum(algorithm="sha256", checksum_value="ab" * 32),
            ),
            Distribution(access_url=BASE + "service"),
        ),
        "record_sets": (
            RecordSet(
                id="hours",
                name="hours",
                fields=(RecordField(name="wind", data_type="float", description="m/s"),),
            ),
        ),
    }
)
HOSTILE = Dataset.model_validate(
    {
        "iri": BASE + "hostile",
        "title": {"en": "</script><img src=x onerror=alert(1)> rain"},
        "description": {"en": "<b>rain</b> " + "longword" * 200},
        "themes": ("TRAN",),
        "country": "DE",
    }
)
ADVICE = Service.model_validate(
    {
        "iri": BASE + "advice",
        "title": {"en": "Advice on models of the weather"},
        "tagline": {"en": "An hour with somebody who knows"},
        "trl": 9,
        "access_modes": ("free",),
        "order_url": BASE + "order",
        "eligibility": {"en": "Small firms of the European Union"},
        "themes": ("ENVI",),
        "country": "FI",
    }
)
LESSON = Training.model_validate(
    {
        "iri": BASE + "lesson",
        "title": {"en": "Reading a weather map"},
        "type": "course-instance",
        "educational_level": "beginner",
        "time_required_minutes": 90,
        "instances": ({"starts_at": "2026-05-02", "location": "Kajaani", "url": BASE + "may"},),
    }
)
NORTH = Source(id="peer-north", title="North")
SAME_AT_NORTH = Dataset.model_validate(
    {
        "iri": "https://north.example/forecasts",
        "title": {"en": "Weather forecasts, hour by hour"},
        "landing_page": BASE + "forecasts.html",
    }
)
ALL = (FORECASTS, HOSTILE, ADVICE, LESSON)


def id_of(record: Record, source: Source = OFFICE) -> str:
    """The id it gets in the catalogue."""
    return record_id(source.id, record.iri)


async def load(house: PageHouse, records: Iterable[Record] = ALL, source: Source = OFFICE) -> None:
    """Bring them into the catalogue, its index and its signs."""

    def bring() -> None:
        arriving = (Arriving(record, f"line {n}") for n, record in enumerate(records, 1))
        act = Act(user="olga", at=datetime(2026, 3, 2, 12, tzinfo=UTC))
        Loader(house.portal.database, source, act, LoadOptions()).load(arriving)
        house.portal.catalogue.bring_up_to_date(lambda done: None)
        take_all_signs(house.portal)

    await house.portal.keep(bring)
