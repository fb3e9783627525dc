"""An encoder for tests of what is done with vectors: a few words with a meaning, each an axis.

The real one stands beside it in ``tests/catalogue/search/test_meaning_for_real.py``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from officina_widgets.catalogue.search.meaning.encoding import EncoderUnusableError

MEANINGS = (
    {"rain", "sade", "regen"},
    {"wind", "tuuli"},
    {"snow", "lumi", "schnee"},
    {"forcasts", "map"},
)


class Pretended:
    """Vectors by the words that occur, and a note of what was asked."""

    dimensions = 5
    margin = 0.3

    def __init__(self, name: str = "pretended-1", *, is_usable: bool = True) -> None:
        self.name = name
        self.is_usable = is_usable
        self.queries: list[str] = []
        self.passages: list[str] = []

    def query(self, text: str) -> NDArray[np.float32]:
        self.queries.append(text)
        return self._vector(text)

    def passage(self, text: str) -> NDArray[np.float32]:
        self.passages.append(text)
        return self._vector(text)

    def _vector(self, text: str) -> NDArray[np.float32]:
        if not self.is_usable:
            raise EncoderUnusableError("no such model")
        words = set(text.lower().replace(".", " ").split())
        vector = np.array([bool(words & each) for each in MEANINGS] + [0], np.float32)
        if not vector.any():
            vector[-1] = 1
        return vector / np.float32(np.linalg.norm(vector))
