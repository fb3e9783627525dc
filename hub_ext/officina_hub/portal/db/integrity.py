"""Whether a database file is sound, asked before anything is written to it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import make_url

from officina_hub.portal.errors import DatabaseRefused


def check_integrity(url: str) -> None:
    """Let SQLite look through its file; other databases look after themselves.

    Raises
    ------
    DatabaseRefused
        When the file is damaged, is no database, or cannot be opened.

    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite" or not parsed.database:
        return
    path = Path(parsed.database)
    if not path.exists():
        return
    finding = _finding(path)
    if finding is not None:
        raise DatabaseRefused(
            f"The portal's database {path} is damaged ({finding}).",
            "Writing to it could lose more, so nothing was changed.",
            f"Restore it from a backup, or move {path} (with its -wal and -shm files) away to "
            "start with an empty one.",
        )


def _finding(path: Path) -> str | None:
    try:
        with closing(sqlite3.connect(path, timeout=20)) as connection:
            rows = connection.execute("PRAGMA quick_check(1)").fetchall()
    except sqlite3.DatabaseError as error:
        return str(error)
    verdict = str(rows[0][0]) if rows else "no answer"
    return None if verdict == "ok" else verdict.splitlines()[0]
