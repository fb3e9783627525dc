"""Reading an index in tantivy: one committed state of it, until something is written."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from typing import Any, Final

import tantivy

from officina_widgets.catalogue.search.generations import Generation, Generations
from officina_widgets.catalogue.search.query import Query, Wanted
from officina_widgets.catalogue.search.tantivy_store import (
    BACKWARDS,
    FACET_FIELDS,
    ID,
    STORED,
    WORDS,
)

MUST: Final = tantivy.Occur.Must
SHOULD: Final = tantivy.Occur.Should
MOST_CANDIDATES: Final = 20_000


class Reading:
    """A state of the index; also the vocabulary from which typos are mended."""

    def __init__(self, index: tantivy.Index) -> None:
        self.searcher, self._schema = index.searcher(), index.schema
        self._of_everything: dict[str, Any] = {}

    def counted(self, query: tantivy.Query, wanted: dict[str, Any]) -> dict[str, Any]:
        """What an aggregation gives of this query."""
        return self.searcher.aggregate(query, wanted)

    def counted_of_everything(self, wanted: dict[str, Any]) -> dict[str, Any]:
        """The same of all documents, with which every visit begins: counted once a state."""
        if not self._of_everything:
            self._of_everything = self.counted(self.text(()), wanted)
        return self._of_everything

    def text(self, query: Query) -> tantivy.Query:
        """What has all that is wanted."""
        if not query:
            return tantivy.Query.all_query()
        return _all([self._wanted(one) for one in query])

    def choice(self, facet: str, chosen: Iterable[str], *, is_all: bool) -> tantivy.Query:
        """What has any of these values, or all; it says nothing of how well it fits."""
        each = [self._term(FACET_FIELDS[facet], value, "basic") for value in chosen]
        return tantivy.Query.const_score_query(_all(each) if is_all else _any(each), 0.0)

    def with_ids(self, ids: Iterable[str]) -> tantivy.Query:
        """What has any of these ids."""
        return _any([self._term(ID, one, "basic") for one in ids])

    def stored(self, addresses: Iterable[tantivy.DocAddress]) -> tuple[bytes, ...]:
        """The catalogue records at these places, as they were given."""
        kept: Iterator[Any] = (self.searcher.doc(one).get_first(STORED) for one in addresses)
        return tuple(bytes(one) for one in kept)

    def finds(self, query: Query) -> bool:
        """Whether any document has all that is wanted."""
        return bool(self.searcher.search(self.text(query), limit=1, count=False).hits)

    def knows(self, wanted: Wanted) -> bool:
        return self.finds((wanted,))

    def beginning_with(self, part: str) -> Iterator[str]:
        return (word for word, _ in self._range(WORDS, part))

    def ending_with(self, part: str) -> Iterator[str]:
        return (word[::-1] for word, _ in self._range(BACKWARDS, part[::-1]))

    def frequency(self, word: str) -> int:
        if not self.searcher.doc_freq(BACKWARDS, word[::-1]):  # where no bare stems are
            return 0
        return self.searcher.doc_freq(WORDS, word)

    def _range(self, field: str, first: str) -> list[tuple[str, int]]:
        return self.searcher.terms_with_prefix(field, first, limit=MOST_CANDIDATES)

    def _wanted(self, wanted: Wanted) -> tantivy.Query:
        ways = [self._term(WORDS, word, "freq") for word in (wanted.word, *wanted.stems)]
        if wanted.is_beginning:
            ways.append(
                tantivy.Query.fuzzy_term_query(
                    self._schema, WORDS, wanted.word, distance=0, prefix=True
                )
            )
        return _any(ways)

    def _term(self, field: str, value: str, option: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, value, option)


def _all(queries: list[tantivy.Query]) -> tantivy.Query:
    if len(queries) == 1:
        return queries[0]
    return tantivy.Query.boolean_query([(MUST, one) for one in queries])


def _any(queries: list[tantivy.Query]) -> tantivy.Query:
    if len(queries) == 1:
        return queries[0]
    return tantivy.Query.boolean_query([(SHOULD, one) for one in queries])


class Opened:
    """The index that is read, opened anew or looked at again only when something was written."""

    def __init__(self, generations: Generations) -> None:
        self._generations = generations
        self._lock = threading.Lock()
        self._now: tuple[Generation, tantivy.Index, Reading] | None = None

    def reading(self) -> Reading | None:
        """The newest state that is committed; None where nothing was ever written."""
        while (generation := self._generations.current()) is not None:
            try:
                return self._read(generation)
            except ValueError:
                if self._generations.current() is generation:  # nobody swapped it meanwhile
                    raise
        return None

    def _read(self, generation: Generation) -> Reading:
        now = self._now
        if now is not None and now[0] is generation:
            return now[2]
        with self._lock:
            if now is not None and now[0].folder == generation.folder:
                index = now[1]
            else:
                index = tantivy.Index.open(str(generation.folder))
                index.config_reader("manual")
            index.reload()
            reading = Reading(index)
            self._now = generation, index, reading
        return reading
