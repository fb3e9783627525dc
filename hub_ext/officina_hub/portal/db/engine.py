"""The one door to the database: engines, sessions, and what SQLite needs to keep its word.

A *reading* session sees one consistent state. A *writing* session takes SQLite's write lock at its
beginning, because a transaction that starts by reading and then wants to write would be refused
whenever another writer came first. A receipt is only given once a writing session has ended, and
``synchronous=FULL`` makes that end mean "on the disk".
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.orm import Session, sessionmaker

from officina_hub.portal.errors import STORAGE_FULL, DatabaseRefused

BUSY_TIMEOUT_SECONDS = 20
# What PostgreSQL says to the second of two writers (its manual, appendix A): the same key was
# written meanwhile, serialization failed, a deadlock was ended, a lock was not to be had.
LOST_RACES = frozenset({"23505", "40001", "40P01", "55P03"})


class Database:
    """One database, given by its URL; close it at the end."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = make_engine(url)
        writer = self.engine.execution_options(writes=True)
        self._reading = sessionmaker(self.engine, expire_on_commit=False)
        self._writing = sessionmaker(writer, expire_on_commit=False)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that only looks."""
        with self._reading() as session:
            yield session
            session.rollback()

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session in one transaction: all of it is kept, or nothing."""
        try:
            with self._writing.begin() as session:
                yield session
        except OperationalError as error:
            if is_disk_full(error):
                raise STORAGE_FULL from error
            raise

    def close(self) -> None:
        """Give back all connections."""
        self.engine.dispose()


def make_engine(url: str) -> Engine:
    """An engine for that URL; SQLite's gets its pragmas."""
    try:
        engine = create_engine(url, pool_pre_ping=not url.startswith("sqlite"))
    except ModuleNotFoundError as error:
        raise DatabaseRefused(
            f"The portal's database needs the Python package {error.name}, which is not here.",
            "Without it nothing can be read or written.",
            f"Install it: '{sys.executable}' -m pip install 'officina[postgresql]'",
        ) from None
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def is_disk_full(error: BaseException) -> bool:
    """Whether an error, or one that caused it, says that there is no space left."""
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return True
    if isinstance(error, OperationalError) and "disk is full" in str(error.orig):
        return True
    return error.__cause__ is not None and is_disk_full(error.__cause__)


def is_lost_race(error: BaseException) -> bool:
    """Whether another writer came first, where writers do not queue as they do in SQLite."""
    return isinstance(error, DBAPIError) and getattr(error.orig, "sqlstate", "") in LOST_RACES


def _prepare_sqlite(connection: Any, _record: object) -> None:
    # The driver would otherwise begin transactions by its own ideas, and commit before DDL.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_SECONDS * 1000}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
