"""Tells a gradebook that is damaged, or cannot be written, from anything else that goes wrong.

SQLite finds a file that is cut short or no database when the transaction begins. Missing tables it
finds only where they are used, after the learner's notebook was run, so they are looked for first.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nbgrader import api
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from officina_courses.grading import gradebook_file
from officina_courses.grading.errors import GradebookDamaged

FILE = gradebook_file.FILE
DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
NOT_WRITTEN = {
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_PERM,
    sqlite3.SQLITE_READONLY,
}
BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
PRIMARY = 0xFF  # the rest of an extended code tells the kind of the kind
TABLES = text("SELECT name FROM sqlite_master WHERE type = 'table'")
NO_WRITING = text("DELETE FROM course WHERE FALSE")


@contextmanager
def told(home: Path) -> Iterator[None]:
    """Raise ``GradebookDamaged`` where SQLite says so; any other error goes through."""
    try:
        yield
    except DatabaseError as error:
        code = getattr(error.orig, "sqlite_errorcode", 0) & PRIMARY
        if code in DAMAGED:
            raise _damaged(home, str(error.orig)) from error
        if code in BUSY:
            raise _busy(home) from error
        if code in NOT_WRITTEN:
            raise _not_written(home, str(error.orig)) from error
        raise


def require_whole(session: Session, home: Path) -> None:
    """Raise ``GradebookDamaged`` where a table of nbgrader's is missing, or may not be written."""
    found = session.connection().execute(TABLES).scalars()
    missing = api.Base.metadata.tables.keys() - set(found)
    if missing:
        raise _damaged(home, f"it has no table {', '.join(sorted(missing))}")
    # SQLite begins to write a file that it may only read, and refuses at the first statement.
    session.connection().execute(NO_WRITING)


def _damaged(home: Path, words: str) -> GradebookDamaged:
    return GradebookDamaged(
        f"The gradebook of the course, {home.name}/{FILE}, is damaged: {words}.",
        why="All marks of the course stand in it, so nothing was written.",
        todo=f"Put {FILE} back from a backup (on a platform the operator does); where there is "
        "none, move it away, and publish or grade the course again.",
    )


def _busy(home: Path) -> GradebookDamaged:
    return GradebookDamaged(
        f"The gradebook of the course, {home.name}/{FILE}, is held by another program.",
        why="Two that write at once would lose marks, so nothing was changed.",
        todo="Close what else works with it, such as formgrader or another grading, and try again.",
    )


def _not_written(home: Path, words: str) -> GradebookDamaged:
    return GradebookDamaged(
        f"The gradebook of the course, {home.name}/{FILE}, cannot be written: {words}.",
        why="All marks of the course are kept in it, so nothing was changed.",
        todo=f"Let the owner of the course's folder write it and {FILE} again (chmod u+w), and see "
        "that its disk is not full.",
    )
