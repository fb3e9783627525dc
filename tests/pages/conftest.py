"""A portal with pages: the course ``tea`` of the trainer tina, ada is its learner."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from page_house import PageHouse
from portal_house import course, publish_course


@pytest.fixture
async def empty_house(tmp_path: Path) -> AsyncIterator[PageHouse]:
    house = PageHouse(tmp_path)
    yield house
    await house.close()


@pytest.fixture
async def house(empty_house: PageHouse) -> PageHouse:
    publish_course(empty_house.portal, course())
    await empty_house.enrol("ada")
    return empty_house
