"""One's own sessions in Chromium: axe finds nothing, the keyboard does all, news need no reload."""

from __future__ import annotations

import pytest
from page_browser import faults, page_of
from page_house import PageHouse
from playwright.async_api import Browser, expect
from stub_sessions import ENDED, FULL, RUNNING, StubSessions, add_sessions, session

from officina_hub.session_api.answers import Fault, Named

pytestmark = pytest.mark.asyncio(loop_scope="module")

SECOND = session("waiting", server="second")
THIRD = ENDED.model_copy(update={"server": "third"})
LONG = "a-very-long-name-of-a-session"


@pytest.fixture
def house(shown_house: PageHouse) -> PageHouse:
    return shown_house


@pytest.fixture
def sessions(house: PageHouse) -> StubSessions:
    found = add_sessions(house.hub)
    found.offers = FULL.model_copy(update={"named": Named(limit=3, used=("second", "third"))})
    found.mine = (RUNNING, SECOND, THIRD)
    return found


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("launch?profile=gpu&name=" + LONG, "en"),
        ("launch?profile=gpu", "de"),
        ("launch?profile=gpu", "fi"),
        ("launch/stop?server=", "en"),
        ("launch/stop?server=second", "de"),
        ("launch/stop?server=second", "fi"),
    ],
)
async def test_axe_and_the_layout_find_nothing(
    house: PageHouse, sessions: StubSessions, browser: Browser, path: str, language: str
) -> None:
    sessions.faults = (Fault(field="name", code="name-refused", message="Take small letters."),)
    sessions.mine = (*sessions.mine, session("running", server=LONG, node=LONG, url="/user/ada/x/"))
    async with page_of(browser, house, "ada", locale=language) as page:
        await page.goto(house.url + path)
        for closed in await page.query_selector_all("main details:not([open])"):
            await closed.evaluate("element => element.open = true")
        assert await faults(page) == []


async def test_an_empty_list_is_faultless_and_fills_without_a_reload(
    house: PageHouse, sessions: StubSessions, browser: Browser
) -> None:
    sessions.mine = ()
    async with page_of(browser, house, "ada") as page:
        await page.goto(house.url + "launch")
        await page.evaluate("window.isTheSamePage = true")
        await expect(page.get_by_text("You have no session at the moment.")).to_be_visible()
        assert await faults(page) == []
        sessions.mine = (RUNNING,)
        await expect(page.get_by_role("link", name="Open JupyterLab")).to_be_visible(timeout=30_000)
        assert await page.evaluate("window.isTheSamePage")


async def test_what_the_page_shows_by_itself_is_not_said_for_good(
    house: PageHouse, sessions: StubSessions, browser: Browser
) -> None:
    async with page_of(browser, house, "ada") as page:
        await page.clock.install()
        await page.goto(house.url + "launch")
        await page.locator("#extend-own").press("Enter")
        news = page.get_by_text("Your session is 60 minutes longer now.")
        await expect(news).to_be_visible()
        await page.clock.fast_forward(21_000)
        await expect(news).to_have_count(0)
        assert await faults(page) == []


async def test_a_wrong_name_is_told_at_the_field_as_soon_as_it_is_left(
    house: PageHouse, sessions: StubSessions, browser: Browser
) -> None:
    async with page_of(browser, house, "ada") as page:
        await page.goto(house.url + "launch?profile=gpu")
        await expect(page.locator("#fault-name")).to_be_empty()
        refused = Fault(field="name", code="name-refused", message="Take small letters.")
        sessions.faults = (refused,)
        field = page.get_by_label("Name of the session (optional)")
        await field.fill("No!")
        await field.press("Tab")
        await expect(page.locator("#fault-name")).to_have_text("Take small letters.")
    assert "No!" in [query.get("name") for what, query in sessions.asked if what == "offers"]


async def test_the_keyboard_stops_a_session_after_a_question(
    house: PageHouse, sessions: StubSessions, browser: Browser
) -> None:
    async with page_of(browser, house, "ada") as page:
        await page.goto(house.url + "launch")
        await page.locator("#stop-second").focus()
        await page.keyboard.press("Enter")
        await expect(
            page.get_by_role("heading", name="Stop the session GPU second?")
        ).to_be_visible()
        assert house.servers.states == {}
        await page.get_by_role("button", name="Stop it").focus()
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("Your server is being stopped.")).to_be_visible()
    assert house.servers.states == {"ada/second": "stopping"}
