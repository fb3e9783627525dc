"""The two SQLite files: whole, in WAL mode, and of this version."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from officina_hub.errors import StartError

RESTORE = (
    "Stop here and keep the folder: copy your backup over {path}; or, to go on without what it "
    "holds, move it away together with {name}-wal and {name}-shm and start again."
)


def check_database(path: Path, what: str) -> None:
    """Raise :class:`StartError` when the SQLite file is there but damaged."""
    if not path.exists() or path.stat().st_size == 0:
        return
    try:
        connection = sqlite3.connect(path)
        try:
            found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
        finally:
            connection.close()
    except sqlite3.DatabaseError as error:
        found = str(error)
    if found != "ok":
        raise StartError(
            f"The database {path} is damaged ({str(found)[:120]}).",
            f"It holds {what}, and going on could lose more of it.",
            RESTORE.format(path=path, name=path.name),
        )


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
