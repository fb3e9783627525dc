"""A small catalogue in several languages, and an index of it by each engine."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from officina_widgets.catalogue.asking import Ask
from officina_widgets.catalogue.filed import CatalogRecord
from officina_widgets.catalogue.search import SearchBackend, engine
from officina_widgets.catalogue.search.documents import document_of

MOMENT = datetime(2026, 11, 1, 12, 0, tzinfo=UTC)


def filed(id_: str, *, score: int = 50, **record: Any) -> CatalogRecord:
    """A catalogue record; what is not told is as unremarkable as can be."""
    return CatalogRecord.model_validate(
        {
            "id": id_,
            "record": {"kind": "dataset", "iri": f"https://example.org/{id_}", **record},
            "provenance": {"source": "test", "retrieved_at": MOMENT},
            "quality": {"score": score},
            "added_at": MOMENT,
            "updated_at": MOMENT,
        }
    )


SHARED = (
    filed(
        "forecast",
        title={"en": "Weather forecasts for Europe", "de": "Wettervorhersagen für Europa"},
        description={"en": "Hourly forecasts of temperature, wind and rain on a grid."},
        themes=["ENVI"],
        factory="lumi",
        country="FI",
        modified="2026-05-01",
        distributions=[{"access_url": "https://example.org/f.csv", "format": "CSV"}],
        licence="CC-BY-4.0",
    ),
    filed(
        "air",
        title={"de": "Luftqualität in Stuttgart"},
        description={"de": "Messwerte der Stationen, stündlich. Änderungen sind vermerkt."},
        themes=["ENVI", "HEAL"],
        factory="hammerhai",
        country="DE",
        modified="2024-01-10",
        distributions=[
            {"access_url": "https://example.org/a.csv", "format": "CSV"},
            {"access_url": "https://example.org/a.parquet", "format": "PARQUET"},
        ],
    ),
    filed(
        "health",
        title={"el": "Δεδομένα υγείας", "en": "Health data of Attica"},
        description={"el": "Στατιστικά νοσοκομείων της Αττικής."},
        themes=["HEAL"],
        factory="pharos",
        country="GR",
        modified="2025-03-01",
        distributions=[{"access_url": "https://example.org/h.json", "format": "JSON"}],
    ),
    filed(
        "speech",
        title={"fi": "Puheaineisto eduskunnan täysistunnoista"},
        description={"fi": "Kansanedustajien puheita litteroituna, tuntien äänitteet."},
        themes=["GOVE"],
        factory="lumi",
        country="FI",
        modified="2023-06-01",
    ),
    filed(
        "advice",
        kind="service",
        title={"en": "Advice on large language models", "fr": "Conseil sur les modèles de langue"},
        description={"en": "Experts help small companies to fine-tune a model."},
        sectors=["manufacturing"],
        factory="lumi",
        country="FI",
        trl=8,
        access_modes=["free"],
        modified="2026-01-01",
    ),
    filed(
        "course",
        kind="training",
        type="course",
        title={"en": "Machine learning on GPUs", "pl": "Uczenie maszynowe na GPU"},
        description={"en": "Two days of exercises with weather data.", "pl": "Dwa dni ćwiczeń."},
        educational_level="beginner",
        factory="piast",
        country="PL",
        modified="2022-02-02",
    ),
)


@pytest.fixture(scope="session")
def shared_catalogue() -> tuple[CatalogRecord, ...]:
    return SHARED


@pytest.fixture(scope="session", params=["sqlite", "tantivy"])
def kind(request) -> str:
    return request.param


@pytest.fixture
def empty_index(kind, tmp_path) -> SearchBackend:
    return engine(tmp_path / "index", kind=kind)


@pytest.fixture(scope="session")
def index(kind, tmp_path_factory) -> SearchBackend:
    """The shared catalogue; for tests that only read."""
    made = engine(tmp_path_factory.mktemp("shared") / "index", kind=kind)
    made.rebuild(map(document_of, SHARED), as_of=MOMENT)
    return made


@pytest.fixture
def ids(index):
    """The ids that a question finds, in order."""
    return lambda q="", **rest: found_ids(index, q, **rest)


def found_ids(index: SearchBackend, q: str = "", **rest: Any) -> list[str]:
    found = index.search(Ask(q=q, **rest))
    return [CatalogRecord.model_validate_json(stored).id for stored in found.stored]


@pytest.fixture
def alike():
    """Fill an index with three records of the same words, and give the order they are found in."""

    def fill(index: SearchBackend) -> list[str]:
        records = [
            filed("poor-old", score=10, title={"en": "River levels"}, modified="2020-01-01"),
            filed("good-old", score=90, title={"en": "River levels"}, modified="2020-01-01"),
            filed("good-new", score=90, title={"en": "River levels"}, modified="2026-01-01"),
            filed("other", title={"en": "Something else"}),
        ]
        index.rebuild(map(document_of, records), as_of=MOMENT)
        return found_ids(index, "river")

    return fill


@pytest.fixture
def catalogue_record():
    return filed
