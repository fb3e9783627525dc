"""axe-core finds nothing on any page, in light and dark, at 320, 768 and 1280 pixels."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio
from curate_hand import Hand
from federation_samples import NORTH_PROFILE, PEERS, sign_all, tell_harvests
from find_samples import ADVICE, FORECASTS, HOSTILE, NORTH, SAME_AT_NORTH, id_of, load
from import_samples import NOTEBOOK, file_origin, learners_get, proved, taken
from page_browser import add_hub_files, faults, page_of
from page_house import PageHouse
from playwright.async_api import Browser
from portal_house import course, publish_course
from request_samples import filed

from officina_courses.checks.codes import found
from officina_hub.federation.harvest.officina import PROFILE
from officina_hub.portal.db import tables as t

pytestmark = pytest.mark.asyncio(loop_scope="module")

PAGES = (
    ("ada", ""),
    ("bob", ""),
    ("ada", "find"),
    ("ada", "find?q=forcasts&facet.country=FI"),
    ("ada", "find?q=zzzzqqqq"),
    ("cora", f"find/{id_of(FORECASTS)}"),
    ("ada", f"find/{id_of(ADVICE)}"),
    ("cora", "catalogue"),
    ("cora", "catalogue/apart"),
    ("cora", "catalogue/new"),
    ("cora", f"catalogue/{id_of(FORECASTS)}"),
    ("kurt", f"catalogue/{id_of(FORECASTS)}/review"),
    ("cora", f"catalogue/{id_of(FORECASTS)}/history"),
    ("ada", "searches"),
    ("ada", "searches/new?q=rain"),
    ("bob", f"find/{id_of(ADVICE)}/request"),
    ("ada", f"find?q=weather&compare={id_of(ADVICE)}"),
    ("ada", f"compare?id={id_of(FORECASTS)}&id={id_of(HOSTILE)}"),
    ("ada", "requests"),
    ("bob", "requests"),
    ("ada", "requests/{request}"),
    ("olga", "requests/{request}"),
    ("olga", "desk"),
    ("olga", "desk?search=nothing"),
    ("ada", "courses"),
    ("ada", "courses?search=coffee"),
    ("bob", "courses/tea"),
    ("ada", "courses/tea"),
    ("ada", "courses/tea/mine"),
    ("ada", "courses/tea/submissions/{work}"),
    ("ada", "courses/tea/exercises/leaf/submissions/{work}/feedback/notebook"),
    ("ada", "courses/tea/exercises/cup/starting"),
    ("bob", "courses/tea/exercises/cup/starting"),
    ("ada", "launch"),
    ("ada", "record"),
    ("tina", "teach"),
    ("theo", "teach"),
    ("tina", "courses/tea/teach"),
    ("tina", "courses/tea/teach/members/remove?user=bob"),
    ("tina", "courses/tea/teach/exercises/leaf"),
    ("tina", "courses/tea/teach/exercises/cup"),
    ("theo", "courses/rye/teach"),
    ("theo", "imports"),
    ("tina", "imports"),
    ("tina", "imports/{running}"),
    ("tina", "imports/{unproved}"),
    ("tina", "imports/{follower}"),
    ("tina", "imports/{newer}/changes"),
    ("root", "operate"),
    ("root", "operate/federation"),
    ("root", "operate/federation/profiles"),
    ("tina", "assets"),
    ("tina", "assets?shelf=datasets"),
    ("ada", "no-such-page"),
    ("ada", "courses/tea/teach"),
    (None, "help"),
    (None, "accessibility"),
)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def work(
    tmp_path_factory: pytest.TempPathFactory,
) -> AsyncIterator[tuple[PageHouse, dict[str, str]]]:
    """A house in which something of everything has happened; a submission and a request of ada."""
    house = PageHouse(tmp_path_factory.mktemp("house"), peers=PEERS)
    add_hub_files(house)
    tell_harvests(house)
    # So that one of them ends soon.
    sign_all(house.settings.data_dir, house.clock.now - timedelta(hours=20))
    known = {"objectives": ["Tell green from black"], "prerequisites": ["Water"], "minutes": 150}
    esco = "http://data.europa.eu/esco/skill/7ee4c2ea-b349-4bd2-81a3-ec31475d4833"
    known |= {"skills": [{"id": esco, "label": "statistics"}]}
    known |= {"sectors": ["climate-environment"], "steps": ["cleaning"]}
    description = (
        "# Why\n\nBecause *it is* [good](https://example.org).\n\n| a | b |\n|---|---|\n| 1 | 2 |"
    )
    publish_course(house.portal, course(description=description, **known))
    publish_course(house.portal, course("rye", language="de"), trainer="theo")
    await house.enrol("ada")
    await house.enrol("bob")
    graded = await house.hand_in("ada")
    await house.grade()
    house.clock.now += timedelta(hours=2)
    await house.hand_in("bob")
    await house.grade("needs_manual", score=7)
    await house.open("courses/tea/teach/exercises/leaf/feedback", "tina", form={})
    await house.fail("Nothing of 'ada' has been graded yet.")
    await house.grade("needs_manual", score=7)
    await house.hand_in("ada", "cup")
    await house.open("courses/tea/start", "bob", form={"exercise": "cup"})
    await load(house)
    await load(house, (SAME_AT_NORTH,), NORTH)
    await Hand(house, "cora", id_of(FORECASTS)).write(
        "ask", title__0__text="Forecasts", version="2"
    )
    kept = {"question": "q=rain", "name": "Rain", "told": "home"}
    await house.open("searches", "ada", form=kept)
    request = await filed(house)
    said = {"decision": "question", "text": "For how many people?"}
    await house.open(f"requests/{request.id}/answer", "olga", form=said)
    with house.portal.database.writing() as session:
        north = session.get(t.FederationPeer, "north")
        north.position = {PROFILE: {"mark": "", "facts": NORTH_PROFILE}}
        fault = found("OFF100", "7 of 10 points.", path=NOTEBOOK, cell="test-mean")
        unproved = str(proved(session, fault, course_id="oat").release_id)
        learners_get(session, proved(session, course_id="ash").release_id)
        newer = str(proved(session, course_id="ash", version="1.1.0").release_id)
        learners_get(session, proved(session, course_id="yew", whence=file_origin()).release_id)
        whence = file_origin("b" * 64)
        follower = proved(session, course_id="yew", version="1.1.0", whence=whence)
        running = str(taken(session, course_id="elm").release_id)
    yield (
        house,
        {
            "work": graded,
            "request": request.id,
            "unproved": unproved,
            "running": running,
            "newer": newer,
            "follower": str(follower.release_id),
        },
    )
    house.servers.may_finish.set()
    await house.close()


@pytest.mark.parametrize(("who", "path"), PAGES)
async def test_axe_finds_nothing(
    work: tuple[PageHouse, dict[str, str]], browser: Browser, who: str | None, path: str
) -> None:
    house, ids = work
    async with page_of(browser, house, who) as page:
        await page.goto(house.url + path.format(**ids))
        for closed in await page.query_selector_all("main details:not([open])"):
            await closed.evaluate("element => element.open = true")
        assert await page.title()
        assert await faults(page) == []


async def test_axe_finds_nothing_where_nothing_is_shared_yet(
    tmp_path: Path, browser: Browser
) -> None:
    async with PageHouse(tmp_path) as house:
        add_hub_files(house)
        async with page_of(browser, house, "root") as page:
            await page.goto(f"{house.url}operate/federation")
            assert "officina federation init" in await page.inner_text("main")
            assert await faults(page) == []


@pytest.mark.parametrize("menu", [0, 1])
async def test_axe_finds_nothing_in_the_open_menus(
    work: tuple[PageHouse, dict[str, str]], browser: Browser, menu: int
) -> None:
    house, _ = work
    async with page_of(browser, house, "ada") as page:
        await page.goto(house.url)
        await page.locator("details.menu > summary").nth(menu).click()
        assert await faults(page) == []
        await page.keyboard.press("Escape")
        assert await page.locator("details.menu[open]").count() == 0
