"""Words that say nothing of what is looked for: articles, prepositions and the like, by language.

They stand in records by chance, or in nearly all, so whoever demands them finds too little. One in
capitals (IT, AM) is meant as a name, and the last word may be the beginning of another.
"""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Final

from officina_widgets.catalogue.search.folding import places_of_words
from officina_widgets.catalogue.search.labels import DATA

FILE: Final = DATA / "little_words.toml"


def telling_words(typed: str, languages: tuple[str, ...]) -> list[str]:
    """The words of a query in small letters, without little ones if others are left."""
    words = [place[0] for place in places_of_words(typed)]
    little = frozenset().union(*map(little_words, languages))
    telling = [word for word in words[:-1] if word not in little]
    if words and (telling or words[-1] not in little):
        words = [*telling, words[-1]]
    return [word.lower() for word in words]


@cache
def little_words(language: str) -> frozenset[str]:
    """Those of one language, none of one that the table lacks."""
    return _table().get(language, frozenset())


@cache
def _table() -> dict[str, frozenset[str]]:
    told = tomllib.loads(FILE.read_text("utf-8"))
    return {language: frozenset(words.split()) for language, words in told.items()}
