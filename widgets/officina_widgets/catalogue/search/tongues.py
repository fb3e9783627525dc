"""Which languages have a word, as far as our own tables of labels and synonyms tell.

An index does not know of which language its words are, but those that come from tables stand in
every record that has the code or meaning, in all languages: as often as the reader's own word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from typing import Final

from officina_widgets.catalogue.search.folding import fold, words_in
from officina_widgets.catalogue.search.labels import named_labels, own_labels
from officina_widgets.catalogue.search.synonyms import groups

ALWAYS: Final = "en"
"""Read by everybody here, as in the words of a query."""


def is_foreign(word: str, languages: tuple[str, ...]) -> bool:
    """Whether this folded word is in our tables, but in none of the reader's languages."""
    theirs = _languages().get(word)
    return theirs is not None and theirs.isdisjoint((*languages, ALWAYS))


@cache
def _languages() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for language, text in _told():
        for word in words_in(text):
            found[fold(word)].add(language)
    return {word: frozenset(languages) for word, languages in found.items()}


def _told() -> Iterator[tuple[str, str]]:
    for by_code in (named_labels() | own_labels()).values():
        for by_language in by_code.values():
            yield from by_language.items()
    for by_phrase in groups().values():
        yield from ((language, text) for language, told in by_phrase.items() for text in told)
