"""Preparing a class in Chromium: axe and the layout find nothing, htmx does its part."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import pytest_asyncio
from page_browser import SET_MODE, faults, page_of
from page_house import PageHouse
from playwright.async_api import Browser, Page, expect
from portal_house import NOON
from stub_hub import person
from stub_prestarts import BUDGET, StubPrestarts, add_prestarts
from stub_sessions import add_sessions

from officina_hub.portal.prestarter import Prestarter

pytestmark = pytest.mark.asyncio(loop_scope="module")

PAGE = "courses/tea/teach/sessions"
LONG = "maximiliana.von-und-zu-hohenlohe-langenburg@a-very-small-company.example"


@pytest_asyncio.fixture(loop_scope="module")
async def house(shown_house: PageHouse) -> PageHouse:
    add_sessions(shown_house.hub)
    shown_house.hub.tokens[LONG] = person(LONG)
    await shown_house.with_tea()
    for name in ("bob", LONG):
        await shown_house.enrol(name)
    return shown_house


@pytest.fixture
def hub(house: PageHouse) -> StubPrestarts:
    return add_prestarts(house.hub)


async def open_all(page: Page) -> None:
    for closed in await page.query_selector_all("main details:not([open])"):
        await closed.evaluate("element => element.open = true")


async def picture(page: Page, name: str) -> None:
    """For people to look at, where ``OFFICINA_PICTURES`` names a folder."""
    folder = os.environ.get("OFFICINA_PICTURES")
    if not folder:
        return
    for width in (320, 768, 1280):
        for mode in ("light", "dark"):
            await page.set_viewport_size({"width": width, "height": 900})
            await page.evaluate(SET_MODE, mode)
            path = Path(folder, f"{name}-{width}-{mode}.png")
            await page.screenshot(path=path, full_page=True)


@pytest.mark.parametrize("language", ["en", "de", "fi"])
async def test_axe_and_the_layout_find_nothing(
    house: PageHouse, hub: StubPrestarts, browser: Browser, language: str
) -> None:
    hub.refused[LONG] = BUDGET
    async with page_of(browser, house, "tina", locale=language) as page:
        await page.goto(f"{house.url}{PAGE}?profile=gpu&gpus=2&minutes=120")
        await picture(page, f"form-{language}")
        await page.locator("#prestart-quote button").click()
        await Prestarter(house.portal).round()
        hub.set("ada", "running", running_since=NOON)
        hub.set("bob", "waiting", why="Everything that would suit the session is in use.")
        await Prestarter(house.portal).round()
        hub.broken.add(hub.seats["ada"]["plan"])
        await Prestarter(house.portal).round()
        await page.goto(f"{house.url}{PAGE}?profile=gpu")
        await picture(page, f"plan-{language}")
        await open_all(page)
        assert await faults(page) == []
        await page.locator("#prestart-start").fill("2026-03-02T10:00")
        await page.locator("#prestart-quote button").click()
        await picture(page, f"past-{language}")
        await expect(page.locator(".alert-warning")).to_have_count(2)
        assert await faults(page) == []


async def test_axe_finds_nothing_where_a_learner_reads_of_it(
    house: PageHouse, hub: StubPrestarts, browser: Browser
) -> None:
    async with page_of(browser, house, "tina") as page:
        await page.goto(f"{house.url}{PAGE}?profile=gpu")
        await page.locator("#prestart-quote button").click()
    await Prestarter(house.portal).round()
    async with page_of(browser, house, "ada") as page:
        for path in ("", "launch"):
            await page.goto(house.url + path)
            await picture(page, f"learner-{path or 'home'}")
            await expect(page.get_by_text("A session is prepared for you")).to_be_visible()
            assert await faults(page) == []
        await page.get_by_role("button", name="I do not need it").click()
        await expect(page.get_by_text("is being ended")).to_be_visible()


async def test_the_cost_follows_each_change_and_what_is_shown_is_started(
    house: PageHouse, hub: StubPrestarts, browser: Browser
) -> None:
    async with page_of(browser, house, "tina") as page:
        await page.goto(house.url + PAGE)
        await page.get_by_label("Kind of session").select_option("gpu")
        await page.get_by_label("GPUs", exact=True).fill("4")
        await page.get_by_label("GPUs", exact=True).press("Tab")
        await expect(page.locator("#prestart-quote")).to_contain_text("At most 12 GPU-hours")
        await page.get_by_text("3 of 3 learners").click()
        await page.get_by_label("bob").uncheck()
        await expect(page.locator("#prestart-quote")).to_contain_text("At most 8 GPU-hours")
        await page.get_by_role("button", name="Prepare 2 sessions").click()
        await expect(page.get_by_text("2 sessions are being prepared.")).to_be_visible()
        await Prestarter(house.portal).round()
        await expect(
            page.locator("#plans").get_by_text("Waiting in the queue").first
        ).to_be_visible()
    assert sorted(user for user, _ in hub.started) == ["ada", LONG]
    assert {body["choice"]["gpus"] for _, body in hub.started} == {4}


async def test_nobody_chosen_is_nobody_started(
    house: PageHouse, hub: StubPrestarts, browser: Browser
) -> None:
    async with page_of(browser, house, "tina") as page:
        await page.goto(f"{house.url}{PAGE}?profile=gpu")
        await page.get_by_text("3 of 3 learners").click()
        for box in await page.get_by_role("checkbox").all():
            await box.uncheck()
        await expect(page.get_by_role("button", name="Prepare 0 sessions")).to_be_disabled()
