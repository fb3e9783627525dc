"""A question to the catalogue and its answer, the same from Python, REST, pages and widgets."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints

from officina_courses.model import Frozen
from officina_widgets.catalogue.facets import FACET_NAMES
from officina_widgets.catalogue.filed import CatalogRecord
from officina_widgets.catalogue.words import Language

LONGEST_QUERY = 500
MOST_HITS = 100
DEEPEST = 10_000
MOST_CHOSEN = 100
"""Values of one facet that may be chosen: as many as are told, so that all may be ticked."""


def _known_facets(chosen: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    for name in chosen:
        if name not in FACET_NAMES:
            raise ValueError(
                f"there is no facet {name[:40]!r}, so nothing can be narrowed by it; choose one of "
                f"{', '.join(FACET_NAMES)}"
            )
    return {name: values for name, values in chosen.items() if values}


FacetValue = Annotated[str, StringConstraints(min_length=1, max_length=500)]
Chosen = Annotated[
    dict[str, Annotated[tuple[FacetValue, ...], Field(max_length=MOST_CHOSEN)]],
    AfterValidator(_known_facets),
]


class Ask(Frozen):
    """A question. Facets narrow: AND across facets, OR within one, unless that is in ``all_of``."""

    q: Annotated[str, StringConstraints(max_length=LONGEST_QUERY)] = ""
    facets: Chosen = Field(default_factory=dict)
    all_of: tuple[str, ...] = Field(default=(), description="Facets of which every value must hold")
    sort: Literal["relevance", "newest", "title"] = "relevance"
    languages: tuple[Language, ...] = Field(
        default=("en",), description="Of the reader, best first"
    )
    limit: Annotated[int, Field(ge=0, le=MOST_HITS)] = 20
    offset: Annotated[int, Field(ge=0, le=DEEPEST)] = 0


class Passage(Frozen):
    """A piece of text and what of it was asked for, as [start, end) in characters, in order."""

    text: str
    marks: tuple[tuple[int, int], ...] = ()


class Hit(Frozen):
    """A record that was found, with the texts to show of it in the reader's language."""

    filed: CatalogRecord
    title: Passage
    snippet: Passage


class FacetCount(Frozen):
    """How many would be found with this value, all other facets' choices kept."""

    value: str
    count: int
    is_chosen: bool = False


class Answer(Frozen):
    """What was found."""

    total: int
    hits: tuple[Hit, ...]
    facets: dict[str, tuple[FacetCount, ...]] = Field(description="Most frequent values first")
    shown_for: str | None = Field(
        default=None, description="The query that was answered, where that asked for has no hits"
    )
    without: tuple[str, ...] = Field(
        default=(),
        description="Words of the query that were left out, because nothing has them with the rest",
    )
    in_other_languages: tuple[Hit, ...] = Field(
        default=(), description="Near in meaning; only where vectors are kept"
    )
    as_of: AwareDatetime = Field(description="Of which state of the catalogue this is")
