"""What comes to the catalogue: records with their source, and those that could not be taken."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, NamedTuple

from pydantic import Field

from officina_courses.model import Frozen
from officina_widgets.catalogue.records import Code, Record, WebAddress
from officina_widgets.catalogue.words import Short


class Source(Frozen):
    """Who describes: what is said once for everything that arrives from there."""

    id: Code
    title: Annotated[str, Field(max_length=500)] = ""
    address: WebAddress | None = None
    licence: Short | None = Field(default=None, description="Of the descriptions")
    signed_by: Short | None = None


class Formerly(NamedTuple):
    """By what a record may be stored already: one of its identifiers, or an IRI of old."""

    identifier: str
    iris: tuple[str, ...]


class Arriving(NamedTuple):
    """One record; ``where`` it stands there, and address and time where the source has no one."""

    record: Record
    where: str
    address: str | None = None
    retrieved_at: datetime | None = None
    formerly: Formerly | None = None


class Cancelled(NamedTuple):
    """A record that its source itself takes back: where it says so, and of which."""

    where: str
    iri: str
    formerly: Formerly | None = None


class Refusal(NamedTuple):
    """Something that is no record: where it stands, why it was not taken, and its IRI if told."""

    where: str
    reason: str
    iri: str | None = None
