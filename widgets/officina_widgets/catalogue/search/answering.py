"""From a question to the answer that everybody gets: Python, REST, pages and widgets alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Final

from officina_widgets.catalogue.asking import Answer, Ask, Hit, Passage
from officina_widgets.catalogue.filed import CatalogRecord
from officina_widgets.catalogue.search.backend import SearchBackend
from officina_widgets.catalogue.search.documents import body_of
from officina_widgets.catalogue.search.folding import fold, places_of_words
from officina_widgets.catalogue.search.passages import marked, snippet
from officina_widgets.catalogue.search.query import Query, read_query
from officina_widgets.catalogue.search.unreadable import readable
from officina_widgets.catalogue.words import UNTAGGED

NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""The state of a catalogue that was never indexed."""


def answer(backend: SearchBackend, ask: Ask) -> Answer:
    """Ask an engine, and put what it found into the reader's language, with marks."""
    as_of = backend.as_of() or NEVER
    found = backend.search(ask)
    query = read_query(found.shown_for or ask.q, ask.languages)
    filed = list(readable(found.stored))
    shown_for = _as_written(found.shown_for, ask.q, filed) if found.shown_for else None
    return Answer(
        total=found.total,
        hits=tuple(hit_of(one, query, ask.languages) for one in filed),
        facets=found.facets,
        shown_for=shown_for,
        without=found.without,
        as_of=as_of,
    )


def hit_of(filed: CatalogRecord, query: Query, languages: Iterable[str]) -> Hit:
    """A record with the texts to show of it."""
    spoken = tuple(languages)
    title = _in_language(filed.record.title, spoken)
    body = _in_language(filed.record.description or body_of(filed.record), spoken)
    return Hit(
        filed=filed,
        title=marked(title[1], query, title[0]),
        snippet=snippet(body[1], query, body[0]) if body[1] else Passage(text=""),
    )


def _in_language(words: Mapping[str, str], languages: tuple[str, ...]) -> tuple[str, str]:
    """As ``words.in_language``, with the language of what is shown."""
    for language in (*languages, "en", UNTAGGED):
        if language in words:
            return language, words[language]
    return next(iter(words.items()), (UNTAGGED, ""))


def _as_written(shown_for: str, typed: str, filed: Iterable[CatalogRecord]) -> str:
    """The mended query with its new words as the records write them, marks and all."""
    theirs = {place[0] for place in places_of_words(typed)}
    new = {place[0] for place in places_of_words(shown_for)} - theirs
    written: dict[str, str] = {}
    for one in filed:
        for text in (*one.record.title.values(), *one.record.description.values()):
            if len(written) == len(new):
                break
            for place in places_of_words(text):
                folded = fold(place[0].lower())
                if folded in new:
                    written.setdefault(folded, place[0].lower())
    words = (place[0] for place in places_of_words(shown_for))
    return " ".join(written.get(word, word) for word in words)
