"""The AI Factories and their Antennas, which the catalogue knows from the beginning.

They come as data (``data/organisations.toml``), each with the page that tells of it and the day on
which that was read. Services are never among them: those are the factories' own to declare.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from functools import lru_cache
from importlib.resources import files
from typing import Final

from officina_courses.model import Frozen
from officina_hub.catalogue.arriving import Arriving, Source
from officina_widgets.catalogue.records import (
    Agent,
    Code,
    Country,
    Organisation,
    OrganisationRole,
    WebAddress,
)
from officina_widgets.catalogue.words import Short

ORGANISATIONS: Final = Source(id="ai-factories", title="AI Factories and Antennas")
KINDS: Final[dict[OrganisationRole, str]] = {
    "ai-factory": "AI Factory",
    "antenna": "AI Factory Antenna",
    "provider": "Provider",
}


class _Entry(Frozen):
    """One organisation as the file has it."""

    id: Code
    title: Short
    role: OrganisationRole
    country: Country
    city: Short | None = None
    host: Short | None = None
    partner_countries: tuple[Country, ...] = ()
    systems: tuple[Short, ...] = ()
    linked_factories: tuple[Code, ...] = ()
    homepage: WebAddress | None = None
    selected: Short
    source: WebAddress
    retrieved: date


class _File(Frozen):
    organisation: tuple[_Entry, ...]


def organisations() -> Iterator[Arriving]:
    """All of them."""
    for entry in _entries():
        yield Arriving(
            record=_organisation(entry),
            where=entry.id,
            address=entry.source,
            retrieved_at=datetime.combine(entry.retrieved, time(), UTC),
        )


@lru_cache(maxsize=1)
def organisation_titles() -> Mapping[str, str]:
    """What each is called, by the id that records have as their ``factory``."""
    return {entry.id: entry.title for entry in _entries()}


def _entries() -> tuple[_Entry, ...]:
    text = (files("officina_hub.catalogue") / "data" / "organisations.toml").read_text("utf-8")
    return _File.model_validate(tomllib.loads(text)).organisation


def _organisation(entry: _Entry) -> Organisation:
    return Organisation(
        iri=f"urn:officina:organisation:{entry.id}",
        title={"en": entry.title},
        description={"en": _description(entry)},
        role=entry.role,
        country=entry.country,
        city=entry.city,
        host=Agent(name=entry.host) if entry.host else None,
        factory=entry.id if entry.role == "ai-factory" else None,
        partner_countries=entry.partner_countries,
        systems=entry.systems,
        linked_factories=entry.linked_factories,
        landing_page=entry.homepage,
    )


def _description(entry: _Entry) -> str:
    place = f", hosted by {entry.host}" if entry.host else ""
    town = f" in {entry.city}" if entry.city else ""
    kind = KINDS[entry.role]
    return f"{kind}{place}{town}. The EuroHPC Joint Undertaking selected it in {entry.selected}."
