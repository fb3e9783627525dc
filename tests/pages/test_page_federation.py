"""*Operate → Federation*: how each peer's last harvest went, for operators alone."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from federation_samples import (
    CITY,
    HOSTILE,
    NEVER,
    NORTH,
    PEERS,
    begin_to_share,
    sign_all,
    tell_harvests,
)
from page_house import PageHouse, soup, text_of
from portal_house import NOON

from officina_hub.portal.harvest_pace import next_at
from officina_hub.portal.store.federation_harvests import peer_rows

PAGE = "operate/federation"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[PageHouse]:
    async with PageHouse(tmp_path, peers=PEERS) as house:
        tell_harvests(house)
        yield house


async def test_without_peers_the_page_says_how_to_add_one(empty_house: PageHouse) -> None:
    text = text_of(await empty_house.open(PAGE, "root"))
    assert "[[peers]]" in text
    assert "officina federation trust" in text


async def own_words(house: PageHouse) -> str:
    (own,) = soup(await house.open(PAGE, "root")).select("section[aria-labelledby=own]")
    return " ".join(own.get_text(" ").split())


async def test_where_nothing_is_published_the_page_says_how_to_begin(
    empty_house: PageHouse,
) -> None:
    assert "officina federation init" in await own_words(empty_house)
    begin_to_share(empty_house.settings.data_dir, NOON)
    words = await own_words(empty_house)
    assert "names no federation_address" in words
    assert "officina federation init" not in words
    assert "Root: whose keys count Holds" in words


async def test_a_signature_that_ends_soon_is_shown_with_what_to_do(empty_house: PageHouse) -> None:
    house = empty_house
    sign_all(house.settings.data_dir, NOON)
    words = await own_words(house)
    assert words.count("Holds") == 5
    assert "is the newest Holds until Mar 3, 2026, 12:00 PM UTC (24 hours more)" in words
    assert "officina federation publish" not in words
    house.clock.turn(hours=19)
    words = await own_words(house)
    assert "is the newest Ends soon until Mar 3, 2026, 12:00 PM UTC (5 hours more)" in words
    assert "Run: officina federation publish." in words
    house.clock.turn(hours=24 * 60)
    words = await own_words(house)
    assert "is the newest Has ended on Mar 3, 2026, 12:00 PM UTC" in words
    assert "Files of lumi Ends soon" in words
    assert "Bring the keys of targets" in words
    assert words.count("Run: officina federation publish.") == 1


async def test_signatures_that_cannot_be_read_leave_the_rest_of_the_page(
    house: PageHouse,
) -> None:
    sign_all(house.settings.data_dir, NOON)
    metadata = house.settings.data_dir / "federation/published/metadata"
    (metadata / "timestamp.json").write_text("{")
    assert "cannot be read, so peers refuse" in await own_words(house)
    assert "Signed and up to date" in text_of(await house.open(PAGE, "root"))


async def test_each_peer_is_shown_with_verdict_and_figures(house: PageHouse) -> None:
    page = await house.open(PAGE, "root")
    north, city, never = soup(page).select("main section[aria-labelledby^=peer-]")
    words = " ".join(north.get_text(" ").split())
    assert "Signed and up to date" in words
    assert "Processed 1,234 Added 7 Updated 3 Deleted 2 Rejected 2" in words
    assert f"{HOSTILE}; write a plain one page 1, line 7 (+1)" in words
    assert not soup(page).select("main script")
    words = " ".join(city.get_text(" ").split())
    assert "Too slow" in words
    assert "not whole after 120 seconds" in words
    assert "Pages that describe nothing 4" in words
    assert "the second page" in words
    assert f"What was found: what came begins with {HOSTILE}" in words
    assert "Not harvested yet" in " ".join(never.get_text(" ").split())


async def test_the_page_is_for_operators_alone(house: PageHouse) -> None:
    for path, form in ((PAGE, None), (f"{PAGE}/north/harvest", {})):
        assert (await house.open(path, "tina", form=form)).status == 403


async def test_a_harvest_is_ordered_by_the_button(house: PageHouse) -> None:
    bell = house.portal.harvest_bell.listen()
    answer = await house.open(f"{PAGE}/city/harvest", "root", form={})
    assert answer.status == 303
    assert bell.is_set()
    assert "it begins in a moment" in text_of(await house.open(PAGE, "root"))
    assert (await house.open(f"{PAGE}/nobody/harvest", "root", form={})).status == 404


async def test_a_peers_turn_comes_as_often_as_it_says_and_seldom_while_it_fails(
    house: PageHouse,
) -> None:
    rows = await house.portal.read(peer_rows)
    assert next_at(NORTH, rows["north"]) == NOON + timedelta(minutes=61)
    assert next_at(CITY, rows["city"]) == NOON + timedelta(minutes=120)
    assert next_at(NEVER, None) is None
