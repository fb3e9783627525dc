"""The page of a preview hears over a stream how far grading again is."""

from __future__ import annotations

import pytest
from news_stream import BEAT, stream_of
from page_house import PageHouse, soup
from regrade_samples import answer, marked_class, marks
from regrade_samples import result as graded

from officina_hub.portal.pages.news import NewsHandler
from officina_hub.portal.store.regrade_progress import Progress

TEACH = "courses/tea/teach"


@pytest.fixture(autouse=True)
def quick_beats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(NewsHandler, "beat_seconds", 0.3)


@pytest.fixture
async def preview(house: PageHouse) -> str:
    """The page of a preview that was begun a moment ago."""
    await marked_class(house)
    begun = await house.open(f"{TEACH}/exercises/leaf/regrade", "tina", form={})
    return house.location(begun)


async def test_the_progress_listens_and_asks_by_itself_only_without_a_stream(
    house: PageHouse, preview: str
) -> None:
    part = soup(await house.open(preview, "tina")).select_one("[data-news]")
    assert part["data-news"].endswith(f"{preview}/news")
    assert part["hx-trigger"] == "news, every 2s"


async def test_each_step_of_a_small_class_is_told(house: PageHouse, preview: str) -> None:
    async with stream_of(house, "tina", f"{preview}/news") as stream:
        await stream.until_quiet()
        await answer(house, graded(marks(6.0), "new"))
        await stream.next_look()
        await stream.until_quiet()
        await house.open(f"{preview}/discard", "tina", form={})
        await stream.next_look()


async def test_nothing_else_is_told(house: PageHouse, preview: str) -> None:
    async with stream_of(house, "tina", f"{preview}/news") as stream:
        await stream.until_quiet()
        await house.hand_in("ada", "cup")
        assert [await stream.next_word() for _ in range(3)] == [BEAT] * 3


def test_a_large_class_is_told_of_in_hundredths() -> None:
    told = {Progress("confirming", done, 1000).hundredth for done in range(1001)}
    assert len(told) == 101


@pytest.mark.parametrize("who", ["ada", "theo"])
async def test_only_trainers_of_the_course_hear_of_it(
    house: PageHouse, preview: str, who: str
) -> None:
    assert (await house.open(f"{preview}/news", who)).status == 403


async def test_of_what_is_not_there_nobody_hears(house: PageHouse) -> None:
    assert (await house.open(f"{TEACH}/regrades/none/news", "tina")).status == 404
