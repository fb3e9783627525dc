"""A catalogue to harvest into."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from harvest_hand import Hand

from officina_hub.portal import db


@pytest.fixture(scope="session")
def empty_database(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A database with its tables; making them takes longer than a test."""
    path = tmp_path_factory.mktemp("database") / "portal.sqlite"
    db.upgrade(f"sqlite:///{path}")
    return path.read_bytes()


@pytest.fixture
def hand(tmp_path: Path, empty_database: bytes) -> Iterator[Hand]:
    path = tmp_path / "portal.sqlite"
    path.write_bytes(empty_database)
    database = db.Database(f"sqlite:///{path}")
    yield Hand(database, tmp_path / "portal")
    database.close()
