"""Phrases that mean the same in several languages, from a table; added where documents are made.

So a query costs nothing more, and both engines find the same.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Final

from officina_widgets.catalogue.search.folding import words_in
from officina_widgets.catalogue.search.labels import DATA
from officina_widgets.catalogue.search.names import Names, names_of
from officina_widgets.catalogue.search.stems import stem
from officina_widgets.catalogue.words import UNTAGGED

Groups = dict[str, dict[str, list[str]]]
FALLBACK: Final = "en"

Beginnings = dict[str, list[tuple[tuple[str, ...], str]]]


@cache
def groups() -> Groups:
    """The table: phrases by meaning and language."""
    return tomllib.loads((DATA / "synonyms.toml").read_text("utf-8"))


def synonyms_in(texts: Mapping[str, str]) -> Iterator[Names]:
    """The words for every meaning that these texts, by language, mention."""
    met: dict[str, None] = {}
    for language, text in texts.items():
        met.update(dict.fromkeys(_meanings(text, language)))
    return map(_names, met)


def _meanings(text: str, language: str) -> Iterator[str]:
    spoken = FALLBACK if language == UNTAGGED else language
    beginnings = _beginnings().get(spoken)
    if not beginnings:
        return
    stems = [stem(word, spoken) for word in words_in(text)]
    for place, first in enumerate(stems):
        for phrase, meaning in beginnings.get(first, ()):
            if tuple(stems[place : place + len(phrase)]) == phrase:
                yield meaning


@cache
def _beginnings() -> dict[str, Beginnings]:
    """By language and first stem: phrases as stems, and what they mean."""
    found: dict[str, Beginnings] = defaultdict(lambda: defaultdict(list))
    for meaning, by_language in groups().items():
        for language, phrases in by_language.items():
            for phrase in phrases:
                stems = tuple(stem(word, language) for word in words_in(phrase))
                found[language][stems[0]].append((stems, meaning))
    return {language: dict(beginnings) for language, beginnings in found.items()}


@cache
def _names(meaning: str) -> Names:
    by_language = groups()[meaning].items()
    return names_of((language, phrase) for language, told in by_language for phrase in told)
