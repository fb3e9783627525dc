"""What the pages do in a real browser: with a cookie login, with JavaScript and without."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from page_browser import add_hub_files, chromium, page_of
from page_house import PageHouse
from playwright.async_api import Browser, expect


@pytest.fixture
async def browser(house: PageHouse) -> AsyncIterator[Browser]:
    add_hub_files(house)
    async with chromium() as started:
        yield started


async def test_start_leads_to_jupyterlab_by_itself(house: PageHouse, browser: Browser) -> None:
    async with page_of(browser, house, "bob") as page:
        await page.goto(house.url + "courses/tea")
        await page.get_by_role("button", name="Start").click()
        await expect(page.get_by_text("Spawning server...").first).to_be_visible()
        house.servers.may_finish.set()
        await expect(page.get_by_role("heading", name="JupyterLab")).to_be_visible()
        assert page.url.endswith("/user/bob/officina/open/tea/leaf")


async def test_marks_appear_without_a_reload(house: PageHouse, browser: Browser) -> None:
    await house.hand_in("ada")
    async with page_of(browser, house, "ada") as page:
        await page.goto(house.url + "courses/tea/mine")
        await expect(page.get_by_text("Waiting to be graded").first).to_be_visible()
        await house.grade()
        await expect(page.get_by_role("link", name="Read the feedback")).to_be_visible()
        assert await page.locator("[hx-trigger*=every]").count() == 0


async def test_the_search_works_while_typing_and_its_address_can_be_shared(
    house: PageHouse, browser: Browser
) -> None:
    async with page_of(browser, house, "ada") as page:
        await page.goto(house.url + "courses")
        await page.get_by_label("Search", exact=True).type("coffee")
        await expect(page.get_by_text("No course matches this search")).to_be_visible()
        assert "search=coffee" in page.url


async def test_everything_works_without_javascript(house: PageHouse, browser: Browser) -> None:
    async with page_of(browser, house, "bob", java_script_enabled=False) as page:
        await page.goto(house.url + "courses")
        await page.get_by_label("Search", exact=True).fill("tea")
        await page.get_by_role("button", name="Search").click()
        await page.get_by_role("link", name="All about tea").click()
        await page.get_by_role("button", name="Start").click()
        await expect(page.get_by_text("The server is starting")).to_be_visible()
        house.servers.may_finish.set()
        task = house.app.settings["starts"].of("bob").task
        await task
        await page.get_by_role("link", name="Check again").click()
        await expect(page.get_by_role("heading", name="JupyterLab")).to_be_visible()


async def test_a_form_from_another_site_changes_nothing(house: PageHouse, browser: Browser) -> None:
    async with page_of(browser, house, "bob") as page:
        await page.goto(house.url + "courses/tea")
        await page.locator('input[name="_xsrf"]').last.evaluate_all("all => all")
        await page.evaluate("document.querySelectorAll('[name=_xsrf]').forEach(e => e.remove())")
        await page.get_by_role("button", name="Start").click()
        await expect(page.get_by_role("heading", level=1)).to_have_text("You may not do this")
    assert house.servers.asked == []


async def test_the_language_is_chosen_in_the_menu_and_kept(
    house: PageHouse, browser: Browser
) -> None:
    async with page_of(browser, house, "ada") as page:
        await page.goto(house.url + "courses?search=tea")
        await page.locator("details.menu > summary").first.click()
        await page.get_by_role("button", name="Deutsch").click()
        await expect(page.locator("html")).to_have_attribute("lang", "de")
        assert page.url.endswith("courses?search=tea")
        await page.goto(house.url)
        await expect(page.locator("html")).to_have_attribute("lang", "de")


async def test_dark_mode_is_the_hubs_own(house: PageHouse, browser: Browser) -> None:
    async with page_of(browser, house, "ada") as page:
        await page.goto(house.url)
        await page.get_by_role("button", name="Switch between light and dark").click()
        await expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
        stored = await page.evaluate("localStorage.getItem('jupyterhub-bs-theme')")
        assert stored == "dark"


async def test_the_first_page_already_shows_the_readers_zone(
    house: PageHouse, browser: Browser
) -> None:
    async with page_of(browser, house, "ada", timezone_id="Europe/Helsinki") as page:
        await page.goto(house.url + "courses/tea/mine")
        await expect(page.locator("time").first).to_contain_text("3:00")
        await page.reload()
        await expect(page.locator("body")).to_have_attribute("data-zone", "Europe/Helsinki")
        await expect(page.locator("time").first).to_contain_text("3:00")


async def test_the_keyboard_reaches_the_content_first(house: PageHouse, browser: Browser) -> None:
    async with page_of(browser, house, "ada") as page:
        await page.goto(house.url)
        await page.keyboard.press("Tab")
        await expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(page.locator("main")).to_be_focused()
