"""In Chromium marks and feedback appear by themselves, over a stream or without one."""

from __future__ import annotations

import pytest
import pytest_asyncio
from page_browser import page_of, stream_is_open
from page_house import PageHouse
from playwright.async_api import Browser, Page, Request, expect

pytestmark = pytest.mark.asyncio(loop_scope="module")

MINE = "courses/tea/mine"
# The page was not loaded again where this is still there.
MARK_PAGE = "window.isTheSame = true"


@pytest_asyncio.fixture(loop_scope="module")
async def house(shown_house: PageHouse) -> PageHouse:
    return await shown_house.with_tea()


async def opened(house: PageHouse, page: Page, path: str) -> None:
    """The page, with its stream open: from then on its own polling is seldom."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    await page.goto(house.url + path)
    await stream_is_open(page)
    assert any(each.endswith("/news") for each in asked)
    await page.evaluate(MARK_PAGE)


async def test_marks_and_the_way_to_feedback_appear_on_the_page(
    house: PageHouse, browser: Browser
) -> None:
    await house.hand_in("ada")
    async with page_of(browser, house, "ada") as page:
        await opened(house, page, MINE)
        await house.grade(score=9.5)
        await expect(page.get_by_text("9.5 of 12 points").first).to_be_visible()
        await expect(page.get_by_role("link", name="Read the feedback")).to_be_visible()
        assert await page.evaluate("window.isTheSame")


async def test_work_that_is_handed_in_elsewhere_appears_on_the_page(
    house: PageHouse, browser: Browser
) -> None:
    async with page_of(browser, house, "ada") as page:
        await opened(house, page, MINE)
        await expect(page.get_by_text("Not handed in yet")).to_have_count(2)
        await house.hand_in("ada")
        await expect(page.get_by_text("is next in the queue")).to_be_visible()
        await house.grade(score=9.5)
        await expect(page.get_by_role("link", name="Read the feedback")).to_be_visible()
        assert await page.evaluate("window.isTheSame")


async def test_they_appear_on_the_page_of_the_attempt(house: PageHouse, browser: Browser) -> None:
    work = await house.hand_in("ada")
    async with page_of(browser, house, "ada") as page:
        await opened(house, page, f"courses/tea/submissions/{work}")
        await house.grade(score=9.5)
        await expect(page.get_by_text("9.5 of 12 points").first).to_be_visible()
        await expect(page.get_by_role("link", name="Feedback: notebook")).to_be_visible()
        assert await page.evaluate("window.isTheSame")


async def test_while_the_stream_is_open_the_page_does_not_ask_every_two_seconds(
    house: PageHouse, browser: Browser
) -> None:
    await house.hand_in("ada")
    asked: list[str] = []

    def keep(request: Request) -> None:
        if "seen=" in request.url:
            asked.append(request.url)

    async with page_of(browser, house, "ada") as page:
        await opened(house, page, MINE)
        page.on("request", keep)
        await page.evaluate("htmx.trigger('[data-news]', 'hx:poll:trigger')")
        await page.evaluate("new Promise((done) => setTimeout(done, 0))")
        assert asked == []


async def test_without_streams_the_page_asks(house: PageHouse, browser: Browser) -> None:
    await house.hand_in("ada")
    async with page_of(browser, house, "ada") as page:
        await page.add_init_script("delete window.TextDecoderStream")
        await page.goto(house.url + MINE)
        await house.grade(score=9.5)
        await expect(page.get_by_text("9.5 of 12 points").first).to_be_visible(timeout=15_000)
        await expect(page.get_by_role("link", name="Read the feedback")).to_be_visible()
