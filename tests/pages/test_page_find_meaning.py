"""The group "In other languages" on the page, with a pretended encoder: it can be read by all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from find_samples import LESSON, id_of, load
from page_browser import faults, page_of
from page_house import PageHouse, soup
from playwright.async_api import Browser
from pretended_encoder import Pretended

from officina_hub.portal.catalogue_vectors import CatalogueVectors

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_what_is_near_in_meaning_stands_below_the_list(
    shown_house: PageHouse, browser: Browser, tmp_path: Path
) -> None:
    house = shown_house
    await load(house)
    vectors = CatalogueVectors(tmp_path / "vectors", house.portal.database, Pretended())
    house.portal.catalogue.vectors = vectors
    await house.portal.keep(vectors.rebuild, lambda done: None)

    for headers in ({}, {"HX-Request": "true"}):
        page = soup(await house.open("find?q=forcasts", "ada", headers=headers))
        group = page.select_one("section[aria-labelledby=find-others]")
        assert group.h2.get_text() == "In other languages"
        assert [link["href"].rpartition("/")[2] for link in group.select("h3 a")] == [id_of(LESSON)]
        assert [h.get_text().strip() for h in page.select("ol.hits h2")] == ["Weather forecasts"]
    german = await house.open("find?q=forcasts", "ada", headers={"Accept-Language": "de"})
    assert soup(german).select_one("#find-others").get_text() == "In anderen Sprachen"
    assert soup(await house.open("find", "ada")).select_one("#find-others") is None

    async with page_of(browser, house, "ada") as shown:
        await shown.goto(house.url + "find?q=forcasts")
        assert await faults(shown) == []
        if pictures := os.environ.get("OFFICINA_PICTURES"):
            await shown.screenshot(path=f"{pictures}/find-others.png", full_page=True)
