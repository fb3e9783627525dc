"""Names that were met, on the disk: a load of a million takes the memory of one of a thousand.

They lie in a file of SQLite's own, which has no name, belongs to this process alone and is gone
with it. What is used at the moment stands in a cache of a fixed size.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice
from types import TracebackType
from typing import Final, Self

AT_ONCE: Final = 500
CACHE_KIB: Final = 1024
# Nothing is to outlive the process, so nothing is written twice to be safe.
HOW: Final = (
    "PRAGMA journal_mode = OFF",
    "PRAGMA synchronous = OFF",
    f"PRAGMA cache_size = -{CACHE_KIB}",
    # Names are bytes here: a stranger's may hold what is no character.
    "CREATE TABLE names (list INTEGER, name BLOB, note BLOB, PRIMARY KEY (list, name)) "
    "WITHOUT ROWID",
)
ADD: Final = "INSERT OR IGNORE INTO names VALUES (?, ?, ?)"
NOTE: Final = "INSERT OR REPLACE INTO names VALUES (?, ?, ?)"
LOOK: Final = "SELECT note FROM names WHERE list = ? AND name = ?"
COUNT: Final = "SELECT count(*) FROM names WHERE list = ?"
GO_ON: Final = "SELECT name, note FROM names WHERE list = ? AND name > ? ORDER BY name LIMIT ?"
FIND: Final = "SELECT name FROM names WHERE list = ? AND name IN "
TAKE: Final = "DELETE FROM names WHERE list = ? AND name IN "


class NamesOnDisk:
    """Several lists of names in one file."""

    def __init__(self) -> None:
        self._base = sqlite3.connect("", check_same_thread=False)
        for statement in HOW:
            self._base.execute(statement)
        self._lists = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._base.close()

    def new_list(self) -> NameList:
        """An empty one."""
        self._lists += 1
        return NameList(self._base, self._lists)


class NameList(Collection[str]):
    """Names, each once, in an order of its own; each may have a note."""

    def __init__(self, base: sqlite3.Connection, number: int) -> None:
        self._base = base
        self._number = number

    def add(self, name: str) -> bool:
        """Add it; whether it is new."""
        return self._base.execute(ADD, (self._number, _stored(name), b"")).rowcount > 0

    def note(self, noted: Iterable[tuple[str, str]]) -> None:
        """Each with its note, in the place of what was noted of it before."""
        rows = ((self._number, _stored(name), _stored(note)) for name, note in noted)
        self._base.executemany(NOTE, rows)

    def note_of(self, name: str) -> str | None:
        """None where it was never met."""
        row = self._base.execute(LOOK, (self._number, _stored(name))).fetchone()
        return _told(row[0]) if row else None

    def among(self, names: Iterable[str]) -> set[str]:
        """Those of these that are here."""
        found: set[str] = set()
        for some in _parts(names):
            asked = self._base.execute(FIND + _marks(some), (self._number, *some))
            found.update(_told(name) for (name,) in asked)
        return found

    def take(self, names: Iterable[str]) -> list[str]:
        """Take them out; the notes of those that were here."""
        notes: list[str] = []
        for some in _parts(names):
            statement = f"{TAKE}{_marks(some)} RETURNING note"
            taken = self._base.execute(statement, (self._number, *some))
            notes += [_told(note) for (note,) in taken]
        return notes

    def notes(self) -> Iterator[str]:
        """Of all."""
        return (note for _, note in self._rows())

    def __iter__(self) -> Iterator[str]:
        """All; what is added or taken out meanwhile may be among them or not."""
        return (name for name, _ in self._rows())

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and self.note_of(name) is not None

    def __len__(self) -> int:
        return int(self._base.execute(COUNT, (self._number,)).fetchone()[0])

    def _rows(self) -> Iterator[tuple[str, str]]:
        last = b""
        while rows := self._base.execute(GO_ON, (self._number, last, AT_ONCE)).fetchall():
            yield from ((_told(name), _told(note)) for name, note in rows)
            last = rows[-1][0]


def _parts(names: Iterable[str]) -> Iterator[list[bytes]]:
    waiting = iter(names)
    while some := [_stored(name) for name in islice(waiting, AT_ONCE)]:
        yield some


def _marks(values: Sequence[bytes]) -> str:
    return f"({', '.join('?' * len(values))})"


def _stored(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


def _told(stored: bytes) -> str:
    return stored.decode("utf-8", "surrogatepass")
