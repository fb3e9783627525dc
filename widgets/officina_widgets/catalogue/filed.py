"""A record in the catalogue: the description, and what is known of the description."""

from __future__ import annotations

from typing import Annotated

from pydantic import AwareDatetime, Field

from officina_courses.model import Frozen
from officina_widgets.catalogue.records import Code, Record, WebAddress
from officina_widgets.catalogue.words import Short


class Provenance(Frozen):
    """Where a description came from."""

    source: Code = Field(description="Id of the source: a file's, a feed's, or ``curated``")
    address: WebAddress | None = Field(default=None, description="Where it was read")
    retrieved_at: AwareDatetime
    signed_by: Short | None = Field(default=None, description="Who vouches for it, if anybody")
    licence: Short | None = Field(default=None, description="Of the description, not of the thing")


class Gap(Frozen):
    """Something that a good description has and this one lacks."""

    field: Code
    points: Annotated[int, Field(ge=1, le=100)]


class Quality(Frozen):
    """How complete a description is: 100 less the points of its gaps."""

    score: Annotated[int, Field(ge=0, le=100)]
    gaps: tuple[Gap, ...] = ()


class CatalogRecord(Frozen):
    """DCAT's ``CatalogRecord``. Its identity is (source, iri); ``id`` is a short name of that."""

    id: Code
    record: Record
    provenance: Provenance
    quality: Quality
    added_at: AwareDatetime
    updated_at: AwareDatetime
