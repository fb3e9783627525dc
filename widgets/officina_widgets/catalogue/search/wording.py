"""The words of a document as an index keeps them: weighted by where they stand, with their stems.

Both engines index one field of words, parted by spaces, so that they find the same. A word of the
title counts thrice and a keyword twice by standing there as often. A stem stands in the same field
where it differs from its word; names of codes and synonyms stand there once, with theirs.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from officina_widgets.catalogue.search.backend import Document
from officina_widgets.catalogue.search.folding import fold, words_in
from officina_widgets.catalogue.search.stems import stem
from officina_widgets.catalogue.words import UNTAGGED

IN_TITLE: Final = 3
AS_KEYWORD: Final = 2
MOST_KEPT: Final = 400_000


class Worded(NamedTuple):
    """What of a document is indexed: all words with stems, and each word itself once."""

    indexed: list[str]
    words: set[str]


class Wording:
    """Takes documents apart; remembers what it made of each word, as most come again."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str, tuple[str, str]]] = {}

    def of(self, document: Document) -> Worded:
        """The words of one document."""
        worded = Worded([], set())
        for language, text in document.title.items():
            self._add(worded, text, language=language, times=IN_TITLE)
        mainly = next(iter(document.title), UNTAGGED)
        self._add(worded, document.keywords, language=mainly, times=AS_KEYWORD)
        for language, text in document.body.items():
            self._add(worded, text, language=language, times=1)
        worded.indexed.extend(document.names.words)
        worded.indexed.extend(document.names.stems)
        worded.words.update(document.names.words)
        return worded

    def _add(self, worded: Worded, text: str, *, language: str, times: int) -> None:
        known = self._known.setdefault(language, {})
        if len(known) > MOST_KEPT:
            known.clear()
        found: list[str] = []
        for word in words_in(text):
            pair = known.get(word)
            if pair is None:
                pair = known[word] = (fold(word), stem(word, language))
            folded, its_stem = pair
            if not folded:
                continue
            found.append(folded)
            worded.words.add(folded)
            if its_stem != folded:
                found.append(its_stem)
        worded.indexed.extend(found * times)
