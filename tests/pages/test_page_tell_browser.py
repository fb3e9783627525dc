"""Who leaves the page of a start is told: by the browser and by mail, in Chromium."""

from __future__ import annotations

import pytest
from page_browser import faults, page_of
from page_house import PageHouse, soup
from playwright.async_api import Browser, Page, expect
from stub_sessions import ENDED, RUNNING, WAITING, StubSessions, add_sessions

from officina_hub.portal.pages.launch_events import EventsHandler
from officina_hub.session_api.answers import MailAnswer

pytestmark = pytest.mark.asyncio(loop_scope="module")

# Chromium without a window shows no messages, so what would be shown is kept.
MESSAGES = """
  window.shown = [];
  window.Notification = class extends EventTarget {
    static permission = "default";
    static async requestPermission() { return (this.permission = "granted"); }
    constructor(title, options) { super(); window.shown.push(`${title} ${options.body}`); }
  };
  if (localStorage.getItem("officina-tell")) Notification.permission = "granted";
"""


@pytest.fixture
def house(shown_house: PageHouse, monkeypatch: pytest.MonkeyPatch) -> PageHouse:
    monkeypatch.setattr(EventsHandler, "look_seconds", 0.1)
    return shown_house


@pytest.fixture
def sessions(house: PageHouse) -> StubSessions:
    found = add_sessions(house.hub)
    found.mine = (WAITING,)
    found.mail = MailAnswer(address="ada@example.org", is_wished=False)
    return found


async def waiting_page(house: PageHouse, page: Page) -> None:
    await house.open("launch/start", "ada", form={"profile": "gpu"})
    await page.goto(house.url + "launch/starting")


@pytest.mark.parametrize("language", ["en", "de", "fi"])
async def test_axe_and_the_layout_find_nothing(
    house: PageHouse, sessions: StubSessions, browser: Browser, language: str
) -> None:
    async with page_of(browser, house, "ada", locale=language) as page:
        await waiting_page(house, page)
        await expect(page.get_by_role("checkbox")).to_be_visible()
        await page.locator("#tell-me").click()
        await expect(page.locator("#tell-news")).not_to_be_empty()
        assert await faults(page) == []


async def test_a_mail_is_wished_and_taken_back_with_the_keyboard(
    house: PageHouse, sessions: StubSessions, browser: Browser
) -> None:
    async with page_of(browser, house, "ada", locale="de") as page:
        await waiting_page(house, page)
        box = page.get_by_role("checkbox", name="Mail an mich")
        await box.focus()
        await page.keyboard.press("Space")
        await expect(page.get_by_text("Notiert: Eine Mail wird kommen.")).to_be_visible()
        await expect(box).to_be_focused()
        await page.keyboard.press("Space")
        await expect(page.get_by_text("Notiert: Es kommt keine Mail.")).to_be_visible()
    wishes = [said for what, said in sessions.asked if what == "mail"]
    assert wishes == [("", True, {"language": "de"}), ("", False, {})]


async def test_a_mail_is_wished_without_javascript(
    house: PageHouse, sessions: StubSessions, browser: Browser
) -> None:
    async with page_of(browser, house, "ada", java_script_enabled=False) as page:
        await waiting_page(house, page)
        await page.get_by_label("Mail me when it has started").check()
        await page.get_by_role("button", name="Save").click()
        await expect(page.get_by_label("Mail me when it has started")).to_be_checked()
        await expect(page.get_by_role("button", name="Tell me when it runs")).to_be_hidden()


async def test_a_hub_without_mail_shows_no_checkbox(
    house: PageHouse, sessions: StubSessions
) -> None:
    sessions.mail = None
    await house.open("launch/start", "ada", form={"profile": "gpu"})
    page = soup(await house.open("launch/starting", "ada"))
    assert page.select_one("#tell-me") is not None
    assert page.select_one("#mail-form") is None


async def test_any_open_page_tells_that_it_runs_once(
    house: PageHouse, sessions: StubSessions, browser: Browser
) -> None:
    async with page_of(browser, house, "ada") as page:
        await page.context.add_init_script(MESSAGES)
        await waiting_page(house, page)
        await page.get_by_role("button", name="Tell me when it runs").click()
        await expect(page.get_by_text("by a message of your browser")).to_be_visible()
        await page.goto(house.url + "help")
        other = await page.context.new_page()
        await other.goto(house.url + "courses")
        sessions.mine = (RUNNING,)
        await expect(page).to_have_title("● Your session “GPU” runs.")
        await expect(other).to_have_title("● Your session “GPU” runs.")
        shown = [*await page.evaluate("shown"), *await other.evaluate("shown")]
        assert len(shown) == 1
        assert shown[0].startswith("Your session “GPU” runs. Its time counts.")
        assert await page.evaluate("localStorage.getItem('officina-tell')") is None


async def test_a_start_that_fails_is_told_with_its_reason(
    house: PageHouse, sessions: StubSessions, browser: Browser
) -> None:
    async with page_of(browser, house, "ada", locale="de") as page:
        await page.context.add_init_script(MESSAGES)
        await waiting_page(house, page)
        await page.locator("#tell-me").click()
        await page.goto(house.url + "help")
        sessions.mine = (ENDED,)
        await expect(page).to_have_title("● Ihre Sitzung „GPU“ konnte nicht beginnen.")
        assert "used more memory" in (await page.evaluate("shown"))[0]


async def test_where_messages_are_forbidden_the_title_still_tells(
    house: PageHouse, sessions: StubSessions, browser: Browser
) -> None:
    async with page_of(browser, house, "ada") as page:
        await page.context.add_init_script("delete window.Notification")
        await waiting_page(house, page)
        await page.locator("#tell-me").click()
        await expect(page.locator("#tell-news")).to_contain_text("only the title of the tab")
        await page.goto(house.url + "help")
        sessions.mine = (RUNNING,)
        await expect(page).to_have_title("● Your session “GPU” runs.")


async def test_the_stream_is_nobodys_without_a_login(house: PageHouse) -> None:
    answer = await house.open("launch/events?server=", None)
    assert answer.status == 302
