"""What several sources offer: folded in the list, told on the record's page, held apart."""

from __future__ import annotations

import pytest
from find_samples import FORECASTS, NORTH, SAME_AT_NORTH, id_of, load
from page_house import PageHouse, soup, text_of
from portal_house import Answer

HERE, THERE = id_of(FORECASTS), id_of(SAME_AT_NORTH, NORTH)
BUTTON = 'button[name="deed"]'


@pytest.fixture
async def house(empty_house: PageHouse) -> PageHouse:
    await load(empty_house)
    await load(empty_house, (SAME_AT_NORTH,), NORTH)
    return empty_house


def hits(answer: Answer) -> list[str]:
    return [str(link["href"]).rpartition("/")[2] for link in soup(answer).select(".hit h2 a")]


async def press(house: PageHouse, who: str, deed: str) -> Answer:
    page = f"find/{HERE}"
    return await house.open(f"{page}/apart", who, form={"deed": deed})


async def test_the_list_folds_what_is_the_same(house: PageHouse) -> None:
    answer = await house.open("find?q=forecasts", "ada")
    (first,) = hits(answer)
    (folded,) = soup(answer).select(".hit details a")
    assert {first, str(folded["href"]).rpartition("/")[2]} == {HERE, THERE}
    assert "2 records found" in text_of(answer)


async def test_learners_are_told_and_decide_nothing(house: PageHouse) -> None:
    answer = await house.open(f"find/{HERE}", "ada")
    panel = soup(answer).select_one('[aria-labelledby="also-heading"]')
    assert " ".join(panel.get_text(" ").split()) == (
        "Also offered by North : Weather forecasts, hour by hour (same address)"
    )
    assert not panel.select(BUTTON)
    assert (await press(house, "ada", f"apart:{THERE}")).status == 403


async def test_a_curator_holds_two_apart_and_takes_it_back(house: PageHouse) -> None:
    page = f"find/{HERE}"
    (button,) = soup(await house.open(page, "cora")).select(BUTTON)
    assert (await press(house, "cora", str(button["value"]))).status == 303
    assert len(hits(await house.open("find?q=forecasts", "ada"))) == 2
    assert "Also offered by" not in text_of(await house.open(page, "ada"))
    (button,) = soup(await house.open(page, "cora")).select(BUTTON)
    assert (await press(house, "cora", str(button["value"]))).status == 303
    assert len(hits(await house.open("find?q=forecasts", "ada"))) == 1


async def test_curators_see_all_that_is_held_apart(house: PageHouse) -> None:
    assert "Nothing is held apart" in text_of(await house.open("catalogue/apart", "cora"))
    await press(house, "cora", f"apart:{THERE}")
    page = await house.open("catalogue/apart", "cora")
    (row,) = soup(page).select("main tbody tr")
    assert {str(link["href"]).rpartition("/")[2] for link in row.select("a")} == {HERE, THERE}
    assert "North" in row.get_text()
    assert "cora, " in row.get_text()
    assert soup(await house.open("catalogue", "cora")).select('a[href$="catalogue/apart"]')
    assert (await house.open("catalogue/apart", "ada")).status == 403


async def test_rest_tells_it(house: PageHouse) -> None:
    answer = await house.ask("GET", f"catalogue/records/{HERE}/also-offered", "ada")
    (one,) = answer.json["also_offered"]
    assert (one["id"], one["source"], one["because"]) == (THERE, "peer-north", ["address"])
    assert answer.json["held_apart"] == []
    assert (await house.ask("GET", "catalogue/records/none/also-offered", "ada")).status == 404
