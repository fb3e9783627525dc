"""A page that waits hears over a stream that there are news of what its reader may see."""

from __future__ import annotations

import pytest
from news_stream import BEAT, LOOK, stream_of
from page_house import PageHouse, soup

from officina_hub.portal.news import OF_PAGES
from officina_hub.portal.pages.news import NewsHandler

MINE = "courses/tea/mine/news"


@pytest.fixture(autouse=True)
def quick_beats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(NewsHandler, "beat_seconds", 0.3)


async def test_the_first_word_comes_at_once_because_the_page_is_older(house: PageHouse) -> None:
    async with stream_of(house, "ada", MINE) as stream:
        assert await stream.next_word() == LOOK


async def test_marks_are_told_to_whom_they_belong_and_to_nobody_else(house: PageHouse) -> None:
    await house.enrol("bob")
    await house.hand_in("ada")
    async with stream_of(house, "ada", MINE) as hers, stream_of(house, "bob", MINE) as his:
        await hers.until_quiet()
        await his.until_quiet()
        await house.grade()
        await hers.next_look()
        assert [await his.next_word() for _ in range(3)] == [BEAT] * 3


async def test_a_trainer_hears_of_the_attempt_they_look_at(house: PageHouse) -> None:
    work = await house.hand_in("ada")
    async with stream_of(house, "tina", f"courses/tea/submissions/{work}/news") as stream:
        await stream.until_quiet()
        await house.grade()
        await stream.next_look()


@pytest.mark.parametrize("who", ["bob", "theo"])
async def test_others_hear_nothing_of_an_attempt(house: PageHouse, who: str) -> None:
    work = await house.hand_in("ada")
    assert (await house.open(f"courses/tea/submissions/{work}/news", who)).status == 404


async def test_without_a_login_there_is_no_stream(house: PageHouse) -> None:
    assert (await house.open(MINE)).status == 302


async def test_the_stream_ends_with_the_login(
    house: PageHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def nobody(*args: object, **options: object) -> None:
        return None

    async with stream_of(house, "ada", MINE) as stream:
        assert await stream.next_word() == LOOK
        monkeypatch.setattr(house.portal.hub_auth, "user_for_token", nobody)
        assert await stream.end() == 200


async def test_one_person_holds_only_so_many_streams(house: PageHouse) -> None:
    open_ones = [stream_of(house, "ada", MINE) for _ in range(OF_PAGES.most_of_a_person)]
    for each in open_ones:
        assert await (await each.__aenter__()).next_word() == LOOK
    assert (await house.open(MINE, "ada")).status == 204
    async with stream_of(house, "bob", MINE) as his:
        assert await his.next_word() == LOOK
    for each in open_ones:
        await each.__aexit__(None, None, None)


async def test_a_stream_is_kept_nowhere_on_its_way(
    house: PageHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def unwelcome(self: NewsHandler) -> bool:
        return False

    monkeypatch.setattr(NewsHandler, "_is_welcome", unwelcome)
    answer = await house.open(MINE, "ada")
    assert answer.headers["Content-Type"] == "text/event-stream"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Accel-Buffering"] == "no"


@pytest.mark.parametrize("path", ["", "/feedback/notebook"])
async def test_the_pages_of_an_attempt_listen_while_a_trainer_has_to_mark_it(
    house: PageHouse, path: str
) -> None:
    work = await house.hand_in("ada")
    await house.grade("needs_manual")
    page = f"courses/tea/submissions/{work}"
    if path:
        page = f"courses/tea/exercises/leaf/submissions/{work}{path}"
    part = soup(await house.open(page, "ada")).select_one("[data-news]")
    assert part["data-news"].endswith(f"courses/tea/submissions/{work}/news")
    assert part["hx-trigger"] == "news, every 20s"
    await house.ask("POST", "courses/tea/exercises/leaf/feedback", "tina", send={"users": None})
    await house.grade(score=11)
    poll = part["hx-get"].partition("/services/officina/")[2]
    news = await house.open(poll, "ada", headers={"HX-Request": "true"})
    assert "11 of 12" in soup(news).get_text(" ") or "9 / 10" in soup(news).get_text(" ")
    assert soup(news).select_one("[data-news]") is None
