"""Find in a real browser: while typing, by keyboard alone, and without JavaScript."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

import pytest
from find_samples import load
from page_browser import add_hub_files, chromium, page_of
from page_house import PageHouse
from playwright.async_api import Browser, expect


@pytest.fixture
async def browser(house: PageHouse) -> AsyncIterator[Browser]:
    add_hub_files(house)
    await load(house)
    async with chromium() as started:
        yield started


async def test_words_and_choices_by_keyboard_alone(house: PageHouse, browser: Browser) -> None:
    async with page_of(browser, house, "ada", viewport={"width": 1280, "height": 900}) as page:
        await page.goto(house.url + "find")
        await page.get_by_label("What are you looking for?").focus()
        await page.keyboard.type("wether forcast")
        await expect(page.get_by_role("status")).to_contain_text("because nothing was found")
        await expect(page.locator(".hit h2").first).to_contain_text("Weather forecasts")

        await page.keyboard.press("Control+A")
        await page.keyboard.type("weather")
        await expect(
            page.get_by_role("link", name="Advice on models of the weather", exact=True)
        ).to_be_visible()
        await expect(page).to_have_url(re.compile(r"[?&]q=weather(&|$)"))  # the last letter
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        await page.get_by_role("checkbox", name="Dataset").focus()
        await page.keyboard.press("Space")
        await expect(
            page.get_by_role("link", name="Advice on models of the weather", exact=True)
        ).to_have_count(0)
        await expect(page.get_by_role("checkbox", name="Dataset")).to_be_focused()
        await expect(page.get_by_role("checkbox", name="Dataset")).to_be_checked()
        assert "q=weather" in page.url
        assert "facet.kind=dataset" in page.url
        lists = [url for url in asked if "/find?" in url]
        assert len(lists) == 1, "to leave the words is no question"

        await page.get_by_role("link", name="Kind: Dataset").focus()
        await page.keyboard.press("Enter")
        await expect(
            page.get_by_role("link", name="Advice on models of the weather", exact=True)
        ).to_be_visible()
        await page.get_by_role("link", name="Weather forecasts", exact=True).press("Enter")
        await expect(page.get_by_role("heading", level=1)).to_have_text("Weather forecasts")

        await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        cite = page.get_by_role("region", name="Cite it")
        await cite.get_by_role("button", name="Copy").first.press("Enter")
        await expect(cite.get_by_role("status").first).to_have_text("Copied")
        copied = await page.evaluate("navigator.clipboard.readText()")
        assert copied.startswith("The weather office (2026). Weather forecasts. ")


async def test_what_narrows_is_folded_on_a_narrow_screen(
    house: PageHouse, browser: Browser
) -> None:
    async with page_of(browser, house, "ada", viewport={"width": 320, "height": 700}) as page:
        await page.goto(house.url + "find")
        await expect(page.get_by_role("checkbox", name="Dataset")).to_be_hidden()
        await page.get_by_text("Narrow the list").click()
        await page.get_by_role("checkbox", name="Dataset").check()
        await expect(page.get_by_role("link", name="Kind: Dataset")).to_be_visible()
        await expect(page.get_by_role("checkbox", name="Dataset")).to_be_visible()


async def test_all_of_it_works_without_javascript(house: PageHouse, browser: Browser) -> None:
    async with page_of(browser, house, "ada", java_script_enabled=False) as page:
        await page.goto(house.url + "find")
        await page.get_by_label("What are you looking for?").fill("weather")
        await page.get_by_role("checkbox", name="Service").check()
        await page.get_by_role("button", name="Search").click()
        await expect(page.locator(".hit")).to_have_count(1)
        await page.get_by_role("link", name="Advice on models of the weather", exact=True).click()
        await expect(page.get_by_role("link", name="Ask for it")).to_be_visible()
