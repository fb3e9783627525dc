"""Catalogue records as finders meet them, and a catalogue that keeps a few in memory."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from typing import Any

from officina_widgets.catalogue.asking import Answer, Ask, FacetCount
from officina_widgets.catalogue.facets import FACET_NAMES, facet_values
from officina_widgets.catalogue.filed import CatalogRecord, Gap, Provenance, Quality
from officina_widgets.catalogue.records import (
    Agent,
    Dataset,
    Distribution,
    Instance,
    Record,
    Service,
    Training,
)
from officina_widgets.catalogue.words import in_language
from officina_widgets.errors import NotFound
from officina_widgets.finding.cards import plain_hit

MORNING = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
HOSTILE = "</script><img src=x onerror=alert(1)> \"'\\ # coding: rot13 ?"


def filed(record: Record, number: int = 1) -> CatalogRecord:
    return CatalogRecord(
        id=f"r{number}",
        record=record,
        provenance=Provenance(source="curated", retrieved_at=MORNING, signed_by="LUMI"),
        quality=Quality(score=80, gaps=(Gap(field="spatial", points=20),)),
        added_at=MORNING,
        updated_at=MORNING,
    )


def dataset(number: int = 1, **more: Any) -> Dataset:
    told = {
        "iri": f"https://example.org/data/{number}",
        "title": {"en": f"Weather forecast {number}", "de": f"Wettervorhersage {number}"},
        "description": {"en": "Temperature and rain of every hour."},
        "themes": ("ENVI",),
        "publisher": Agent(name="Met Office"),
        "licence": "CC-BY-4.0",
        "access_rights": "PUBLIC",
        "landing_page": f"https://example.org/{number}",
        "modified": date(2026, 1, min(number, 28)),
    }
    return Dataset(**(told | more))


def table(address: str, **more: Any) -> Distribution:
    told = {"access_url": address, "download_url": address, "format": "CSV"}
    return Distribution(**(told | more))


def service(**more: Any) -> Service:
    told = {
        "iri": "https://example.org/services/inference",
        "title": {"en": "Inference", "fi": "Päättely"},
        "tagline": {"en": "Models behind an address."},
        "trl": 8,
        "access_modes": ("free_conditionally",),
        "order_url": "https://example.org/order",
        "eligibility": {"en": "European SMEs"},
    }
    return Service(**(told | more))


def training(**more: Any) -> Training:
    told = {
        "iri": "https://example.org/courses/gpu",
        "title": {"en": "GPUs from the start"},
        "educational_level": "beginner",
        "authors": (Agent(name="Ada"),),
        "instances": (Instance(starts_at=date(2027, 1, 5), location="Kajaani"),),
        "time_required_minutes": 90,
    }
    return Training(**(told | more))


class KeptCatalogue:
    """Answers by looking at each record; ``asked`` is what it was asked."""

    is_snapshot = False
    notes: tuple[str, ...] = ()

    def __init__(self, *records: CatalogRecord) -> None:
        self.records = {one.id: one for one in records}
        self.asked: list[Ask] = []

    def ask(self, ask: Ask) -> Answer:
        self.asked.append(ask)
        found = [one for one in self.records.values() if _fits(one, ask)]
        counts = {name: Counter[str]() for name in FACET_NAMES}
        for one in found:
            for name, values in facet_values(one).items():
                counts[name].update(values)
        return Answer(
            total=len(found),
            hits=tuple(
                plain_hit(one, ask.languages) for one in found[ask.offset : ask.offset + ask.limit]
            ),
            facets={
                name: tuple(FacetCount(value=value, count=count) for value, count in some.items())
                for name, some in counts.items()
            },
            as_of=MORNING,
        )

    def record(self, record_id: str) -> CatalogRecord:
        if record_id not in self.records:
            raise NotFound(f"There is no record {record_id}.", code="no-such-record", status=404)
        return self.records[record_id]


def _fits(one: CatalogRecord, ask: Ask) -> bool:
    values = facet_values(one)
    is_chosen = all(set(some) & set(values.get(name, ())) for name, some in ask.facets.items())
    text = in_language(one.record.title, ask.languages).lower()
    return is_chosen and all(word in text for word in ask.q.lower().split())
