"""The engine that is everywhere: SQLite's full-text search, from Python's own library.

It counts and sorts in Python, so it is meant for what a snapshot holds, some 10,000 records; it
answers from more, slowly where very much is found.
"""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from officina_widgets.catalogue.asking import Ask, FacetCount
from officina_widgets.catalogue.facets import FACET_NAMES
from officina_widgets.catalogue.search import sqlite_store
from officina_widgets.catalogue.search.backend import NOTHING, Document, Found
from officina_widgets.catalogue.search.counting import (
    counts_without_itself,
    facet_counts,
    nothing_found,
)
from officina_widgets.catalogue.search.generations import Generation, Generations
from officina_widgets.catalogue.search.mending import mended
from officina_widgets.catalogue.search.query import Query, is_only_signs, read_query
from officina_widgets.catalogue.search.sqlite_reading import Readers, Reading

KIND: Final = "sqlite"


class SqliteEngine:
    """An index in a folder; see ``SearchBackend`` for what each method promises."""

    def __init__(self, folder: Path) -> None:
        self._generations = Generations(folder, kind=KIND)
        self._readers = Readers(self._generations)

    def search(self, ask: Ask) -> Found:
        with self._readers.reading() as reading:
            return _found(reading, ask) if reading else NOTHING

    def among(self, ids: Sequence[str], ask: Ask) -> tuple[bytes, ...]:
        with self._readers.reading() as reading:
            return reading.stored(_narrowed(reading, reading.rows(ids), ask)) if reading else ()

    def replace(self, documents: Iterable[Document], *, removed: Iterable[str] = ()) -> int:
        with self._generations.writing():
            as_of = datetime.now(UTC)
            current = self._generations.current()
            if current is None:
                return self._make(documents, as_of=as_of)
            return sqlite_store.change(current.folder, documents, removed, as_of=as_of)

    def rebuild(self, documents: Iterable[Document], *, as_of: datetime) -> int:
        with self._generations.writing():
            return self._make(documents, as_of=as_of)

    def as_of(self) -> datetime | None:
        with self._readers.reading() as reading:
            return reading.as_of if reading else None

    def _make(self, documents: Iterable[Document], *, as_of: datetime) -> int:
        with self._generations.beginning() as folder:
            written = sqlite_store.make(folder, documents, as_of=as_of)
            self._generations.switch(Generation(folder, KIND, as_of))
        return written


def _found(reading: Reading, ask: Ask) -> Found:
    query = read_query(ask.q, ask.languages)
    if is_only_signs(ask.q, query):
        return nothing_found(ask)
    found = _Search(reading, ask, query)
    if not found.matched and query:
        instead = mended(ask.q, query, reading, finds=reading.finds, languages=ask.languages)
        if instead is not None:
            again = _Search(reading, ask, read_query(instead.shown_for, ask.languages))
            return again.found()._replace(**instead._asdict())
    return found.found()


def _narrowed(reading: Reading, rows: Iterable[int], ask: Ask) -> list[int]:
    left = set(rows)
    for name, chosen in ask.facets.items():
        column = reading.columns.facets[name]
        left = column.with_values(left, chosen, is_all=name in ask.all_of)
    return sorted(left)


class _Search:
    """One question to one state of the index."""

    def __init__(self, reading: Reading, ask: Ask, query: Query) -> None:
        self._reading, self._ask, self._columns = reading, ask, reading.columns
        self._scores: dict[int, float] = {}
        self.matched: Collection[int]
        if not query:
            self.matched = self._columns.newest_first
        elif ask.sort == "relevance":
            self._scores = reading.scores(query)
            self.matched = self._scores
        else:
            self.matched = reading.matched(query)

    def found(self) -> Found:
        """What is left after narrowing, counted and in order."""
        narrowed = {
            name: self._columns.facets[name].with_values(
                self.matched, chosen, is_all=name in self._ask.all_of
            )
            for name, chosen in self._ask.facets.items()
        }
        left = set.intersection(*narrowed.values()) if narrowed else self.matched
        counts = {name: self._counted(name, narrowed, left) for name in FACET_NAMES}
        return Found(len(left), self._reading.stored(self._page(left)), counts, None)

    def _counted(
        self, name: str, narrowed: dict[str, set[int]], left: Collection[int]
    ) -> tuple[FacetCount, ...]:
        rows = left
        if counts_without_itself(self._ask, name):
            others = [rows for other, rows in narrowed.items() if other != name]
            rows = set.intersection(*others) if others else self.matched
        return facet_counts(self._columns.counts(name, rows), self._ask.facets.get(name, ()))

    def _page(self, rows: Collection[int]) -> list[int]:
        first, last = self._ask.offset, self._ask.offset + self._ask.limit
        modified = self._columns.modified
        if self._ask.sort == "title":
            title = self._columns.title
            return heapq.nsmallest(last, rows, key=lambda row: (title[row], row))[first:]
        if self._scores and self._ask.sort == "relevance":
            scores, weight = self._scores, self._columns.weight
            ranked = heapq.nsmallest(
                last, rows, key=lambda row: (-scores[row] * weight[row], -modified[row], row)
            )
            return ranked[first:]
        return heapq.nsmallest(last, rows, key=lambda row: (-modified[row], row))[first:]
