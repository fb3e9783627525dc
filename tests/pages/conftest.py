"""A portal with pages: the course ``tea`` of the trainer tina, ada is its learner."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from page_house import PageHouse


@pytest.fixture
async def empty_house(tmp_path: Path) -> AsyncIterator[PageHouse]:
    async with PageHouse(tmp_path) as house:
        yield house


@pytest.fixture
async def house(empty_house: PageHouse) -> PageHouse:
    return await empty_house.with_tea()
