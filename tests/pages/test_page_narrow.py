"""At 320 pixels nothing is cut, pressed or out of sight, also where names have no end."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio
from federation_samples import PEERS, sign_all, tell_harvests
from page_browser import add_hub_files, faults, page_of
from page_house import PageHouse
from page_layout import layout_faults
from playwright.async_api import Browser, expect
from portal_house import NOON, course, publish_course
from stub_hub import person

pytestmark = pytest.mark.asyncio(loop_scope="module")

NARROW = {"width": 320, "height": 800}
WORD = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaft"
SENTENCE = "What an AI Factory offers to a small company in its first year, and to whom"
COURSE = "tea-and-nothing-but-tea-all-day-long-yes"
PERSON = "maximiliana.von-und-zu-hohenlohe-langenburg@a-very-small-company.example"
TEACH = f"courses/{COURSE}/teach"
WORK = f"courses/{COURSE}/exercises/leaf/submissions/{{work}}/feedback/notebook"

PAGES = (
    (PERSON, ""),
    ("bob", ""),
    (PERSON, "find"),
    (PERSON, "courses"),
    (PERSON, f"courses?search={WORD}"),
    ("bob", f"courses/{COURSE}"),
    (PERSON, f"courses/{COURSE}"),
    (PERSON, f"courses/{COURSE}/mine"),
    (PERSON, f"courses/{COURSE}/submissions/{{work}}"),
    (PERSON, WORK),
    (PERSON, f"courses/{COURSE}/exercises/cup/starting"),
    (PERSON, "launch"),
    (PERSON, "record"),
    ("tina", "teach"),
    ("tina", TEACH),
    ("tina", f"{TEACH}?search={WORD}"),
    ("tina", f"{TEACH}/members/remove?user={PERSON}"),
    ("tina", f"{TEACH}/exercises/leaf"),
    ("root", "operate"),
    ("root", "operate/federation"),
    ("root", "operate/federation/profiles"),
    ("tina", "assets"),
    (PERSON, "no-such-page"),
    (PERSON, f"courses/{WORD}"),
    (PERSON, TEACH),
    (None, "help"),
    (None, "accessibility"),
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def work(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[tuple[PageHouse, str]]:
    """A course whose every name is long, with a class, and a graded submission."""
    house = PageHouse(tmp_path_factory.mktemp("house"), peers=PEERS)
    add_hub_files(house)
    tell_harvests(house)
    # So that one of them ends soon.
    sign_all(house.settings.data_dir, house.clock.now - timedelta(hours=20))
    house.hub.tokens[PERSON] = person(PERSON)
    exercises = [
        {"id": "leaf", "title": SENTENCE, "summary": WORD},
        {"id": "cup", "title": WORD, "deadline": NOON + timedelta(hours=1)},
    ]
    named = {"objectives": [WORD], "prerequisites": [WORD], "keywords": ["tea", WORD]}
    code = f"`{WORD * 2}`\n\n```\n{'a long line of code ' * 8}\n```"
    description = f"# {WORD}\n\n{code}\n\n| {WORD} |\n|---|\n| 1 |\n"
    long = course(
        COURSE,
        title=WORD,
        summary=WORD * 2,
        description=description,
        authors=[{"name": WORD, "affiliation": WORD}],
        exercises=exercises,
        **named,
    )
    publish_course(house.portal, long)
    for name in (PERSON, "ada"):
        await house.enrol(name, COURSE)
    graded = await house.hand_in(PERSON, course_id=COURSE)
    await house.grade()
    house.clock.turn(hours=2)
    await house.hand_in("ada", course_id=COURSE)
    await house.grade("ungradable", message=WORD)
    await house.open(f"{TEACH}/exercises/leaf/feedback", "tina", form={})
    await house.fail(f"Nothing of {PERSON!r} has been graded yet.")
    await house.hand_in(PERSON, "cup", COURSE)
    await house.open(f"courses/{COURSE}/start", PERSON, form={"exercise": "cup"})
    yield house, graded
    house.servers.may_finish.set()
    await house.close()


@pytest.mark.parametrize("language", ["de", "fi"])  # their words are longer than English ones
@pytest.mark.parametrize(("who", "path"), PAGES)
async def test_nothing_is_cut_or_out_of_sight(
    work: tuple[PageHouse, str], browser: Browser, who: str | None, path: str, language: str
) -> None:
    house, graded = work
    async with page_of(browser, house, who, viewport=NARROW, locale=language) as page:
        await page.goto(house.url + path.format(work=graded))
        await expect(page.locator("html")).to_have_attribute("lang", language)
        for closed in await page.query_selector_all("main details:not([open])"):
            await closed.evaluate("element => element.open = true")
        assert await layout_faults(page) == []


@pytest.mark.parametrize(
    ("who", "path"),
    [(PERSON, f"courses/{COURSE}"), (PERSON, f"courses/{COURSE}/mine"), ("tina", TEACH)],
)
async def test_axe_finds_nothing_where_names_are_long(
    work: tuple[PageHouse, str], browser: Browser, who: str, path: str
) -> None:
    house, _ = work
    async with page_of(browser, house, who) as page:
        await page.goto(house.url + path)
        for closed in await page.query_selector_all("main details:not([open])"):
            await closed.evaluate("element => element.open = true")
        assert await faults(page) == []


@pytest.mark.parametrize("width", [320, 768])
async def test_a_long_name_is_whole_in_the_persons_menu(
    work: tuple[PageHouse, str], browser: Browser, width: int
) -> None:
    house, _ = work
    async with page_of(browser, house, PERSON, viewport={"width": width, "height": 800}) as page:
        await page.goto(house.url)
        await page.locator("details.menu > summary").last.click()
        await expect(page.locator(".menu-panel .who")).to_have_text(PERSON)
        assert await layout_faults(page) == []


async def test_the_doors_of_the_home_page_stand_in_one_row_or_one_column(
    work: tuple[PageHouse, str], browser: Browser
) -> None:
    house, _ = work
    rows = "new Set([...document.querySelectorAll('.tile')].map(it => it.offsetTop)).size"
    async with page_of(browser, house, "bob") as page:
        await page.goto(house.url)
        found = {}
        for width in (320, 600, 768, 1280):
            await page.set_viewport_size({"width": width, "height": 800})
            found[width] = await page.evaluate(rows)
    assert found == {320: 3, 600: 3, 768: 1, 1280: 1}


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("<p style='width: 400px'>wide</p>", "the page is"),
        ("<p style='width: 60px; overflow: hidden; white-space: nowrap'>a long label</p>", "cut"),
        ("<svg width='100%' height='20'><text y='14'>" + SENTENCE + "</text></svg>", "leaves"),
        (
            "<table><tr><th style='overflow-wrap: anywhere'>Exercise</th>"
            "<td style='white-space: nowrap'>" + SENTENCE[:40] + "</td></tr></table>",
            "hardly room",
        ),
    ],
)
async def test_each_kind_of_fault_is_found(browser: Browser, content: str, fault: str) -> None:
    page = await browser.new_page(viewport=NARROW)
    await page.set_content(f"<!doctype html><main>{content}</main>")
    assert any(fault in found for found in await layout_faults(page))
    await page.close()
