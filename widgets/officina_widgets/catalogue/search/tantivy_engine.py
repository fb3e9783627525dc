"""The engine for many records: tantivy, in the portal's own process."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import tantivy

from officina_widgets.catalogue.asking import Ask, FacetCount
from officina_widgets.catalogue.facets import FACET_NAMES
from officina_widgets.catalogue.search import tantivy_store
from officina_widgets.catalogue.search.backend import NOTHING, Document, Found
from officina_widgets.catalogue.search.counting import (
    MOST_VALUES,
    counts_without_itself,
    facet_counts,
    nothing_found,
)
from officina_widgets.catalogue.search.generations import Generation, Generations
from officina_widgets.catalogue.search.mending import mended
from officina_widgets.catalogue.search.query import Query, is_only_signs, read_query
from officina_widgets.catalogue.search.tantivy_reading import MUST, Opened, Reading
from officina_widgets.catalogue.search.tantivy_store import (
    FACET_FIELDS,
    MODIFIED,
    TITLE,
    WEIGHT,
)

KIND: Final = "tantivy"
TOTAL: Final = "total"
COUNT_ALL: Final = {TOTAL: {"value_count": {"field": MODIFIED}}}
COUNT: Final = {
    name: {name: {"terms": {"field": field, "size": MOST_VALUES}}}
    for name, field in FACET_FIELDS.items()
}


class TantivyEngine:
    """An index in a folder; see ``SearchBackend`` for what each method promises."""

    def __init__(self, folder: Path) -> None:
        self._generations = Generations(folder, kind=KIND)
        self._opened = Opened(self._generations)

    def search(self, ask: Ask) -> Found:
        reading = self._opened.reading()
        return _found(reading, ask) if reading else NOTHING

    def among(self, ids: Sequence[str], ask: Ask) -> tuple[bytes, ...]:
        reading = self._opened.reading()
        if reading is None or not ids:
            return ()
        narrowed = [reading.with_ids(ids), *_choices(reading, ask).values()]
        query = tantivy.Query.boolean_query([(MUST, one) for one in narrowed])
        hits = reading.searcher.search(query, limit=len(ids), count=False).hits
        return reading.stored(address for _, address in hits)

    def replace(self, documents: Iterable[Document], *, removed: Iterable[str] = ()) -> int:
        with self._generations.writing():
            as_of = datetime.now(UTC)
            current = self._generations.current()
            if current is None:
                return self._make(documents, as_of=as_of)
            written = tantivy_store.change(current.folder, documents, removed)
            self._generations.switch(current._replace(as_of=as_of))
        return written

    def rebuild(self, documents: Iterable[Document], *, as_of: datetime) -> int:
        with self._generations.writing():
            return self._make(documents, as_of=as_of)

    def as_of(self) -> datetime | None:
        current = self._generations.current()
        return current.as_of if current else None

    def _make(self, documents: Iterable[Document], *, as_of: datetime) -> int:
        with self._generations.beginning() as folder:
            written = tantivy_store.make(folder, documents)
            self._generations.switch(Generation(folder, KIND, as_of))
        return written


def _found(reading: Reading, ask: Ask) -> Found:
    query = read_query(ask.q, ask.languages)
    if is_only_signs(ask.q, query):
        return nothing_found(ask)
    found = _Search(reading, ask, query).found()
    if not found.total and query:
        instead = mended(ask.q, query, reading, finds=reading.finds, languages=ask.languages)
        if instead is not None:
            again = _Search(reading, ask, read_query(instead.shown_for, ask.languages))
            return again.found()._replace(**instead._asdict())
    return found


def _choices(reading: Reading, ask: Ask) -> dict[str, tantivy.Query]:
    return {
        name: reading.choice(name, chosen, is_all=name in ask.all_of)
        for name, chosen in ask.facets.items()
    }


def _of_buckets(counted: dict[str, Any]) -> dict[str, int]:
    return {bucket["key"]: bucket["doc_count"] for bucket in counted["buckets"]}


class _Search:
    """One question to one state of the index."""

    def __init__(self, reading: Reading, ask: Ask, query: Query) -> None:
        self._reading, self._ask, self._query = reading, ask, query
        self._text = reading.text(query)
        self._choices = _choices(reading, ask)
        self._all = self._narrowed(without=None)

    def found(self) -> Found:
        """What is left after narrowing, counted and in order."""
        wanted: dict[str, Any] = dict(COUNT_ALL)
        alone = [name for name in FACET_NAMES if counts_without_itself(self._ask, name)]
        for name in FACET_NAMES:
            if name not in alone:
                wanted |= COUNT[name]
        counted = self._counted(wanted)
        total = int(counted[TOTAL]["value"])
        for name in alone:
            rest = self._narrowed(without=name)
            counted |= self._reading.counted(rest, COUNT[name])
        facets = {name: self._counts(name, counted[name]) for name in FACET_NAMES}
        return Found(total, self._page() if total else (), facets, None)

    def _counted(self, wanted: dict[str, Any]) -> dict[str, Any]:
        if self._query or self._choices:
            return self._reading.counted(self._all, wanted)
        return self._reading.counted_of_everything(wanted)

    def _narrowed(self, *, without: str | None) -> tantivy.Query:
        choices = [choice for name, choice in self._choices.items() if name != without]
        if not choices:
            return self._text
        return tantivy.Query.boolean_query([(MUST, one) for one in (self._text, *choices)])

    def _counts(self, name: str, counted: dict[str, Any]) -> tuple[FacetCount, ...]:
        """The counts to tell; those that a part of the index may have left out, counted again.

        Each segment of an index tells its thousand most frequent values, so one that is frequent
        in one segment and rare in another has too small a sum.
        """
        chosen = self._ask.facets.get(name, ())
        counts = _of_buckets(counted)
        missing = [value for value in chosen if value not in counts]
        asked = missing if len(counts) == MOST_VALUES else []
        if counted["doc_count_error_upper_bound"] and self._reading.searcher.num_segments > 1:
            asked = [*counts, *asked]
        if asked:
            rest = self._narrowed(without=None if name in self._ask.all_of else name)
            terms = COUNT[name][name]["terms"] | {"size": len(asked), "include": asked}
            counts |= _of_buckets(self._reading.counted(rest, {name: {"terms": terms}})[name])
        return facet_counts(counts, chosen)

    def _page(self) -> tuple[bytes, ...]:
        ask = self._ask
        if not ask.limit:
            return ()
        order: dict[str, Any]
        if ask.sort == "title":
            order = {"order_by_field": TITLE, "order": tantivy.Order.Asc}
        elif ask.sort == "newest" or not self._query:
            order = {"order_by_field": MODIFIED}
        else:
            order = {"weight_by_field": WEIGHT}
        result = self._reading.searcher.search(
            self._all, limit=ask.limit, offset=ask.offset, count=False, **order
        )
        return self._reading.stored(address for _, address in result.hits)
