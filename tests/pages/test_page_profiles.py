"""*Factories side by side*: what each tells of itself, and nothing that it made up."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from federation_samples import HOSTILE, PEERS, tell_harvests
from page_house import PageHouse, soup, text_of
from portal_house import NOON

from officina_hub.federation.checking.report import ServiceReport, answered
from officina_hub.federation.harvest.officina import PROFILE
from officina_hub.portal.checking_factories import OURS
from officina_hub.portal.db import tables as t
from officina_hub.portal.store.federation_checks import keep_check

PAGE = "operate/federation/profiles"
NORTH = {
    "id": "north",
    "name": f"North {HOSTILE}",
    "contact": "help@north.example",
    "homepage": "https://north.example/",
    "offers": {"training": 12, "dataset": 1234},
    "package_keys": ["ab" * 32],
    "sessions": [
        {"title": "Big", "partition": "ai", "gpu_type": "h100", "gpu_memory_gib": 80, "gpus": 4,
         "memory_gib": 512, "minutes": 1440, "per_person": 1, "later": 1},
        {"title": "Small", "partition": "ai", "cores": 64, "minutes": 60},
    ],
    "service_levels": {"availability_percent": 99.5, "first_answer_hours": 4,
                       "support_languages": ["fi", "en"], "terms": "https://north.example/sla"},
}  # fmt: skip


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[PageHouse]:
    async with PageHouse(tmp_path, peers=PEERS) as house:
        tell_harvests(house)
        with house.portal.database.writing() as session:
            session.get(t.FederationPeer, "north").position = {
                PROFILE: {"mark": "x", "facts": NORTH}
            }
            session.get(t.FederationPeer, "city").position = {PROFILE: {"mark": "x"}}
        yield house


async def test_this_factory_stands_beside_its_peer(house: PageHouse) -> None:
    identity = house.portal.settings.identity
    folder = house.portal.settings.data_dir / "federation/published" / identity.own_id
    folder.mkdir(parents=True)
    own = {"id": identity.own_id, "name": "Ours", "contact": "us@example.org", "later": 1}
    (folder / "profile.json").write_text(json.dumps(own))
    page = await house.open(PAGE, "root")
    table = soup(page).select_one("main table")
    heads = [" ".join(head.get_text().split()) for head in table.select("thead th")]
    assert heads[1:] == ["Ours (this factory)", f"North {HOSTILE}"]
    rows = {row.th.get_text(): [c.get_text() for c in row.select("td")] for row in table("tr")[1:]}
    assert rows["Datasets"] == ["0", "1,234"]
    assert rows["Contact"] == ["us@example.org", "help@north.example"]
    assert rows["Homepage"] == ["not told", "https://north.example/"]
    assert rows["Types of GPUs"] == ["not told", "h100 (80 GiB)"]
    assert rows["GPUs of one session, at most"] == ["not told", "4"]
    assert rows["CPU cores of one session, at most"] == ["not told", "64"]
    assert rows["Longest session"] == ["not told", "24 hr"]
    assert rows["Partitions"] == ["not told", "ai"]
    assert rows["Availability in a month"] == ["not told", "99.5 %"]
    assert rows["First answer of support"] == ["not told", "within 4 hours of support"]
    assert rows["Languages of support"] == ["not told", "Finnish, English"]
    assert rows["Service level agreement"] == ["not told", "https://north.example/sla"]
    assert not soup(page).select("main script")


async def test_what_was_found_of_each_stands_side_by_side(house: PageHouse) -> None:
    items = (
        answered("tls", "met", "reached by https"),
        answered("feed", "missed", f"page 2 {HOSTILE}"),
    )
    report = ServiceReport(
        address="https://north.example/", factory="north", name="North", checked_at=NOON,
        items=items,
    )  # fmt: skip
    with house.portal.database.writing() as session:
        keep_check(session, "north", NOON, report, "")
        keep_check(session, OURS, NOON, None, "Nothing answers there.")
    page = await house.open(PAGE, "root")
    _, table = soup(page).select("main table")
    rows = {row.th.get_text(): row.td.get_text(" ", strip=True) for row in table("tr")[1:]}
    assert rows["Reached by https, with a certificate that holds"] == "met"
    assert rows["Its feed can be read"].startswith(f"missed page 2 {HOSTILE}")
    assert rows["Its catalogue can be had in DCAT-AP"] == "not looked at"
    assert not soup(page).select("main script")


async def test_an_operator_has_them_looked_at_now(house: PageHouse) -> None:
    bell = house.portal.factories_bell.listen()
    assert (await house.open(PAGE, "root", form={})).status == 303
    assert bell.is_set()
    assert (await house.open(PAGE, "tina", form={})).status == 403


async def test_without_profiles_it_says_where_they_come_from(empty_house: PageHouse) -> None:
    assert "No profile is known yet" in text_of(await empty_house.open(PAGE, "root"))


async def test_it_is_for_operators_alone(house: PageHouse) -> None:
    assert (await house.open(PAGE, "tina")).status == 403
