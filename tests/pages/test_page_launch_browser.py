"""The launch page in Chromium: axe finds nothing; keyboard, htmx and plain HTML do their part."""

from __future__ import annotations

import pytest
from page_browser import faults, page_of
from page_house import PageHouse
from playwright.async_api import Browser, expect
from stub_sessions import (
    ENDED,
    FULL,
    GPU,
    RUNNING,
    SMALL,
    WAITING,
    StubSessions,
    add_sessions,
    session,
)

from officina_hub.session_api.answers import Fault

pytestmark = pytest.mark.asyncio(loop_scope="module")

WORD = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft"
PREPARED = "launch?profile=gpu&gpus=2&minutes=120"


@pytest.fixture
def house(shown_house: PageHouse) -> PageHouse:
    return shown_house


@pytest.fixture
def sessions(house: PageHouse) -> StubSessions:
    return add_sessions(house.hub)


@pytest.mark.parametrize(
    ("path", "own", "language"),
    [
        (PREPARED, RUNNING, "en"),
        (PREPARED, WAITING, "fi"),
        ("launch?profile=gpu&gpus=9", ENDED, "de"),
        ("launch?profile=gpu&account=" + WORD + "&" + WORD + "=1&gpus=999999", RUNNING, "fi"),
        ("launch", session("stopping"), "en"),
        ("compare/gpus", RUNNING, "en"),
    ],
)
async def test_axe_and_the_layout_find_nothing(
    house: PageHouse,
    sessions: StubSessions,
    browser: Browser,
    path: str,
    own: object,
    language: str,
) -> None:
    sessions.mine = (own,)  # type: ignore[assignment]
    async with page_of(browser, house, "ada", locale=language) as page:
        await page.goto(house.url + path)
        for closed in await page.query_selector_all("main details:not([open])"):
            await closed.evaluate("element => element.open = true")
        assert await faults(page) == []


async def test_axe_finds_nothing_while_it_waits_and_after_it_failed(
    house: PageHouse, sessions: StubSessions, browser: Browser
) -> None:
    sessions.mine = (WAITING,)
    await house.open("launch/start", "ada", form={"profile": "gpu"})
    async with page_of(browser, house, "ada", locale="de") as page:
        await page.goto(house.url + "launch/starting")
        await expect(page.get_by_text("Ihre Sitzung wartet in der Schlange")).to_be_visible()
        assert await faults(page) == []
        house.servers.failure = "The session used more memory than it had asked for."
        house.servers.may_finish.set()
        sessions.mine = (ENDED,)
        await expect(page.get_by_role("button", name="Dasselbe noch einmal")).to_be_visible(
            timeout=15_000
        )
        assert await faults(page) == []


async def test_long_names_stay_whole_on_a_narrow_screen(
    house: PageHouse, sessions: StubSessions, browser: Browser
) -> None:
    long = GPU.model_copy(update={"title": WORD, "description": WORD, "closed": WORD})
    sessions.offers = FULL.model_copy(update={"profiles": (long, SMALL)})
    sessions.mine = (RUNNING.model_copy(update={"title": WORD, "node": WORD, "server": WORD}),)
    sessions.faults = (Fault(field="gpus", code="x", message=WORD),)
    async with page_of(browser, house, "ada") as page:
        await page.goto(house.url + PREPARED)
        assert await faults(page) == []


async def test_the_keyboard_chooses_a_card_and_its_settings_come(
    house: PageHouse, sessions: StubSessions, browser: Browser
) -> None:
    async with page_of(browser, house, "ada") as page:
        await page.goto(house.url + "launch")
        await expect(page.get_by_text("There is nothing to choose.")).to_be_visible()
        await page.get_by_role("radio", name="Small").focus()
        await page.keyboard.press("ArrowDown")
        await expect(page.get_by_role("group", name="Settings of GPU")).to_be_visible()
        await expect(page.get_by_role("radio", name="GPU")).to_be_focused()
        assert "profile=gpu" in page.url
        assert "_xsrf" not in page.url


async def test_the_cost_and_the_fault_follow_the_numbers_and_the_focus_stays(
    house: PageHouse, sessions: StubSessions, browser: Browser
) -> None:
    async with page_of(browser, house, "ada") as page:
        await page.goto(house.url + "launch?profile=gpu")
        gpus = page.get_by_label("GPUs")
        await gpus.fill("4")
        await gpus.press("Tab")
        await expect(page.locator("#quote")).to_contain_text("At most 4 GPU-hours")
        await expect(page.get_by_label("Minutes")).to_be_focused()
        await gpus.fill("9")
        await gpus.press("Tab")
        await expect(page.locator("#fault-gpus")).to_contain_text("1 to 4 are possible here, 9")
        await gpus.fill("2")
        await gpus.press("Tab")
        await expect(page.locator("#fault-gpus")).to_be_empty()


async def test_the_form_works_without_javascript(
    house: PageHouse, sessions: StubSessions, browser: Browser
) -> None:
    async with page_of(browser, house, "ada", java_script_enabled=False) as page:
        await page.goto(house.url + "launch")
        await page.get_by_role("radio", name="GPU").check()
        await page.get_by_role("button", name="Show the settings").click()
        await page.get_by_label("GPUs").fill("2")
        assert "launch?profile=gpu" in await page.locator("#link").input_value()
        await page.get_by_role("button", name="Start the session").click()
        await expect(page.get_by_text("The server is starting")).to_be_visible()
    assert house.servers.options[0]["gpus"] == 2


async def test_the_link_is_copied(
    house: PageHouse, sessions: StubSessions, browser: Browser
) -> None:
    allowed = ["clipboard-read", "clipboard-write"]
    async with page_of(browser, house, "ada", permissions=allowed) as page:
        await page.goto(house.url + PREPARED)
        await page.locator("summary", has_text="Link to this choice").click()
        await page.get_by_role("button", name="Copy").click()
        copied = await page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith("/launch?profile=gpu&gpus=2&minutes=120&account=proto")
