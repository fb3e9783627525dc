"""A portal for each test, with one published course and an enrolled learner."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from host_listing import adopting
from portal_house import House, empty_database
from sqlalchemy.orm import Session

from officina_hub.portal import db


@pytest.fixture
async def empty_house(tmp_path: Path) -> AsyncIterator[House]:
    async with House(tmp_path) as house:
        yield house


@pytest.fixture
async def house(empty_house: House) -> House:
    return await empty_house.with_tea()


@pytest.fixture
def database(tmp_path: Path) -> Iterator[db.Database]:
    (tmp_path / "portal.sqlite").write_bytes(empty_database())
    database = db.Database(f"sqlite:///{tmp_path / 'portal.sqlite'}")
    yield database
    database.close()


@pytest.fixture
def session(database: db.Database) -> Iterator[Session]:
    with database.writing() as session:
        yield session


@pytest.fixture
def scratch() -> Iterator[Path]:
    """Where a prover works: short, as the kernels' sockets lie in it."""
    place = Path(tempfile.mkdtemp(prefix="proof-"))
    place.chmod(0o711)
    with adopting():
        yield place
    shutil.rmtree(place)
