"""What an engine keeps of a catalogue record: its words by where they stand, facets and rank."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Final

from officina_widgets.catalogue.facets import facet_values
from officina_widgets.catalogue.filed import CatalogRecord
from officina_widgets.catalogue.records import (
    Agent,
    Dataset,
    DatasetSeries,
    Organisation,
    Record,
    Service,
    Training,
)
from officina_widgets.catalogue.search.backend import Document
from officina_widgets.catalogue.search.labels import names_of_codes
from officina_widgets.catalogue.search.names import joined
from officina_widgets.catalogue.search.synonyms import synonyms_in
from officina_widgets.catalogue.words import UNTAGGED

FIRST_DAY: Final = date(1970, 1, 1)
ONE_DAY: Final = timedelta(days=1)
MOST_PARTS: Final = 50
"""Distributions, record sets and the like of one record whose words are indexed."""

LONGEST_BODY: Final = 20_000
"""Characters of one language's body that are indexed."""


def document_of(filed: CatalogRecord) -> Document:
    """What engines index of a catalogue record."""
    record = filed.record
    facets = facet_values(filed)
    keywords = [word for word in _keywords(record) if word]
    body = body_of(record)
    mentioned = _joined([record.title, {_main_language(record): "\n".join(keywords)}, body])
    return Document(
        id=filed.id,
        title=dict(record.title),
        keywords="\n".join(keywords),
        body=body,
        facets=facets,
        modified=_day(record, datetime.now(UTC).date()),
        quality=filed.quality.score,
        stored=filed.model_dump_json(exclude_none=True).encode(),
        names=joined([*names_of_codes(facets), *synonyms_in(mentioned)]),
    )


def body_of(record: Record) -> dict[str, str]:
    """What a record tells at length, by language, the description first."""
    texts: list[Mapping[str, str]] = [record.description]
    if isinstance(record, Service):
        texts += [record.tagline, record.eligibility, record.cost_note]
    if isinstance(record, Dataset):
        for one in record.distributions[:MOST_PARTS]:
            texts += [one.title, one.description]
        texts += [
            {UNTAGGED: one.description}
            for one in record.record_sets[:MOST_PARTS]
            if one.description
        ]
    return {language: text[:LONGEST_BODY] for language, text in _joined(texts).items()}


def _main_language(record: Record) -> str:
    return next(iter(record.title), UNTAGGED)


def _day(record: Record, today: date) -> int:
    """The day it was changed or issued; one that is still to come makes nothing newer."""
    latest = today + ONE_DAY  # somewhere it is tomorrow already
    known = next((day for day in (record.modified, record.issued) if day and day <= latest), None)
    return min(max(0, (known - FIRST_DAY).days), (today - FIRST_DAY).days) if known else 0


def _keywords(record: Record) -> Iterator[str]:
    yield from record.keywords
    yield from record.identifiers
    yield from (record.factory or "", record.licence or "")
    yield from _names([record.publisher] if record.publisher else [])
    match record:
        case Organisation():
            yield from (record.city or "", *record.systems)
            yield from _names([record.host] if record.host else [])
        case Service():
            yield from (*record.categories, *record.scientific_domains, *record.target_users)
        case Dataset():
            yield from _of_dataset(record)
        case DatasetSeries():
            yield from record.spatial[:MOST_PARTS]
        case Training():
            yield from (*record.teaches, *record.audience, *record.learning_resource_type)
            yield from _names(record.authors)
        case _:
            pass


def _of_dataset(record: Dataset) -> Iterator[str]:
    yield from record.spatial[:MOST_PARTS]
    yield from _names(record.creator)
    yield from {one.format or "" for one in record.distributions[:MOST_PARTS]}
    for one in record.record_sets[:MOST_PARTS]:
        yield one.name
        yield from (field.name for field in one.fields[:MOST_PARTS])


def _names(agents: Iterable[Agent]) -> list[str]:
    return [agent.name for agent in list(agents)[:MOST_PARTS]]


def _joined(texts: Iterable[Mapping[str, str]]) -> dict[str, str]:
    found: dict[str, list[str]] = defaultdict(list)
    for one in texts:
        for language, text in one.items():
            found[language].append(text)
    return {language: "\n".join(parts) for language, parts in found.items()}
