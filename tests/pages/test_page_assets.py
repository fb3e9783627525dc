"""*What is shared*: for those who publish, and for operators."""

from __future__ import annotations

import pytest
from page_house import PageHouse, soup, text_of


async def test_courses_are_listed_with_licence_and_checksum(house: PageHouse) -> None:
    page = await house.open("assets", "tina")
    (table,) = soup(page).select("main table")
    assert "CC-BY-4.0" in table.get_text()
    assert "made here" in table.get_text()
    assert len(table.select("td code")) == len(table.select("tbody tr"))


@pytest.mark.parametrize("shelf", ["datasets&page=9", "environments", "nothing&page=x"])
async def test_every_shelf_and_page_is_shown(house: PageHouse, shelf: str) -> None:
    assert "What is shared" in text_of(await house.open(f"assets?shelf={shelf}", "root"))


async def test_learners_are_sent_to_find(house: PageHouse) -> None:
    answer = await house.open("assets", "ada")
    assert answer.status == 403
    assert "Find shows what you can use" in text_of(answer)
