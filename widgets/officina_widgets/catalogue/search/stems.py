"""Stems of words by language, so that one form of a word finds the others.

Snowball's stemmers do it where PyStemmer is installed, in the languages that it has; elsewhere a
word has no stem but itself, and everything else goes on as it is.
"""

from __future__ import annotations

import importlib
import threading
import unicodedata
from functools import lru_cache
from typing import Any, Final

from officina_widgets.catalogue.search.folding import fold
from officina_widgets.catalogue.words import UNTAGGED

ALGORITHMS: Final = {
    "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "es": "spanish", "et": "estonian", "eu": "basque", "fi": "finnish",
    "fr": "french", "ga": "irish", "hu": "hungarian", "it": "italian", "lt": "lithuanian",
    "nb": "norwegian", "nl": "dutch", "nn": "norwegian", "no": "norwegian", "pl": "polish",
    "pt": "portuguese", "ro": "romanian", "sr": "serbian", "sv": "swedish", "tr": "turkish",
    UNTAGGED: "english",
}  # fmt: skip
"""Snowball's name of each language's stemmer; one that is not installed is passed over."""

SHORTEST: Final = 4
"""Letters of a word that may lose an ending: shorter ones say too little without it."""

MOST_KEPT: Final = 100_000

_ours = threading.local()  # a stemmer keeps a state of its own, so each thread has its own


@lru_cache(maxsize=MOST_KEPT)
def stem(word: str, language: str) -> str:
    """The folded stem of a word in small letters with its marks; the folded word if it has none."""
    if len(word) < SHORTEST:
        return fold(word)
    stemmer = _stemmer(language)
    if stemmer is None:
        return fold(word)
    return fold(str(stemmer.stemWord(unicodedata.normalize("NFC", word))))


def _stemmer(language: str) -> Any:
    if language not in ALGORITHMS:
        return None
    made: dict[str, Any] = _ours.__dict__
    if language not in made:
        made[language] = _made(ALGORITHMS[language])
    return made[language]


def _made(algorithm: str) -> Any:
    try:
        snowball = importlib.import_module("Stemmer")
    except ImportError:
        return None
    if algorithm not in snowball.algorithms():
        return None
    stemmer = snowball.Stemmer(algorithm)
    stemmer.maxCacheSize = 0  # what is asked often is kept one storey above, folded
    return stemmer
