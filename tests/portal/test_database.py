"""The database: migrations from nothing, refusals, pragmas, one transaction at a time."""

from __future__ import annotations

import sqlite3
import threading
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError, StatementError

from officina_hub.portal import db
from officina_hub.portal.db import tables as t
from officina_hub.portal.errors import DatabaseRefused

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def url_of(path: Path) -> str:
    return f"sqlite:///{path}"


def test_migrations_lead_from_nothing_to_the_models(database: db.Database) -> None:
    with database.engine.connect() as connection:
        difference = compare_metadata(MigrationContext.configure(connection), t.Base.metadata)

    assert difference == []


def test_upgrading_tells_where_it_began_and_may_be_repeated(tmp_path: Path) -> None:
    url = url_of(tmp_path / "a 100%.sqlite")

    assert db.check_revision(url).found is None
    assert db.upgrade(url).found is None
    assert db.upgrade(url).is_current
    assert db.check_revision(url).is_current


def test_a_newer_database_is_refused_and_untouched(tmp_path: Path) -> None:
    path = tmp_path / "portal.sqlite"
    db.upgrade(url_of(path))
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()

    for function in (db.upgrade, db.check_revision):
        with pytest.raises(DatabaseRefused, match=r"9999.*newer Officina.*restore the backup"):
            function(url_of(path))


@pytest.mark.parametrize("content", [b"this is no database" * 100, None], ids=["no-db", "damaged"])
def test_a_damaged_database_is_refused_with_a_way_out(
    tmp_path: Path, content: bytes | None
) -> None:
    path = tmp_path / "portal.sqlite"
    db.upgrade(url_of(path))
    whole = path.read_bytes()
    spoiled = content or whole[:4096] + b"\xff" * 8192 + whole[12288:]
    path.write_bytes(spoiled)

    with pytest.raises(DatabaseRefused, match=r"is damaged.*Restore it from a backup, or move"):
        db.upgrade(url_of(path))
    assert path.read_bytes() == spoiled


def test_a_failed_migration_leaves_the_database_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("the power went")

    url = url_of(tmp_path / "portal.sqlite")
    monkeypatch.setattr("alembic.op.create_index", broken)
    with pytest.raises(RuntimeError, match="the power went"):
        db.upgrade(url)
    monkeypatch.undo()

    assert db.check_revision(url).found is None
    assert db.upgrade(url).found is None


def test_sqlite_keeps_its_word(database: db.Database) -> None:
    def pragma(name: str) -> object:
        with database.reading() as session:
            return session.scalar(text(f"PRAGMA {name}"))

    assert pragma("journal_mode") == "wal"
    assert pragma("synchronous") == 2
    assert pragma("foreign_keys") == 1


def test_times_are_aware_utc_on_both_sides(database: db.Database) -> None:
    east = NOON.astimezone(timezone(timedelta(hours=5, minutes=30)))
    with database.writing() as session:
        session.add(t.Course(id="tea", created_by="tina", created_at=east))
    with database.reading() as session:
        found = session.get_one(t.Course, "tea").created_at

    assert found == NOON
    assert found.tzinfo is UTC


def test_a_time_without_a_zone_is_refused(database: db.Database) -> None:
    naive = NOON.replace(tzinfo=None)
    with pytest.raises(StatementError, match="without a zone"), database.writing() as session:
        session.add(t.Course(id="tea", created_by="tina", created_at=naive))


def test_a_reference_to_nothing_is_refused(database: db.Database) -> None:
    with pytest.raises(IntegrityError), database.writing() as session:
        session.add(t.Membership(course_id="nix", user="ada", role="learner", enrolled_at=NOON))


def test_an_error_takes_back_all_of_a_transaction(database: db.Database) -> None:
    def add_and_fail() -> None:
        with database.writing() as session:
            session.add(t.Course(id="tea", created_by="tina", created_at=NOON))
            session.flush()
            raise RuntimeError("in the middle")

    with pytest.raises(RuntimeError, match="in the middle"):
        add_and_fail()
    with database.reading() as session:
        assert session.scalars(select(t.Course)).all() == []


def test_writers_wait_for_each_other_and_readers_for_nobody(database: db.Database) -> None:
    def write() -> None:
        with database.writing() as session:
            session.add(t.Course(id="rye", created_by="theo", created_at=NOON))

    with database.writing() as session:
        session.add(t.Course(id="tea", created_by="tina", created_at=NOON))
        session.flush()
        other = threading.Thread(target=write)
        other.start()
        with database.reading() as reader:
            assert reader.scalars(select(t.Course.id)).all() == []
    other.join(10)

    with database.reading() as reader:
        assert sorted(reader.scalars(select(t.Course.id))) == ["rye", "tea"]
