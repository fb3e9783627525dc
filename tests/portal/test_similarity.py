"""Similar solutions in the portal: compared once, kept with what they were found of, audited."""

from __future__ import annotations

import asyncio
import sys

import pytest
from portal_house import House
from similar_class import EXERCISE, alike, hand_in
from sqlalchemy import select

from officina_hub.portal import similarity
from officina_hub.portal.db import tables as t
from officina_hub.portal.store.act import Act
from officina_hub.portal.store.similarity import find_pair, look_again, look_at

PATH = EXERCISE + "/similarity"


async def test_nobody_has_looked_yet(house: House) -> None:
    found = (await house.ask("GET", PATH, "tina")).json

    assert (found["made_at"], found["submissions"], found["pairs"]) == (None, 0, [])


async def test_a_copy_is_told_with_its_shares_and_passages(house: House) -> None:
    one, other = await alike(house)
    found = (await house.ask("POST", PATH, "tina")).json
    (pair,) = found["pairs"]

    assert (pair["one"]["submission_id"], pair["other"]["submission_id"]) == (one, other)
    assert (pair["one"]["user"], pair["other"]["user"]) == ("ada", "bob")
    assert pair["one_in_other"] > 0.9 > pair["other_in_one"]
    assert pair["passages"]
    assert (found["compared"], found["is_current"], found["usual"]) == (3, True, None)
    assert (await house.ask("GET", PATH, "tina")).json == found


async def test_what_did_not_change_is_not_compared_again(house: House) -> None:
    await alike(house)
    first = (await house.ask("POST", PATH, "tina")).json
    house.clock.turn(hours=1)

    assert (await house.ask("POST", PATH, "tina")).json["made_at"] == first["made_at"]


async def test_new_work_makes_the_findings_old(house: House) -> None:
    await alike(house)
    await house.ask("POST", PATH, "tina")
    await hand_in(house, "bob", {"read": "pass"})
    house.clock.turn(hours=1)

    assert (await house.ask("GET", PATH, "tina")).json["is_current"] is False
    again = (await house.ask("POST", PATH, "tina")).json
    assert (again["is_current"], again["pairs"], again["too_short"]) == (True, [], 1)


async def test_work_that_cannot_be_read_is_counted_and_stops_nothing(house: House) -> None:
    await alike(house)
    await house.enrol("theo")
    await house.submit("theo", {"leaf.ipynb": b"\x00" * 100, "notes.txt": b"x"})
    found = (await house.ask("POST", PATH, "tina")).json

    assert (found["unread"], len(found["pairs"])) == (1, 1)


async def test_two_who_ask_at_once_cost_one_comparison(house: House) -> None:
    await alike(house)
    both = await asyncio.gather(*(house.ask("POST", PATH, "tina") for _ in range(2)))

    assert both[0].json == both[1].json
    with house.portal.database.reading() as session:
        made = select(t.Event).where(t.Event.what == "solutions compared")
        assert len(session.scalars(made).all()) == 1


async def test_a_comparison_that_takes_too_much_is_told_and_ended(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    await alike(house)
    monkeypatch.setattr(similarity, "LONGEST_SECONDS", 0.2)
    stuck = (sys.executable, "-c", "import sys, time; sys.stdin.read(); time.sleep(60)")
    monkeypatch.setattr(similarity, "COMPARE", stuck)
    answer = await house.ask("POST", PATH, "tina")

    assert (answer.status, answer.json["code"]) == (500, "not-compared")
    assert "Try again" in answer.json["detail"]


@pytest.mark.parametrize("said", ["", "{}", "no json", '{"comparison": 1}'])
async def test_a_comparison_that_answers_nonsense_keeps_nothing(
    house: House, monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    await alike(house)
    monkeypatch.setattr(similarity, "COMPARE", (sys.executable, "-c", f"print({said!r})"))

    assert (await house.ask("POST", PATH, "tina")).status == 500
    assert (await house.ask("GET", PATH, "tina")).json["made_at"] is None


async def test_that_a_trainer_looked_is_kept_and_noted(house: House) -> None:
    one, other = await alike(house)
    await house.ask("POST", PATH, "tina")
    act = Act(user="tina", at=house.clock())
    with house.portal.database.writing() as session:
        pair = find_pair(session, "tea", "leaf", other, one)
        look_at(session, "tea", "leaf", pair, "They work as a pair.", act)
    looked = (await house.ask("GET", PATH, "tina")).json["pairs"][0]["looked_at"]

    assert (looked["by"], looked["text"]) == ("tina", "They work as a pair.")
    with house.portal.database.writing() as session:
        look_again(session, "tea", "leaf", pair, act)
    assert (await house.ask("GET", PATH, "tina")).json["pairs"][0]["looked_at"] is None
    with house.portal.database.reading() as session:
        told = session.scalars(select(t.Event.what).where(t.Event.what.like("similar %")))
        assert list(told) == ["similar solutions looked at", "similar solutions to look at again"]
