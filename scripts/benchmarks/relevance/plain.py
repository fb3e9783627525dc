"""The peer: SQLite FTS5's own BM25 over titles, keywords and descriptions, with nothing added.

Its default tokenizer takes case and marks off; there are no stems, beginnings, typos, names of
codes or synonyms, and every field and record weighs the same.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from officina_widgets.catalogue.filed import CatalogRecord
from officina_widgets.catalogue.search.documents import document_of
from officina_widgets.catalogue.search.folding import words_in

FOUND = "SELECT iri FROM records WHERE records MATCH ? ORDER BY bm25(records), rowid LIMIT ?"


class PlainBm25:
    """All records in one table; ``between`` words of a query stands AND or OR."""

    def __init__(self, records: Iterable[CatalogRecord]) -> None:
        self._connection = sqlite3.connect(":memory:")
        self._connection.execute(
            "CREATE VIRTUAL TABLE records USING fts5 (iri UNINDEXED, title, keywords, body)"
        )
        for filed in records:
            kept = document_of(filed)
            texts = ("\n".join(kept.title.values()), kept.keywords, "\n".join(kept.body.values()))
            self._connection.execute(
                "INSERT INTO records VALUES (?, ?, ?, ?)", (filed.record.iri, *texts)
            )

    def best(self, q: str, *, between: str, count: int) -> list[str]:
        """IRIs of the first records, best first."""
        expression = f" {between} ".join(f'"{word}"' for word in words_in(q))
        return [iri for (iri,) in self._connection.execute(FOUND, (expression, count))]
