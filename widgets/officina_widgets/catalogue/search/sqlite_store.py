"""The tables of an index in SQLite, and how documents get in and out of them.

``words`` is a full-text table beside ``documents``, which keeps what it indexed, because an old
SQLite can only take a row out of it by being told the same words again. ``ascii`` as tokenizer
takes everything beyond ASCII as letters: the words come folded and parted by spaces already.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Final

from officina_widgets.catalogue.search.backend import Document
from officina_widgets.catalogue.search.sorting import title_key
from officina_widgets.catalogue.search.weight import weight
from officina_widgets.catalogue.search.wording import Wording

FILE: Final = "catalogue.sqlite"
WAITING_SECONDS: Final = 30.0
CACHE_KIB: Final = 128 * 1024
AT_ONCE: Final = 500

TABLES: Final = """
CREATE TABLE documents (
    rowid INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, stored BLOB NOT NULL,
    indexed TEXT NOT NULL, title TEXT NOT NULL, modified INTEGER NOT NULL, weight REAL NOT NULL,
    facets TEXT NOT NULL
);
CREATE VIRTUAL TABLE words USING fts5 (
    indexed, content = 'documents', content_rowid = 'rowid', tokenize = 'ascii', prefix = '2 3'
);
CREATE VIRTUAL TABLE frequencies USING fts5vocab (words, row);
CREATE TABLE vocabulary (word TEXT PRIMARY KEY, backwards TEXT NOT NULL) WITHOUT ROWID;
CREATE INDEX vocabulary_backwards ON vocabulary (backwards);
CREATE TABLE state (number INTEGER NOT NULL, as_of TEXT);
INSERT INTO state VALUES (0, NULL);
"""
PUT: Final = """
INSERT INTO documents (id, stored, indexed, title, modified, weight, facets)
VALUES (?, ?, ?, ?, ?, ?, ?)
"""
FOUND: Final = "SELECT rowid, indexed FROM documents WHERE id = ?"
INTO_WORDS: Final = "INSERT INTO words (rowid, indexed) VALUES (?, ?)"
OUT_OF_WORDS: Final = "INSERT INTO words (words, rowid, indexed) VALUES ('delete', ?, ?)"
OUT_OF_DOCUMENTS: Final = "DELETE FROM documents WHERE rowid = ?"
LEARN: Final = "INSERT OR IGNORE INTO vocabulary VALUES (?, ?)"
COMMITTED: Final = "UPDATE state SET number = number + 1, as_of = ?"


def connect(folder: Path, *, mode: str) -> sqlite3.Connection:
    """A connection to the index of a folder, for use by one thread at a time."""
    uri = f"{(folder / FILE).absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(
        uri, uri=True, timeout=WAITING_SECONDS, isolation_level=None, check_same_thread=False
    )


def make(folder: Path, documents: Iterable[Document], *, as_of: datetime) -> int:
    """A new index; nobody reads it yet, so it is written in the quickest way."""
    with closing(connect(folder, mode="rwc")) as connection:
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        connection.executescript(TABLES)
        connection.execute("BEGIN")
        written = _Writing(connection).put(documents)
        connection.execute("INSERT INTO words (words) VALUES ('optimize')")
        connection.execute(COMMITTED, (as_of.isoformat(),))
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE state SET number = number + 1")
        connection.execute("COMMIT")
    return written


def change(
    folder: Path, documents: Iterable[Document], removed: Iterable[str], *, as_of: datetime
) -> int:
    """Replace and take away in one commit; readers wait for its last moment only."""
    with closing(connect(folder, mode="rw")) as connection:
        connection.execute(f"PRAGMA cache_size = -{CACHE_KIB}")
        connection.execute("PRAGMA cache_spill = OFF")  # a spill would lock readers out early
        connection.execute("BEGIN IMMEDIATE")
        try:
            writing = _Writing(connection)
            for id_ in removed:
                writing.remove(id_)
            written = writing.put(documents)
            connection.execute(COMMITTED, (as_of.isoformat(),))
        except BaseException:
            connection.execute("ROLLBACK")
            raise
        connection.execute("COMMIT")
    return written


class _Writing:
    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._wording = Wording()
        self._learned: set[str] = set()

    def put(self, documents: Iterable[Document]) -> int:
        written = 0
        for document in documents:
            self.remove(document.id)
            self._put(document)
            written += 1
        return written

    def remove(self, id_: str) -> None:
        for row in self._connection.execute(FOUND, (id_,)).fetchall():
            self._connection.execute(OUT_OF_WORDS, row)
            self._connection.execute(OUT_OF_DOCUMENTS, row[:1])

    def _put(self, document: Document) -> None:
        worded = self._wording.of(document)
        indexed = " ".join(worded.indexed)
        title = title_key(document)
        facets = json.dumps(document.facets, ensure_ascii=False)
        row = (document.id, document.stored, indexed, title, document.modified)
        put = self._connection.execute(PUT, (*row, weight(document), facets))
        self._connection.execute(INTO_WORDS, (put.lastrowid, indexed))
        new = worded.words - self._learned
        self._connection.executemany(LEARN, ((word, word[::-1]) for word in new))
        self._learned |= new
