"""From a question to the answer that everybody gets: Python, REST, pages and widgets alike."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

from officina_widgets.catalogue.asking import Answer, Ask, Hit, Passage
from officina_widgets.catalogue.filed import CatalogRecord
from officina_widgets.catalogue.search.backend import Near, SearchBackend
from officina_widgets.catalogue.search.documents import body_of
from officina_widgets.catalogue.search.folding import fold, places_of_words
from officina_widgets.catalogue.search.passages import marked, snippet
from officina_widgets.catalogue.search.query import Query, read_query
from officina_widgets.catalogue.search.unreadable import readable
from officina_widgets.catalogue.words import UNTAGGED

NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
"""The state of a catalogue that was never indexed."""


def _nothing_near(_query: str) -> Iterable[str]:
    return ()


MOST_NEAR: Final = 5
NEAR_AT_ONCE: Final = 10


def answer(backend: SearchBackend, ask: Ask, *, near: Near = _nothing_near) -> Answer:
    """Ask an engine, and put what it found into the reader's language, with marks.

    What is ``near`` in meaning comes beside the first hits, never among them.
    """
    as_of = backend.as_of() or NEVER
    found = backend.search(ask)
    query = read_query(found.shown_for or ask.q, ask.languages)
    filed = list(readable(found.stored))
    shown_for = _as_written(found.shown_for, ask.q, filed) if found.shown_for else None
    nearest = near if query else _nothing_near  # signs have no meaning that anything is near to
    beside = _beside(backend, ask, nearest, {one.id for one in filed})
    return Answer(
        total=found.total,
        hits=tuple(hit_of(one, query, ask.languages) for one in filed),
        in_other_languages=tuple(hit_of(one, query, ask.languages) for one in beside),
        facets=found.facets,
        shown_for=shown_for,
        without=found.without,
        as_of=as_of,
    )


def _beside(
    backend: SearchBackend, ask: Ask, near: Near, shown: Iterable[str]
) -> Sequence[CatalogRecord]:
    """The nearest records that are not shown already; with the first hits only.

    They are looked up in the index: what is not published any more, or is not what the facets
    want, is not in it, whatever is near.
    """
    if ask.offset or not ask.limit:
        return ()
    left = [id_ for id_ in near(ask.q) if id_ not in shown]
    found: list[CatalogRecord] = []
    for start in range(0, len(left), NEAR_AT_ONCE):
        some = left[start : start + NEAR_AT_ONCE]
        passed = {one.id: one for one in readable(backend.among(some, ask))}
        found += [passed[id_] for id_ in some if id_ in passed]
        if len(found) >= MOST_NEAR:
            break
    return found[:MOST_NEAR]


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
