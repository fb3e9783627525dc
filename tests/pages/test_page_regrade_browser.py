"""In Chromium: a preview from its button to undo; axe-core finds nothing in any of its states."""

from __future__ import annotations

import pytest
import pytest_asyncio
from page_browser import faults, page_of, stream_is_open
from page_house import PageHouse
from playwright.async_api import Browser, expect
from regrade_samples import answer, marked_class, marks, preview_all, write_all
from regrade_samples import result as graded

pytestmark = pytest.mark.asyncio(loop_scope="module")

TEACH = "courses/tea/teach"
BECAUSE = "One test asked for more digits than the task did."


@pytest_asyncio.fixture(loop_scope="module")
async def house(shown_house: PageHouse) -> PageHouse:
    return await shown_house.with_tea()


async def test_the_progress_moves_over_the_stream_without_asking(
    house: PageHouse, browser: Browser
) -> None:
    await marked_class(house)
    begun = await house.ask("POST", "courses/tea/exercises/leaf/regrades", "tina")
    asked: list[str] = []
    async with page_of(browser, house, "tina") as page:
        await page.goto(f"{house.url}{TEACH}/regrades/{begun.json['id']}")
        await stream_is_open(page)
        page.on("request", lambda request: asked.append(request.url))
        await page.evaluate("htmx.trigger('[data-news]', 'hx:poll:trigger')")
        await page.evaluate("new Promise((done) => setTimeout(done, 0))")
        assert asked == []
        await answer(house, graded(marks(6.0), "new"))
        await expect(page.get_by_text("1 of 5 submissions")).to_be_visible()
        await page.evaluate("window.isTheSame = true")
        await answer(house, graded(marks(6.0), "new"))
        await expect(page.get_by_text("2 of 5 submissions")).to_be_visible()
        assert await page.evaluate("window.isTheSame")
        assert await faults(page) == []


async def test_without_a_stream_the_progress_asks(house: PageHouse, browser: Browser) -> None:
    await marked_class(house)
    begun = await house.ask("POST", "courses/tea/exercises/leaf/regrades", "tina")
    async with page_of(browser, house, "tina") as page:
        await page.add_init_script("delete window.TextDecoderStream")
        await page.goto(f"{house.url}{TEACH}/regrades/{begun.json['id']}")
        await answer(house, graded(marks(6.0), "new"))
        await expect(page.get_by_text("1 of 5 submissions")).to_be_visible(timeout=15_000)


async def test_every_state_of_a_preview_is_clean(house: PageHouse, browser: Browser) -> None:
    ids = await marked_class(house)
    async with page_of(browser, house, "tina") as page:
        await page.goto(house.url + TEACH)
        assert await faults(page) == []
        await page.get_by_role("button", name="See what would change").click()
        await expect(page.get_by_text("0 of 5 submissions")).to_be_visible()
        assert await faults(page) == []

        await preview_all(house)
        await expect(page.get_by_role("heading", name="Your decision")).to_be_visible()
        assert await faults(page) == []
        await page.get_by_label("Reason, for the learners").fill(BECAUSE)
        await page.get_by_role("button", name="Write these marks").click()
        await write_all(house)
        await expect(page.get_by_role("button", name="Put the earlier marks back")).to_be_visible()
        assert await faults(page) == []
    async with page_of(browser, house, "ada") as page:
        await page.goto(house.url + "courses/tea/mine")
        await expect(page.get_by_text(f"Because: {BECAUSE}")).to_be_visible()
        assert await faults(page) == []
        await page.goto(f"{house.url}courses/tea/submissions/{ids['ada']}")
        assert await faults(page) == []
