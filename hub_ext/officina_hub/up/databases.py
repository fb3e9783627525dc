"""The two SQLite files: whole, in WAL mode, and of this version."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path

from officina_hub.errors import StartError

CHECK_SECONDS = 20
RESTORE = (
    "Stop here and keep the folder: copy your backup over {path}; or, to go on without what it "
    "holds, move it away together with {name}-wal and {name}-shm and start again."
)


def check_database(path: Path, what: str) -> None:
    """Raise :class:`StartError` when the SQLite file is there but damaged."""
    if not path.exists() or path.stat().st_size == 0:
        return
    try:
        found = _quick_check(str(path))
    except sqlite3.DatabaseError as error:
        found = str(error)
    _refuse_damaged(path, what, found)


def check_gradebook(path: Path) -> None:
    """The same for a course's gradebook, which belongs to another account: it is only read.

    One that is too large to be read through in time, or that a program is just writing, is
    taken for whole.
    """
    if path.is_symlink() or not path.is_file() or path.stat().st_size == 0:
        return
    try:
        found = _quick_check(f"{path.absolute().as_uri()}?mode=ro", seconds=CHECK_SECONDS)
    except sqlite3.OperationalError:
        return
    except sqlite3.DatabaseError as error:
        found = str(error)
    _refuse_damaged(path, "the marks of this course", found)


def _quick_check(address: str, *, seconds: float | None = None) -> str:
    connection = sqlite3.connect(address, uri=address.startswith("file:"))
    try:
        if seconds is not None:
            _end_after(connection, seconds)
        return str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    finally:
        connection.close()


def _refuse_damaged(path: Path, what: str, found: str) -> None:
    if found != "ok":
        raise StartError(
            f"The database {path} is damaged ({found[:120]}).",
            f"It holds {what}, and going on could lose more of it.",
            RESTORE.format(path=path, name=path.name),
        )


def _end_after(connection: sqlite3.Connection, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    connection.set_progress_handler(lambda: time.monotonic() > deadline, 10_000)


def use_write_ahead_log(path: Path) -> None:
    """Put the file into WAL mode, which it then keeps: the Hub itself has no setting for it.

    Readers do not wait for writers then, and a commit is one append.
    """
    connection = sqlite3.connect(path)
    try:
        connection.execute("PRAGMA journal_mode=WAL")
    finally:
        connection.close()
    path.chmod(0o600)
