"""Reading an index in SQLite: one committed state of it, for the time of one search."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from officina_widgets.catalogue.search import sqlite_store
from officina_widgets.catalogue.search.generations import Generation, Generations
from officina_widgets.catalogue.search.query import Query, Wanted
from officina_widgets.catalogue.search.sqlite_columns import Columns

STATE: Final = "SELECT number, as_of FROM state"
MATCHED: Final = "SELECT rowid FROM words WHERE words MATCH ?"
SCORED: Final = "SELECT rowid, -bm25(words) FROM words WHERE words MATCH ?"
FREQUENCY: Final = "SELECT doc FROM frequencies JOIN vocabulary ON word = term WHERE term = ?"
BEGINNING: Final = "SELECT word FROM vocabulary WHERE word >= ? AND word < ? LIMIT ?"
ENDING: Final = "SELECT word FROM vocabulary WHERE backwards >= ? AND backwards < ? LIMIT ?"
STORED: Final = "SELECT stored FROM documents WHERE rowid = ?"
ROW: Final = "SELECT rowid FROM documents WHERE id = ?"
LAST: Final = "\U0010ffff"
MOST_CANDIDATES: Final = 20_000


class Reading(NamedTuple):
    """A state of the index; also the vocabulary from which typos are mended."""

    connection: sqlite3.Connection
    columns: Columns
    as_of: datetime

    def matched(self, query: Query) -> list[int]:
        """The rows that have all that is wanted."""
        return [row for (row,) in self.connection.execute(MATCHED, (expression(query),))]

    def scores(self, query: Query) -> dict[int, float]:
        """The same with how well each fits."""
        return dict(self.connection.execute(SCORED, (expression(query),)).fetchall())

    def finds(self, query: Query) -> bool:
        """Whether any row has all that is wanted."""
        return self.connection.execute(MATCHED, (expression(query),)).fetchone() is not None

    def stored(self, rows: list[int]) -> tuple[bytes, ...]:
        """The catalogue records of these rows, as they were given."""
        return tuple(self.connection.execute(STORED, (row,)).fetchone()[0] for row in rows)

    def rows(self, ids: Iterable[str]) -> Iterator[int]:
        """Those of the records with these ids that there are."""
        for one in ids:
            for (row,) in self.connection.execute(ROW, (one,)):
                yield row

    def knows(self, wanted: Wanted) -> bool:
        return self.finds((wanted,))

    def beginning_with(self, part: str) -> Iterator[str]:
        return self._range(BEGINNING, part)

    def ending_with(self, part: str) -> Iterator[str]:
        return self._range(ENDING, part[::-1])

    def frequency(self, word: str) -> int:
        found = self.connection.execute(FREQUENCY, (word,)).fetchone()
        return int(found[0]) if found else 0

    def _range(self, statement: str, first: str) -> Iterator[str]:
        limits = (first, first + LAST, MOST_CANDIDATES)
        return (word for (word,) in self.connection.execute(statement, limits))


def expression(query: Query) -> str:
    """The query in the full-text table's language.

    Words hold letters and digits only, so a quoted one cannot end early.
    """
    return " AND ".join(f"({' OR '.join(_ways(wanted))})" for wanted in query)


def _ways(wanted: Wanted) -> Iterator[str]:
    yield f'"{wanted.word}"'
    if wanted.is_beginning:
        yield f'"{wanted.word}" *'
    for one in wanted.stems:
        yield f'"{one}"'


class Readers:
    """Connections that wait for the next search, and the columns of the newest state."""

    def __init__(self, generations: Generations) -> None:
        self._generations = generations
        self._lock = threading.Lock()
        self._folder: Path | None = None
        self._idle: list[sqlite3.Connection] = []
        self._columns: tuple[int, Columns] | None = None

    @contextmanager
    def reading(self) -> Iterator[Reading | None]:
        """The newest state that is committed; None where nothing was ever written."""
        taken = self._taken()
        if taken is None:
            yield None
            return
        folder, connection = taken
        try:
            connection.execute("BEGIN")
            yield self._read(folder, connection)
            connection.execute("COMMIT")
        except BaseException:
            connection.close()
            raise
        self._give_back(folder, connection)

    def _taken(self) -> tuple[Path, sqlite3.Connection] | None:
        while (generation := self._generations.current()) is not None:
            with self._lock:
                self._turn_to(generation)
                if self._idle:
                    return generation.folder, self._idle.pop()
            with suppress(sqlite3.OperationalError):
                return generation.folder, _connected(generation.folder)
            if generation == self._generations.current():  # nobody swapped it meanwhile
                return generation.folder, _connected(generation.folder)
        return None

    def _turn_to(self, generation: Generation) -> None:
        if generation.folder != self._folder:
            for connection in self._idle:
                connection.close()
            self._folder, self._idle, self._columns = generation.folder, [], None

    def _give_back(self, folder: Path, connection: sqlite3.Connection) -> None:
        with self._lock:
            if folder == self._folder:
                self._idle.append(connection)
                return
        connection.close()

    def _read(self, folder: Path, connection: sqlite3.Connection) -> Reading:
        number, as_of = connection.execute(STATE).fetchone()
        with self._lock:
            kept = self._columns
            if folder != self._folder or kept is None or kept[0] != number:
                kept = number, Columns(connection)
                if folder == self._folder:
                    self._columns = kept
        return Reading(connection, kept[1], datetime.fromisoformat(as_of))


def _connected(folder: Path) -> sqlite3.Connection:
    connection = sqlite_store.connect(folder, mode="rw")
    connection.execute("PRAGMA query_only = ON")
    return connection
