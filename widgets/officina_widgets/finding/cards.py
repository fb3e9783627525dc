"""What is shown of a record: a card in the list, and its details once it is opened.

Only plain values in one language of the reader's; how they are named and laid out is the view's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pydantic import Field

from officina_courses.model import Frozen
from officina_widgets.catalogue.asking import Hit, Passage
from officina_widgets.catalogue.facets import facet_values
from officina_widgets.catalogue.filed import CatalogRecord
from officina_widgets.catalogue.records import (
    ContactPoint,
    DataService,
    Dataset,
    DatasetSeries,
    Organisation,
    Record,
    Service,
    Training,
)
from officina_widgets.catalogue.words import in_language
from officina_widgets.finding.citation import citation_of
from officina_widgets.finding.loading_code import loading_code

BADGES = ("kind", "access", "trl", "level", "format", "licence", "language")
MOST_INSTANCES = 5

Languages = Sequence[str]


class Badge(Frozen):
    """A facet and its value, or a fact and its text."""

    name: str
    value: str


class Card(Frozen):
    """A record in the list."""

    id: str
    title: Passage
    snippet: Passage
    by: str
    modified: str
    badges: tuple[Badge, ...]


class Link(Frozen):
    """Where the record leads; ``name`` is a key of the words."""

    name: str
    address: str


class Details(Frozen):
    """A record that is open."""

    id: str
    description: str
    facts: tuple[Badge, ...]
    links: tuple[Link, ...]
    quality: int
    gaps: tuple[str, ...]
    source: str
    retrieved_at: str
    signed_by: str
    citation: str
    code: str
    request: str = Field(default="", description="Path of the page where one asks for access")


def card_of(hit: Hit) -> Card:
    """The card of something that was found."""
    record = hit.filed.record
    values = facet_values(hit.filed)
    badges = (Badge(name=name, value=one) for name in BADGES for one in values.get(name, ())[:3])
    day = record.modified or record.issued
    return Card(
        id=hit.filed.id,
        title=hit.title,
        snippet=hit.snippet,
        by=record.publisher.name if record.publisher else "",
        modified=day.isoformat() if day else "",
        badges=tuple(badges),
    )


def plain_hit(filed: CatalogRecord, languages: Languages) -> Hit:
    """A record that nobody searched for, as if it had been found."""
    record = filed.record
    tagline = in_language(record.tagline, languages) if isinstance(record, Service) else ""
    told = tagline or in_language(record.description, languages)
    snippet = " ".join(told.split())[:240]
    title = in_language(record.title, languages)
    return Hit(filed=filed, title=Passage(text=title), snippet=Passage(text=snippet))


def details_of(filed: CatalogRecord, languages: Languages) -> Details:
    """Everything that an open card shows."""
    record, provenance = filed.record, filed.provenance
    return Details(
        id=filed.id,
        description=in_language(record.description, languages),
        facts=tuple(
            Badge(name=name, value=value) for name, value in _facts(record, languages) if value
        ),
        links=tuple(Link(name=name, address=address) for name, address in _links(record)),
        quality=filed.quality.score,
        gaps=tuple(gap.field for gap in filed.quality.gaps),
        source=provenance.source,
        retrieved_at=provenance.retrieved_at.isoformat(),
        signed_by=provenance.signed_by or "",
        citation=citation_of(record),
        code=loading_code(record) if isinstance(record, Dataset) else "",
    )


def _facts(record: Record, languages: Languages) -> Iterator[tuple[str, str]]:
    yield "keywords", ", ".join(record.keywords[:12])
    yield "version", record.version or ""
    yield "issued", record.issued.isoformat() if record.issued else ""
    yield "modified", record.modified.isoformat() if record.modified else ""
    yield "identifiers", ", ".join(record.identifiers)
    yield "contact", _contact(record.contact_point)
    match record:
        case Dataset():
            yield "creator", ", ".join(agent.name for agent in record.creator)
            yield from _extent(record)
        case DatasetSeries():
            yield from _extent(record)
        case DataService():
            yield "endpoint", record.endpoint_url
        case Service():
            yield from _of_service(record, languages)
        case Training():
            yield from _of_training(record)
        case Organisation():
            yield "city", record.city or ""
            yield "systems", ", ".join(record.systems)


def _extent(record: Dataset | DatasetSeries) -> Iterator[tuple[str, str]]:
    days = [day.isoformat() for day in (record.temporal_start, record.temporal_end) if day]
    yield "temporal", " … ".join(days)
    yield "spatial", ", ".join(record.spatial)


def _of_service(record: Service, languages: Languages) -> Iterator[tuple[str, str]]:
    yield "eligibility", in_language(record.eligibility, languages)
    yield "target_users", ", ".join(record.target_users)
    yield "cost_note", in_language(record.cost_note, languages)
    yield "order_type", (record.order_type or "").replace("_", " ")
    yield "helpdesk", _contact(record.helpdesk_email)


def _of_training(record: Training) -> Iterator[tuple[str, str]]:
    yield "authors", ", ".join(agent.name for agent in record.authors)
    yield "audience", ", ".join(record.audience)
    yield "teaches", "; ".join(record.teaches)
    yield "minutes", str(record.time_required_minutes or "")
    for one in record.instances[:MOST_INSTANCES]:
        start = one.starts_at.isoformat() if one.starts_at else ""
        yield "instance", " · ".join(part for part in (start, one.location) if part)


def _links(record: Record) -> Iterator[tuple[str, str]]:
    if record.landing_page:
        yield "page", record.landing_page
    if isinstance(record, Service):
        named = (
            ("order", record.order_url),
            ("terms", record.terms_of_use),
            ("manual", record.user_manual),
        )
        yield from ((name, address) for name, address in named if address)


def _contact(point: ContactPoint | None) -> str:
    if point is None:
        return ""
    return " · ".join(part for part in (point.name, point.email, point.url) if part)
