"""``/catalogue``: search with facets, and one record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final, Literal

from pydantic import Field, ValidationError, create_model

from officina_courses.model import Frozen
from officina_hub.portal.api.base import ApiHandler
from officina_hub.portal.errors import BadRequest
from officina_hub.portal.openapi import operation
from officina_hub.portal.store.catalogue_read import published_record
from officina_widgets.catalogue.asking import DEEPEST, LONGEST_QUERY, MOST_HITS, Answer, Ask
from officina_widgets.catalogue.facets import FACET_NAMES
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
        findings = error.errors(include_url=False, include_context=False, include_input=False)
        raise _refused([f"{_place(each['loc'])}: {each['msg']}" for each in findings]) from error
    except UnknownQueryError as error:
        raise BadRequest("bad-query", f"{error} Nothing was searched.") from error


def _place(location: tuple[int | str, ...]) -> str:
    names = {"facets": "facet", "languages": "lang"}
    return ".".join(names.get(str(part), str(part)[:60]) for part in location) or "the query"


def _refused(reasons: Sequence[str]) -> BadRequest:
    more = f"; and {len(reasons) - SHOWN} more" if len(reasons) > SHOWN else ""
    return BadRequest(
        "bad-query",
        f"The catalogue cannot be asked this: {'; '.join(reasons[:SHOWN])}{more}. So nothing was "
        "searched. Correct the address; openapi.json lists what a search may say.",
    )
