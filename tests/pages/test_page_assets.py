"""*What is shared*: for those who publish, and for operators."""

from __future__ import annotations

import pytest
from page_house import PageHouse, soup, text_of
from portal_house import course, publish_course

from officina_hub.federation.harvest.officina import TAKEN
from officina_hub.portal.db import tables as t


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


async def test_many_takers_of_a_course_are_counted_and_opened_on_demand(
    empty_house: PageHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    ours = "https://ours.example/federation/"
    identity = empty_house.portal.settings.identity.model_copy(update={"federation_address": ours})
    settings = empty_house.portal.settings.model_copy(update={"identity": identity})
    monkeypatch.setattr(empty_house.portal, "settings", settings)
    publish_course(empty_house.portal, course("rye"))
    fact = {"source": ours, "course_id": "rye", "version": "1.0.0", "sha256": "a" * 64}
    with empty_house.portal.database.writing() as session:
        for number in range(4):
            session.add(
                t.FederationPeer(
                    id=f"north-{number}",
                    address="x",
                    verdict="fresh",
                    failures=0,
                    position={TAKEN: {"mark": "x", "facts": [fact]}},
                    report={},
                )
            )
    page = await empty_house.open("assets", "tina")
    closed = soup(page).select_one("main td details:not([open])")
    assert closed.summary.get_text(strip=True) == "taken over in 4 places"
    assert len(closed.select("span.quiet")) == 4
