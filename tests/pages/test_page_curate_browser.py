"""A curator's form in a real browser: by keyboard alone, while typing, and without JavaScript."""

from __future__ import annotations

import re

import pytest
from curate_hand import Hand
from find_samples import FORECASTS, id_of, load
from page_browser import page_of
from page_house import PageHouse
from playwright.async_api import Browser, expect

pytestmark = pytest.mark.asyncio(loop_scope="module")

KEY = id_of(FORECASTS)
WIDE = {"width": 1280, "height": 900}


async def test_a_draft_is_written_and_sent_to_review_by_keyboard_alone(
    shown_house: PageHouse, browser: Browser
) -> None:
    house = shown_house
    await load(house)
    async with page_of(browser, house, "cora", viewport=WIDE) as page:
        await page.goto(house.url + f"catalogue/{KEY}")
        await page.get_by_role("group", name="Title (needed)").get_by_label("Title 1").focus()
        await page.keyboard.press("Control+A")
        await page.keyboard.type("Forecasts of rain")

        score = page.locator("#quality [role=status]")
        await expect(score).to_have_text("90 of 100")
        await page.get_by_label("Where it is about").focus()
        await page.keyboard.type("Finland")
        await expect(score).to_have_text("95 of 100")
        await expect(page.get_by_label("Where it is about")).to_be_focused()

        more = page.get_by_role("button", name=re.compile("^Add another.*Files and"))
        await more.focus()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("group", name="Files and addresses, 3")).to_be_visible()
        await expect(more).to_be_focused()

        await page.get_by_role("button", name=re.compile("^Keep as it is.*Licence")).press("Enter")
        await expect(page.get_by_text("Kept by cora")).to_be_visible()
        await expect(page.locator("#f-title-0-text")).to_have_value("Forecasts of rain")

        await page.get_by_label("Issued").fill("2026-02-01")
        await page.get_by_role("button", name="Save and ask for review").press("Enter")
        await expect(page.get_by_role("heading", level=1)).to_contain_text("Review")
        await expect(page.locator("ins").first).to_contain_text("Forecasts of rain")
        await expect(page.get_by_role("button", name="Publish")).to_have_count(0)
    async with page_of(browser, house, "kurt", viewport=WIDE) as page:
        await page.goto(house.url + f"catalogue/{KEY}/review")
        await page.get_by_role("button", name="Publish").press("Enter")
        await expect(page.get_by_role("alert").or_(page.get_by_role("status"))).to_contain_text(
            "It is published"
        )
    assert (await Hand(house, "kurt", KEY).published()).record.spatial == ("Finland",)


async def test_enter_saves_the_draft_and_a_fault_takes_the_reader_to_its_field(
    shown_house: PageHouse, browser: Browser
) -> None:
    house = shown_house
    await load(house)
    async with page_of(browser, house, "cora", java_script_enabled=False) as page:
        await page.goto(house.url + f"catalogue/{KEY}")
        await page.get_by_label("Its own page").fill("no address")
        await page.get_by_label("Its own page").press("Enter")
        await expect(page.get_by_role("alert")).to_contain_text("Nothing was saved yet")
        await page.get_by_role("alert").get_by_role("link", name="Its own page").press("Enter")
        await expect(page.get_by_label("Its own page")).to_have_value("no address")
        assert page.url.endswith("#f-landing_page")

        await page.get_by_label("Its own page").fill("https://weather.example/new")
        await page.get_by_label("Its own page").press("Enter")
        await expect(page.get_by_role("status").first).to_contain_text("The draft is saved")
