"""A catalogue to harvest into."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from harvest_hand import Hand
from portal_house import empty_database

from officina_hub.portal import db


@pytest.fixture
def hand(tmp_path: Path) -> Iterator[Hand]:
    path = tmp_path / "portal.sqlite"
    path.write_bytes(empty_database())
    database = db.Database(f"sqlite:///{path}")
    yield Hand(database, tmp_path / "portal")
    database.close()
