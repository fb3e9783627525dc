"""``/find``: everything in the catalogue, searched as it is typed and narrowed by facets.

The address of the page is the query, in the words that REST has, so it can be kept and sent on.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from pydantic import ValidationError

from officina_hub.portal.pages.also_offered import folded, source_name
from officina_hub.portal.pages.base import PageHandler
from officina_hub.portal.pages.compare_links import CHOSEN, Chosen
from officina_hub.portal.pages.find_words import ICONS, Names
from officina_hub.portal.store.catalogue_sameness import pairs_among
from officina_widgets.catalogue.asking import (
    LONGEST_QUERY,
    MOST_CHOSEN,
    Answer,
    Ask,
    FacetCount,
    Passage,
)
from officina_widgets.catalogue.query_string import UnknownQueryError, ask_of, query_of
from officina_widgets.catalogue.search.query import is_only_signs, read_query

PER_PAGE: Final = 20
VALUES_SHOWN: Final = 6


class Value(NamedTuple):
    """A facet's value as a reader sees it."""

    value: str
    label: str
    found: int
    is_chosen: bool


class FacetView(NamedTuple):
    """A facet with the values that lead somewhere; ``more`` of them are folded away."""

    name: str
    label: str
    first: tuple[Value, ...]
    more: tuple[Value, ...]


class Chip(NamedTuple):
    """A choice that narrows the list, and the address of the list without it."""

    label: str
    href: str


class Turn(NamedTuple):
    """Where in a longer list the reader is."""

    number: int
    total: int
    previous: str
    next: str


def pieces(passage: Passage) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it was asked for."""
    found: list[tuple[str, bool]] = []
    at = 0
    for start, end in passage.marks:
        found += [(passage.text[at:start], False), (passage.text[start:end], True)]
        at = end
    return [piece for piece in [*found, (passage.text[at:], False)] if piece[0]]


class FindView:
    """What the page shows of a question and its answer, for one reader."""

    def __init__(self, ask: Ask, answer: Answer, names: Names, chosen: Chosen) -> None:
        self.ask = ask
        self.chosen = chosen
        self.answer = answer
        self._names = names

    @property
    def facets(self) -> list[FacetView]:
        """The facets that still tell records apart, or are chosen."""
        shown = []
        for name, counts in self.answer.facets.items():
            values = tuple(self._value(name, count) for count in counts)
            if len(values) > 1 or any(value.is_chosen for value in values):
                # What is chosen must be seen, however rare it is.
                ordered = tuple(sorted(values, key=lambda value: not value.is_chosen))
                first, more = ordered[:VALUES_SHOWN], ordered[VALUES_SHOWN:]
                shown.append(FacetView(name, self._names.facet(name), first, more))
        return shown

    @property
    def chips(self) -> list[Chip]:
        """Every choice, each with the way to take it back."""
        return [
            Chip(
                f"{self._names.facet(name)}: {self._names.value(name, value)}",
                self._href(facets=_without(self.ask.facets, name, value), offset=0),
            )
            for name, values in self.ask.facets.items()
            for value in values
        ]

    @property
    def turn(self) -> Turn:
        """The neighbours of this page of hits."""
        number = self.ask.offset // PER_PAGE + 1
        total = max(1, -(-self.answer.total // PER_PAGE))
        return Turn(
            number=number,
            total=total,
            previous=self._page(number - 1) if number > 1 else "",
            next=self._page(number + 1) if number < total else "",
        )

    @property
    def is_everything(self) -> bool:
        """Whether nothing narrows the list, so that an empty one means an empty catalogue."""
        return not (self.ask.q.strip() or self.ask.facets)

    @property
    def is_only_signs(self) -> bool:
        """Whether what was typed has no word that could be found."""
        return is_only_signs(self.ask.q, read_query(self.ask.q, self.ask.languages))

    @property
    def question(self) -> str:
        """What is asked, whichever page of the hits is shown."""
        return self._href(chosen=Chosen(), offset=0).removeprefix("?")

    @property
    def cleared(self) -> str:
        """The same words, with nothing that narrows them."""
        return self._href(facets={}, all_of=(), offset=0)

    @property
    def uncompared(self) -> str:
        """The list with nothing chosen to be compared."""
        return self._href(chosen=Chosen())

    def toggled(self, record_id: str) -> str:
        """The list with that record among those to be compared, or no longer."""
        return self._href(chosen=self.chosen.toggled(record_id))

    def _page(self, number: int) -> str:
        return self._href(offset=(number - 1) * PER_PAGE)

    def _href(self, *, chosen: Chosen | None = None, **changed: Any) -> str:
        usual = Ask()  # the language and the length of the page are the reader's, not the link's
        shared = {"languages": usual.languages, "limit": usual.limit} | changed
        pairs = (self.chosen if chosen is None else chosen).pairs
        return "?" + urlencode([*query_of(self.ask.model_copy(update=shared)), *pairs])

    def _value(self, facet: str, count: FacetCount) -> Value:
        label = self._names.value(facet, count.value)
        return Value(count.value, label, count.count, count.is_chosen)


def _without(
    chosen: dict[str, tuple[str, ...]], facet: str, value: str
) -> dict[str, tuple[str, ...]]:
    left = {name: values for name, values in chosen.items() if name != facet}
    rest = tuple(one for one in chosen[facet] if one != value)
    return left | ({facet: rest} if rest else {})


class FindHandler(PageHandler):
    """The list; htmx gets the results and the facets alone."""

    door = "find"

    async def get(self) -> None:
        languages = (self.reader.language,)
        ask = ask_of(self._pairs()).model_copy(update={"languages": languages, "limit": PER_PAGE})
        answer = await self.portal.search(ask, self.person)
        names = Names(self.t, self.reader.language)
        chosen = Chosen.of(self.get_query_arguments(CHOSEN)).first
        pairs = await self.portal.read(pairs_among, [hit.filed.id for hit in answer.hits])
        view = FindView(ask, answer, names, chosen)
        self.set_header("Vary", "HX-Request")
        template = "_parts/find_results.html" if self.is_partial else "find.html"
        self.render_page(
            template,
            ask=ask,
            answer=answer,
            view=view,
            hits=folded(answer.hits, pairs),
            source_name=partial(source_name, self.portal.settings.peers),
            chosen=chosen,
            names=names,
            icons=ICONS,
            pieces=pieces,
            has_gpus=self.portal.settings.has_gpus,
        )

    def _pairs(self) -> Iterator[tuple[str, str]]:
        """What the address asks and can be asked; a typing error in it is no reason for no page.

        Of one facet no more values than a page offers; the chips tell which are asked.
        """
        for name in self.request.query_arguments:
            for value in list(dict.fromkeys(self.get_query_arguments(name)))[:MOST_CHOSEN]:
                pair = (name, value[:LONGEST_QUERY])
                if _can_be_asked(pair):
                    yield pair


def _can_be_asked(pair: tuple[str, str]) -> bool:
    try:
        ask_of([pair])
    except (UnknownQueryError, ValidationError):
        return False
    return True
