"""Words that stand for a record without standing in it: known in many languages beforehand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from officina_widgets.catalogue.search.folding import fold, words_in
from officina_widgets.catalogue.search.stems import stem


class Names(NamedTuple):
    """Folded words, and stems of them, each by the stemmer of its own language."""

    words: tuple[str, ...]
    stems: tuple[str, ...]


def names_of(texts: Iterable[tuple[str, str]]) -> Names:
    """Of texts with their languages."""
    pairs = [
        (fold(word), stem(word, language)) for language, text in texts for word in words_in(text)
    ]
    words = dict.fromkeys(word for word, _ in pairs if word)
    stems = dict.fromkeys(one for _, one in pairs if one and one not in words)
    return Names(tuple(words), tuple(stems))


def joined(all_names: Iterable[Names]) -> Names:
    """Each word and stem once."""
    words: dict[str, None] = {}
    stems: dict[str, None] = {}
    for names in all_names:
        words.update(dict.fromkeys(names.words))
        stems.update(dict.fromkeys(names.stems))
    return Names(tuple(words), tuple(stems))
