"""``/catalogue``: search with facets, and one record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, Literal

from pydantic import Field, ValidationError, create_model
from pydantic_core import ErrorDetails

from officina_courses.model import Frozen
from officina_hub.portal.api.base import ApiHandler
from officina_hub.portal.errors import BadRequest
from officina_hub.portal.openapi import operation
from officina_hub.portal.store.catalogue_read import published_record
from officina_hub.portal.store.catalogue_sameness import also_offered
from officina_widgets.catalogue.also_offered import AlsoOfferedList
from officina_widgets.catalogue.asking import DEEPEST, LONGEST_QUERY, MOST_HITS, Answer, Ask
from officina_widgets.catalogue.facets import FACET_NAMES
from officina_widgets.catalogue.faults import findings_of, sentence_of
from officina_widgets.catalogue.filed import CatalogRecord
from officina_widgets.catalogue.query_string import FACET, UnknownQueryError, ask_of

SHOWN: Final = 5
# Kept by whoever asked, and not sent again while its ETag is the same.
ASKED_AGAIN: Final = "private, no-cache"


class SearchQuery(Frozen):
    """How an ``Ask`` stands in an address; what may stand several times is a list."""

    q: str = Field(
        default="",
        description=f"As typed: all words, the last as a prefix; up to {LONGEST_QUERY} characters",
    )
    all_of: list[str] = Field(
        default=[], description="A facet of which every chosen value must hold; may be repeated"
    )
    sort: Literal["relevance", "newest", "title"] = "relevance"
    lang: list[str] = Field(
        default=[], description="The reader's language, best first; may be repeated"
    )
    limit: int = Field(default=20, ge=0, le=MOST_HITS)
    offset: int = Field(default=0, ge=0, le=DEEPEST)


def _facet(name: str) -> Any:
    said = f"A value of the facet {name}; may be repeated, then any of them may hold"
    return (list[str], Field(default=[], alias=FACET + name, description=said))


DescribedQuery: Final = create_model(
    "DescribedQuery", __base__=SearchQuery, **{name: _facet(name) for name in FACET_NAMES}
)


class CatalogueSearch(ApiHandler):
    """The catalogue, searched."""

    @operation(
        "catalogue.read",
        "Search the catalogue; facets count what another choice would find",
        query=DescribedQuery,
        response=Answer,
        errors=(429,),
    )
    async def get(self) -> None:
        """What was found, with the time of the state that was searched."""
        names = self.request.query_arguments
        query = [(name, each) for name in names for each in self.get_query_arguments(name)]
        found = await self.portal.search_as_json(asked(query, self.language), self.caller.name)
        self.answer_prepared(found, cache=ASKED_AGAIN)


class CatalogueRecord(ApiHandler):
    """One record."""

    @operation("catalogue.read", "One record with its source and quality", response=CatalogRecord)
    async def get(self, record_id: str) -> None:
        """As it is now in the database."""
        found = await self.portal.read(published_record, record_id)
        self.answer(found, cache=ASKED_AGAIN)


class CatalogueAlsoOffered(ApiHandler):
    """Who else offers it."""

    @operation(
        "catalogue.read",
        "Records of other sources that describe the same, and by what that is seen",
        response=AlsoOfferedList,
    )
    async def get(self, record_id: str) -> None:
        """As it was worked out after the last change of either."""
        found = await self.portal.read(also_offered, record_id)
        self.answer(found, cache=ASKED_AGAIN)


def asked(query: Iterable[tuple[str, str]], language: str) -> Ask:
    """The question that an address asks; ``language`` is the reader's where it names none.

    Raises
    ------
    BadRequest
        When it cannot be asked.

    """
    pairs = list(query)
    if not any(name == "lang" for name, _ in pairs):
        pairs.append(("lang", language))
    try:
        return ask_of(pairs)
    except ValidationError as error:
        findings = [_as_asked(each) for each in findings_of(error)]
        raise _refused([sentence_of(each) for each in findings]) from error
    except UnknownQueryError as error:
        raise BadRequest("bad-query", f"{error} Nothing was searched.") from error


def _as_asked(finding: ErrorDetails) -> ErrorDetails:
    """The same, with the names that the parts of a query have in an address."""
    names = {"facets": "facet", "languages": "lang"}
    way = [names.get(str(part), part) for part in finding["loc"] if not isinstance(part, int)]
    return {**finding, "loc": tuple(way)}


def _refused(reasons: Sequence[str]) -> BadRequest:
    more = f"; and {len(reasons) - SHOWN} more" if len(reasons) > SHOWN else ""
    return BadRequest(
        "bad-query",
        f"The catalogue cannot be asked this: {'; '.join(reasons[:SHOWN])}{more}. So nothing was "
        "searched. Correct the address; openapi.json lists what a search may say.",
    )
