"""Data under terms in Chromium: agreed to with and without JavaScript, and nothing for axe-core."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from data_house import dataspace_of, load_offers, offered_by, page_of_dataset
from dataspace_samples import course_provider
from page_browser import add_hub_files, faults, page_of, picture
from page_house import PageHouse
from playwright.async_api import Browser, expect

pytestmark = pytest.mark.asyncio(loop_scope="module")
PAGE = page_of_dataset()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def data_house(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[PageHouse]:
    with course_provider() as provider:
        folder = tmp_path_factory.mktemp("house")
        async with PageHouse(folder, dataspaces=(dataspace_of(provider),)) as house:
            add_hub_files(house)
            load_offers(house, offered_by(provider))
            yield house


@pytest.mark.parametrize("has_script", [True, False], ids=["script", "plain"])
async def test_a_steward_agrees_and_gets_the_data(
    data_house: PageHouse, browser: Browser, *, has_script: bool
) -> None:
    async with page_of(browser, data_house, "stella", java_script_enabled=has_script) as page:
        await page.goto(data_house.url + PAGE)
        await page.get_by_role("link", name="Terms and data").click()
        await page.get_by_label("What are the data for?").fill("research")
        await page.get_by_label("In which country").fill("FI")
        if has_script:
            await page.get_by_label("Analyse them").focus()
            await page.keyboard.press("Space")
        await page.get_by_role("button", name="Compare with the terms").click()
        await page.wait_for_url("**purpose=research**")
        if has_script:
            await picture(page, "data-terms")
            await expect(page.get_by_label("Analyse them")).to_be_checked()
            await expect(page.get_by_text("These terms allow what you plan.")).to_be_visible()
        else:
            await page.get_by_role("checkbox", name="I have read").check()
        await page.get_by_role("button", name="Agree and get the data").click()
        await data_house.portal.errands.idle()
        if not has_script:
            await page.reload()
        await expect(page.get_by_role("link", name="Download the data")).to_be_visible()
        await page.get_by_role("button", name="Remove the data").click()
        await expect(page.get_by_text("The data were removed")).to_be_visible()


@pytest.mark.parametrize(
    "path", [f"{PAGE}/terms", f"{PAGE}/terms?country=FIN&actions=analyze", "data", "{data}"]
)
async def test_axe_finds_nothing(data_house: PageHouse, browser: Browser, path: str) -> None:
    mine = (await data_house.ask("GET", "data-agreements", "stella")).json
    async with page_of(browser, data_house, "stella") as page:
        await page.goto(data_house.url + path.format(data=f"data/{mine[0]['id']}" if mine else ""))
        for closed in await page.query_selector_all("main details:not([open])"):
            await closed.evaluate("element => element.open = true")
        assert await faults(page) == []
