"""What of every document is looked at in each search, kept in memory: facets, date and weight.

The values that a document has of one facet are one number, so counting the facets of what is found
is counting numbers.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections import Counter
from collections.abc import Collection, Iterable
from typing import Final

from officina_widgets.catalogue.facets import FACET_NAMES

READ: Final = "SELECT rowid, title, modified, weight, facets FROM documents ORDER BY rowid"

Values = tuple[str, ...]


class Column:
    """One facet: for each row the number of its combination of values."""

    def __init__(self, rows: int) -> None:
        self._numbers: dict[Values, int] = {(): 0}
        self._of_row = array("L", bytes(array("L").itemsize * rows))

    def put(self, row: int, values: Values) -> None:
        self._of_row[row] = self._numbers.setdefault(values, len(self._numbers))

    def counts(self, rows: Iterable[int]) -> Counter[str]:
        """How many of these rows have each value."""
        combinations = list(self._numbers)
        counts: Counter[str] = Counter()
        for number, count in Counter(map(self._of_row.__getitem__, rows)).items():
            for value in combinations[number]:
                counts[value] += count
        return counts

    def with_values(self, rows: Iterable[int], chosen: Values, *, is_all: bool) -> set[int]:
        """Those of these rows that have any of the values, or all."""
        wanted = set(chosen)
        numbers = {
            number
            for values, number in self._numbers.items()
            if (wanted.issubset(values) if is_all else not wanted.isdisjoint(values))
        }
        of_row = self._of_row
        return {row for row in rows if of_row[row] in numbers}


class Columns:
    """All rows of one state of an index."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        length = (connection.execute("SELECT max(rowid) FROM documents").fetchone()[0] or 0) + 1
        self.facets = {name: Column(length) for name in FACET_NAMES}
        self.title = [""] * length
        self.modified = array("q", bytes(8 * length))
        self.weight = array("d", bytes(8 * length))
        rows: list[int] = []
        for row, title, modified, weight, facets in connection.execute(READ):
            rows.append(row)
            self.title[row], self.modified[row], self.weight[row] = title, modified, weight
            for name, values in json.loads(facets).items():
                self.facets[name].put(row, tuple(dict.fromkeys(values)))
        self.newest_first = sorted(rows, key=self.modified.__getitem__, reverse=True)
        self._all_counts: dict[str, Counter[str]] | None = None

    def counts(self, facet: str, rows: Collection[int]) -> Counter[str]:
        """How many of these rows have each value of a facet."""
        if len(rows) < len(self.newest_first):
            return self.facets[facet].counts(rows)
        if self._all_counts is None:  # of everything, which every visit begins with
            everything = self.newest_first
            self._all_counts = {name: one.counts(everything) for name, one in self.facets.items()}
        return self._all_counts[facet]
