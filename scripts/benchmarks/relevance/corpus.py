"""The records that the queries are asked of, as a portal has them after loading: each IRI once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from officina_courses.loader import load_course
from officina_courses.shipped import shipped_courses
from officina_hub.catalogue.arriving import Arriving
from officina_hub.catalogue.identity import record_id
from officina_hub.catalogue.load_files import LoadFiles
from officina_hub.catalogue.organisations import ORGANISATIONS, organisations
from officina_hub.catalogue.own_courses import OWN_COURSES, training_of
from officina_hub.catalogue.quality import quality_of
from officina_widgets.catalogue.filed import CatalogRecord
from officina_widgets.catalogue.records import Record

FILES = Path(__file__).parents[3] / "tests" / "data" / "catalogue"
MOMENT = datetime(2026, 11, 1, tzinfo=UTC)


def corpus() -> list[CatalogRecord]:
    """Organisations, the shipped courses, and what the files load to."""
    courses = (training_of(load_course(folder), MOMENT) for folder in shipped_courses())
    return [
        *_filed(ORGANISATIONS.id, (arriving.record for arriving in organisations())),
        *_filed(OWN_COURSES.id, (arriving.record for arriving in courses)),
        *_filed("files", _loaded()),
    ]


def _loaded() -> Iterator[Record]:
    paths = sorted(path for path in FILES.rglob("*") if path.is_file() and path.suffix != ".md")
    seen: set[str] = set()
    for each in LoadFiles(paths).arrivals():
        if isinstance(each, Arriving) and each.record.iri not in seen:
            seen.add(each.record.iri)
            yield each.record


def _filed(source: str, records: Iterator[Record]) -> Iterator[CatalogRecord]:
    for record in records:
        yield CatalogRecord.model_validate(
            {
                "id": record_id(source, record.iri),
                "record": record,
                "provenance": {"source": source, "retrieved_at": MOMENT},
                "quality": quality_of(record),
                "added_at": MOMENT,
                "updated_at": MOMENT,
            }
        )
