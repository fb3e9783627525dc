"""A portal with pages: the course ``tea`` of the trainer tina, ada is its learner.

Tests in Chromium share one browser for their file, and so one event loop: they are marked
``pytest.mark.asyncio(loop_scope="module")``, and their portal is a ``shown_house``.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from page_browser import add_hub_files, chromium
from page_house import PageHouse
from playwright.async_api import Browser


@pytest.fixture
async def empty_house(tmp_path: Path) -> AsyncIterator[PageHouse]:
    async with PageHouse(tmp_path) as house:
        yield house


@pytest.fixture
async def house(empty_house: PageHouse) -> PageHouse:
    return await empty_house.with_tea()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as started:
        yield started


@pytest_asyncio.fixture(loop_scope="module")
async def shown_house(tmp_path: Path) -> AsyncIterator[PageHouse]:
    """An empty portal that looks in a browser as it does behind the Hub."""
    async with PageHouse(tmp_path) as house:
        add_hub_files(house)
        yield house
        house.servers.may_finish.set()
