"""A query as typed, taken as words and nothing else: no character of it is an operator."""

from __future__ import annotations

from typing import Final, NamedTuple

from officina_widgets.catalogue.search.folding import fold
from officina_widgets.catalogue.search.little_words import telling_words
from officina_widgets.catalogue.search.stems import stem

MOST_WORDS: Final = 24
"""Words of a query that are looked up; a text pasted whole narrows no further by the rest."""

MOST_LANGUAGES: Final = 4


class Wanted(NamedTuple):
    """One word that must be in what is found, in one of these ways."""

    word: str
    stems: tuple[str, ...] = ()
    is_beginning: bool = False  # as the last word of a query: more of it may follow


Query = tuple[Wanted, ...]


def read_query(typed: str, languages: tuple[str, ...]) -> Query:
    """All words that say something; the last one stands also for those that begin with it."""
    spoken = tuple(dict.fromkeys((*languages[:MOST_LANGUAGES], "en")))
    whole = telling_words(typed, spoken)
    found: dict[str, Wanted] = {}
    for word in whole[:MOST_WORDS]:
        if folded := fold(word):
            found[folded] = Wanted(folded, _stems(word, folded, spoken))
    last = fold(whole[-1]) if whole else ""
    if last in found:
        found[last] = found.pop(last)._replace(is_beginning=True)
    return tuple(found.values())


def is_only_signs(typed: str, query: Query) -> bool:
    """Whether something was typed that has no word: that finds nothing, and not everything."""
    return bool(typed.strip()) and not query


def _stems(word: str, folded: str, languages: tuple[str, ...]) -> tuple[str, ...]:
    made = (stem(word, language) for language in languages)
    return tuple(dict.fromkeys(one for one in made if one and one != folded))
