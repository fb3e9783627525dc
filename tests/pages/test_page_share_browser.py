"""Sharing in Chromium: axe finds nothing, the keyboard does all, and the link is copied."""

from __future__ import annotations

import pytest
import pytest_asyncio
from page_browser import faults, page_of
from page_house import PageHouse
from playwright.async_api import Browser, expect
from stub_sessions import NOON, RUNNING, add_sessions, session
from stub_shares import HOUR, TINA, StubShares, add_shares

from officina_hub.session_api.share_answers import Access, InvitationAnswer

pytestmark = pytest.mark.asyncio(loop_scope="module")

LONG = "maximiliana.von-und-zu-hohenlohe-langenburg@a-very-small-company.example"


@pytest_asyncio.fixture(loop_scope="module")
async def house(shown_house: PageHouse) -> PageHouse:
    return await shown_house.with_tea()


@pytest.fixture
def shares(house: PageHouse) -> StubShares:
    add_sessions(house.hub).mine = (RUNNING, session("running", server="second", url="/user/x/"))
    found = add_shares(house.hub)
    found.invitations["good"] = InvitationAnswer(owner=LONG, server="second", url="/user/bob/")
    return found


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("launch/share?server=", "en"),
        ("launch/share?server=second", "de"),
        ("launch/share?server=second", "fi"),
        ("launch/join?code=good", "en"),
        ("launch/join?code=good", "de"),
        ("launch/join?code=bad", "fi"),
    ],
)
async def test_axe_and_the_layout_find_nothing(
    house: PageHouse, shares: StubShares, browser: Browser, path: str, language: str
) -> None:
    shares.access = (Access(name=LONG, kind="user", since=NOON),)
    shares.links = (HOUR,)
    async with page_of(browser, house, "ada", locale=language) as page:
        await page.goto(house.url + path)
        assert await faults(page) == []


async def test_the_keyboard_makes_a_link_copies_it_and_takes_it_back(
    house: PageHouse, shares: StubShares, browser: Browser
) -> None:
    allowed = ["clipboard-read", "clipboard-write"]
    async with page_of(browser, house, "ada", permissions=allowed) as page:
        await page.goto(house.url + "launch/share?server=")
        await expect(page.get_by_text("Nobody but you.")).to_be_visible()
        shares.links = (HOUR,)
        await page.get_by_role("button", name="Make a link").focus()
        await page.keyboard.press("Enter")
        await expect(page.locator("#share-link")).to_be_visible()
        assert await faults(page) == []
        await page.get_by_role("button", name="Copy").focus()
        await page.keyboard.press("Enter")
        assert (await page.evaluate("navigator.clipboard.readText()")).endswith("code=the-code")
        await page.get_by_role("button", name="Take back : Link 7").focus()
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("The link is not valid any more.")).to_be_visible()
    assert shares.asked[-2][:2] == ("DELETE", "shares/links/7")


async def test_a_trainer_is_chosen_by_keyboard(
    house: PageHouse, shares: StubShares, browser: Browser
) -> None:
    async with page_of(browser, house, "ada") as page:
        await page.goto(house.url + "launch/share?server=second")
        await page.get_by_label("Trainer of one of your courses").focus()
        await page.keyboard.press("Tab")
        shares.access = (TINA,)
        await page.keyboard.press("Enter")
        await expect(page.get_by_text("tina may enter this session now.")).to_be_visible()
        await expect(page.get_by_role("button", name="Take back : tina")).to_be_visible()


async def test_an_invitation_is_accepted(
    house: PageHouse, shares: StubShares, browser: Browser
) -> None:
    async with page_of(browser, house, "ada") as page:
        await page.goto(house.url + "launch/join?code=good")
        await page.get_by_role("button", name="Enter", exact=True).press("Enter")
        await expect(page.get_by_role("heading", name="JupyterLab")).to_be_visible()
