"""SQLite's connection to a gradebook, every call of it made with the course's own rights.

SQLite opens, plays back and deletes files at many moments: when it connects, at BEGIN, at COMMIT,
at the end. So the connection lives in a thread that has the owner's rights and no others, and what
SQLAlchemy asks of it is done there, one call after the other.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any, ParamSpec, TypeVar
from urllib.parse import quote

from officina_courses.grading import owner_rights

BUSY_SECONDS = 30
# A gradebook of ten thousand learners takes seconds; a view that never ends is an attack.
TRANSACTION_SECONDS = 300
ROWS_AT_ONCE = 200

P = ParamSpec("P")
T = TypeVar("T")


class OwnerThread:
    """One thread that can reach ``home`` and nothing else, which it sees as ``seen``."""

    def __init__(self, home: Path) -> None:
        self._asked: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread = Thread(target=self._serve, name="gradebook", daemon=True)
        self._thread.start()
        try:
            self.seen = self.call(owner_rights.take, home)
        except BaseException:
            self.end()
            raise

    def call(self, function: Callable[P, T], *args: P.args, **options: P.kwargs) -> T:
        """What ``function`` returns, or raises, in that thread."""
        answers: SimpleQueue[tuple[T, None] | tuple[None, BaseException]] = SimpleQueue()

        def answer() -> None:
            try:
                answers.put((function(*args, **options), None))
            except BaseException as error:
                answers.put((None, error))

        # A queue for each call: whoever is interrupted here leaves no answer to the next.
        self._asked.put(answer)
        result, error = answers.get()
        if error is not None:
            raise error
        return result  # type: ignore[return-value]  # None where the function gives None

    def end(self) -> None:
        """Let the thread finish what it does, and go."""
        self._asked.put(None)
        self._thread.join()

    def _serve(self) -> None:
        while (answer := self._asked.get()) is not None:
            answer()


class GradebookConnection:
    """As much of Python's database interface as SQLAlchemy asks of a connection."""

    def __init__(self, home: Path, name: str) -> None:
        self._promised: list[Callable[[], None]] = []
        self._thread = OwnerThread(home)
        try:
            self._connection = self._thread.call(_connected, self._thread.seen / name)
        except BaseException:
            self._thread.end()
            raise

    def cursor(self) -> GradebookCursor:
        """A cursor whose calls are made in the same thread."""
        return GradebookCursor(self._thread, self._connection, self._promised)

    def create_function(self, *args: Any, **options: Any) -> None:
        """Give SQL a function of Python's, with the next statement."""
        self._promised.append(partial(self._connection.create_function, *args, **options))

    def commit(self) -> None:
        """Keep the transaction."""
        self._thread.call(self._connection.commit)

    def rollback(self) -> None:
        """Undo the transaction."""
        self._thread.call(self._connection.rollback)

    def close(self) -> None:
        """Close the database and end the thread; nothing can be asked afterwards."""
        try:
            self._thread.call(self._connection.close)
        finally:
            self._thread.end()


class GradebookCursor:
    """As much of Python's database interface as SQLAlchemy asks of a cursor.

    A statement brings its first rows along: most have no more, and each call into the thread costs
    more than a row.
    """

    def __init__(
        self,
        thread: OwnerThread,
        connection: sqlite3.Connection,
        promised: list[Callable[[], None]],
    ) -> None:
        self._thread = thread
        self._connection = connection
        self._promised = promised
        self._open: sqlite3.Cursor | None = None
        self._rows: list[Any] = []
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None

    def execute(self, statement: str, parameters: Any = ()) -> None:
        """Run one statement."""
        self._thread.call(self._run, lambda cursor: cursor.execute(statement, parameters))

    def executemany(self, statement: str, rows: Any) -> None:
        """Run one statement for each row."""
        self._thread.call(self._run, lambda cursor: cursor.executemany(statement, rows))

    def fetchone(self) -> Any:
        """The next row, None after the last."""
        if not self._rows and self._open is not None:
            self._thread.call(self._fetch)
        return self._rows.pop(0) if self._rows else None

    def fetchmany(self, size: int = 1) -> list[Any]:
        """The next rows."""
        return [row for row in (self.fetchone() for _ in range(size)) if row is not None]

    def fetchall(self) -> list[Any]:
        """All rows that are left."""
        if self._open is not None:
            self._rows += self._thread.call(self._open.fetchall)
        rows, self._rows = self._rows, []
        return rows

    def close(self) -> None:
        """Let go of the rows."""
        self._rows = []
        if self._open is not None:
            self._thread.call(self._open.close)
            self._open = None

    def _run(self, do: Callable[[sqlite3.Cursor], object]) -> None:
        """In the thread, as ``_fetch`` is."""
        while self._promised:
            self._promised.pop()()
        self._open = cursor = self._connection.cursor()
        do(cursor)
        self.description, self.rowcount = cursor.description, cursor.rowcount
        self.lastrowid = cursor.lastrowid
        self._fetch()

    def _fetch(self) -> None:
        if self._open is not None and self.description is not None:
            self._rows += self._open.fetchmany(ROWS_AT_ONCE)
        if self._open is not None and len(self._rows) < ROWS_AT_ONCE:
            self._open.close()
            self._open = None


def _connected(place: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"file:{quote(str(place))}?mode=rw",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
    )
    end = time.monotonic() + TRANSACTION_SECONDS
    connection.set_progress_handler(lambda: time.monotonic() > end, 100_000)
    # What the file itself defines may not call functions that have effects.
    connection.execute("PRAGMA trusted_schema = OFF")
    # The thread can reach no folder for temporary files.
    connection.execute("PRAGMA temp_store = MEMORY")
    return connection
