"""Which records are near a query in meaning, the nearest first."""

from __future__ import annotations

import logging
from functools import lru_cache

import numpy as np

from officina_widgets.catalogue.search.backend import Document
from officina_widgets.catalogue.search.meaning.encoding import Encoder, EncoderUnusableError
from officina_widgets.catalogue.search.meaning.vectors import ID, VECTOR, VectorFile

log = logging.getLogger("officina.catalogue")

SHORTEST_QUERY = 3
LONGEST_QUERY = 200
"""Characters of a query whose meaning is looked at; more cost time and tell no more."""

LONGEST_TEXT = 1200
"""Characters of a record, its title first: about a page, which is what the model takes at once."""

MOST_NEAR = 200
MOST_REMEMBERED = 256


def text_of(document: Document) -> str:
    """What of a record its vector is made of."""
    parts = (
        " ".join(document.title.values()),
        document.keywords.replace("\n", ", "),
        " ".join(document.body.values()),
    )
    return ". ".join(parts).replace("\0", " ")[:LONGEST_TEXT]


class Nearness:
    """Asks one file of vectors; from any thread."""

    def __init__(self, encoder: Encoder, file: VectorFile) -> None:
        self._encoder, self._file = encoder, file
        self._vector_of = lru_cache(maxsize=MOST_REMEMBERED)(encoder.query)
        self._is_usable = True

    def __call__(self, query: str) -> tuple[str, ...]:
        """The ids of what is near, best first; of nothing typed, nothing."""
        text = " ".join(query.replace("\0", " ").split())[:LONGEST_QUERY]
        rows = self._file.rows()
        if len(text) < SHORTEST_QUERY or not len(rows) or not self._is_usable:
            return ()
        try:
            cosines = rows[VECTOR] @ self._vector_of(text)
        except EncoderUnusableError as error:
            self._is_usable = False
            log.warning("nothing is found by its meaning: %s", error)
            return ()
        near = np.flatnonzero(cosines >= cosines.mean() + self._encoder.margin)
        best = near[np.argsort(-cosines[near], kind="stable")][:MOST_NEAR]
        return tuple(id_.decode() for id_ in rows[ID][best])
