"""Pieces of texts with marks where the query was met. Plain text and numbers: nothing to escape."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from officina_widgets.catalogue.asking import Passage
from officina_widgets.catalogue.search.folding import fold, places_of_words
from officina_widgets.catalogue.search.query import Query
from officina_widgets.catalogue.search.stems import stem

SNIPPET: Final = 240
"""Characters of a snippet, or a few more, so that no word is cut."""

MARKED: Final = 600
"""Characters of a title that are marked; no honest title has as many."""

BEFORE: Final = 60
LOOKED_THROUGH: Final = 6_000
MORE: Final = "…"
MOST_COMPARED: Final = 100_000
MOST_QUERIES: Final = 100

Marks = tuple[tuple[int, int], ...]


def marked(text: str, query: Query, language: str) -> Passage:
    """The whole text, marked where people look."""
    seen = text if len(text) <= MARKED else text[: _end_of_word(text, MARKED)]
    return Passage(text=text, marks=_marks(seen, query, language, stop=len(text)))


def snippet(text: str, query: Query, language: str) -> Passage:
    """The part of a text around the first place that meets the query; of none, its beginning."""
    text = " ".join(text[:LOOKED_THROUGH].split())
    first = _first_met(text, query, language)
    start = _start_of_word(text, max(0, first - BEFORE)) if first > SNIPPET - BEFORE else 0
    end = _end_of_word(text, start + SNIPPET)
    before, after = MORE if start else "", MORE if end < len(text) else ""
    piece = f"{before}{text[start:end]}{after}"
    return Passage(text=piece, marks=_marks(piece, query, language, stop=len(piece)))


def _first_met(text: str, query: Query, language: str) -> int:
    marks = _marks(text, query, language, stop=1)
    return marks[0][0] if marks else 0


def _marks(text: str, query: Query, language: str, *, stop: int) -> Marks:
    """Where the query is met; no more of the text is read once ``stop`` such places are known."""
    found: list[tuple[int, int]] = []
    if not query:
        return ()
    words, beginnings = _wanted(query)
    for place in places_of_words(text):
        folded, its_stem = _compared(place[0], language)
        if folded in words or its_stem in words or folded.startswith(beginnings):
            found.append(place.span())
            if len(found) == stop:
                break
    return tuple(found)


@lru_cache(maxsize=MOST_QUERIES)
def _wanted(query: Query) -> tuple[frozenset[str], tuple[str, ...]]:
    """The words that a query wants in any way, and those of which more may follow."""
    words = frozenset(word for one in query for word in (one.word, *one.stems))
    return words, tuple(one.word for one in query if one.is_beginning)


@lru_cache(maxsize=MOST_COMPARED)
def _compared(word: str, language: str) -> tuple[str, str]:
    """A word folded, and its stem: half an answer's time went into these, mostly the same words."""
    small = word.lower()
    return fold(small), stem(small, language)


def _start_of_word(text: str, place: int) -> int:
    space = text.find(" ", place)
    return space + 1 if 0 <= space - place < BEFORE else place


def _end_of_word(text: str, place: int) -> int:
    if place >= len(text):
        return len(text)
    space = text.rfind(" ", place - BEFORE, place)
    return space if space > 0 else place
