"""Similar solutions in Chromium: for axe-core, on narrow screens, and by keyboard alone."""

from __future__ import annotations

import pytest
from page_browser import faults, page_of
from page_house import PageHouse
from playwright.async_api import Browser, expect
from similar_class import SIMILAR, alike

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_axe_finds_nothing_on_the_way_from_the_exercise_to_a_pair(
    shown_house: PageHouse, browser: Browser
) -> None:
    house = await shown_house.with_tea()
    await alike(house)
    async with page_of(browser, house, "tina") as page:
        await page.goto(f"{house.url}courses/tea/teach/exercises/leaf")
        await page.get_by_role("link", name="Similar solutions").click()
        await expect(page.get_by_role("heading", name="Similar solutions")).to_be_visible()
        await page.wait_for_load_state()
        assert await faults(page) == []
        await page.get_by_role("button", name="Compare the solutions").click()
        pair = page.get_by_role("link", name="ada and bob")
        await expect(pair).to_be_visible(timeout=60_000)
        await page.wait_for_load_state()
        assert await faults(page) == []
        await pair.click()
        await expect(page.get_by_role("heading", name="ada and bob")).to_be_visible()
        await page.wait_for_load_state()
        assert await faults(page) == []
        await page.get_by_role("button", name="Looked at, fine").click()
        await expect(page.get_by_text("Fine", exact=True)).to_be_visible()
        await page.wait_for_load_state()
        assert await faults(page) == []


async def test_a_passage_is_reached_and_left_by_keyboard(
    shown_house: PageHouse, browser: Browser
) -> None:
    house = await shown_house.with_tea()
    one, other = await alike(house)
    await house.open(f"{SIMILAR}/compare", "tina", form={})
    async with page_of(browser, house, "tina") as page:
        await page.goto(f"{house.url}{SIMILAR}/{one}/{other}")
        mark = page.locator("#one-2")
        await mark.focus()
        await page.keyboard.press("Enter")
        there = page.locator("#other-2")
        await expect(there).to_be_in_viewport()
        await page.keyboard.press("Tab")
        await page.keyboard.press("Shift+Tab")
        await expect(there).to_be_focused()
