"""Requests by REST: what is refused, what is left out, and who learns what."""

from __future__ import annotations

import asyncio

import pytest
from find_samples import ADVICE, FORECASTS, OFFICE
from portal_house import House
from request_samples import OTHER_KEY, asked, filed
from sqlalchemy import update

from officina_hub.catalogue.arriving import Arriving
from officina_hub.portal.catalogue_loading import Loader, LoadOptions
from officina_hub.portal.db import tables as t
from officina_hub.portal.store.act import Act


@pytest.fixture
async def catalogue_house(house: House) -> House:
    act = Act(user="olga", at=house.portal.clock())
    loader = Loader(house.portal.database, OFFICE, act, LoadOptions())
    records = [Arriving(ADVICE, "line 1"), Arriving(FORECASTS, "line 2")]
    await house.portal.keep(loader.load, records)
    return house


def withdraw(house: House) -> None:
    with house.portal.database.writing() as session:
        session.execute(update(t.CatalogueRecord).values(state="withdrawn"))


async def test_a_request_travels_to_the_advisor_and_back(catalogue_house: House) -> None:
    house = catalogue_house
    made = await house.ask("POST", "requests", "ada", send=asked(shares_courses=True))
    assert made.status == 201
    assert made.json["courses"][0]["title"] == "All about tea"
    path = f"requests/{made.json['id']}"
    house.clock.turn(hours=2)
    said = {"decision": "granted", "text": "Come on Monday.", "after": 1}
    assert (await house.ask("POST", path + "/answers", "olga", send=said)).status == 200
    mine = (await house.ask("GET", "requests", "ada")).json
    assert [(one["state"], one["has_news"]) for one in mine] == [("granted", True)]
    figures = (await house.ask("GET", "requests/figures", "olga")).json
    assert figures["median_first_answer_seconds"] == 7200


async def test_the_same_form_at_the_same_time_is_one_request(catalogue_house: House) -> None:
    tries = [catalogue_house.ask("POST", "requests", "ada", send=asked()) for _ in range(5)]
    answers = await asyncio.gather(*tries)
    assert {each.status for each in answers} == {201}
    assert len({each.json["id"] for each in answers}) == 1


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"purpose": "x" * 100_000}, 422),
        ({"purpose": " \x00\u202e "}, 422),
        ({"purpose": ""}, 422),
        ({"firm": "x" * 201}, 422),
        ({"contact": "ada@x.example, eve@x.example"}, 422),
        ({"contact": "ada@x.example\r\nBcc: eve@x.example"}, 422),
        ({"key": "1"}, 422),
        ({"record_id": "../../etc/passwd"}, 422),
        ({"language": "xx"}, 422),
        ({"state": "granted"}, 422),
        ({"record_id": "a" * 20}, 404),
    ],
    ids=lambda value: str(value)[:24].encode("unicode_escape").decode(),
)
async def test_what_cannot_be_a_request_is_refused(
    catalogue_house: House, changes: dict[str, str], status: int
) -> None:
    answer = await catalogue_house.ask("POST", "requests", "ada", send=asked(**changes))
    assert answer.status == status
    assert (await catalogue_house.ask("GET", "requests", "ada")).json == []


async def test_characters_that_nobody_sees_are_left_out(catalogue_house: House) -> None:
    text = "A\x00 <b>bold</b>\u202e plan\nwith two lines"
    send = asked(purpose=text, firm="Ada's\n\n Greens\x07")
    made = (await catalogue_house.ask("POST", "requests", "ada", send=send)).json
    assert made["purpose"] == "A <b>bold</b> plan\nwith two lines"
    assert made["firm"] == "Ada's Greens"


async def test_a_record_that_was_withdrawn_cannot_be_asked_for_any_more(
    catalogue_house: House,
) -> None:
    house = catalogue_house
    made = await house.ask("POST", "requests", "ada", send=asked())
    await house.portal.work(withdraw, house)
    assert (await house.ask("POST", "requests", "ada", send=asked(key=OTHER_KEY))).status == 404
    again = await house.ask("POST", "requests", "ada", send=asked())
    assert again.json["id"] == made.json["id"]  # the form that came before is known
    kept = await house.ask("GET", f"requests/{made.json['id']}", "ada")
    assert kept.json["title"] == ADVICE.title


async def test_a_question_and_a_refusal_need_a_text(house: House) -> None:
    path = f"requests/{(await filed(house)).id}/answers"
    for decision in ("question", "refused"):
        refused = await house.ask("POST", path, "olga", send={"decision": decision, "text": " "})
        assert (refused.status, refused.json["code"]) == (422, "text-needed")
    for decision in ("sent", "withdrawn", ""):
        assert (await house.ask("POST", path, "olga", send={"decision": decision})).status == 422


async def test_competitors_learn_nothing_of_each_other(house: House) -> None:
    request = await filed(house, "ada")
    await filed(house, "bob")
    for path in ("", "/replies", "/withdrawal", "/answers"):
        method = {"": "GET", "/withdrawal": "PUT"}.get(path, "POST")
        send = {"text": "Hello", "decision": "granted"} if method == "POST" else None
        theirs = await house.ask(method, f"requests/{request.id}{path}", "bob", send=send)
        assert (theirs.status, b"Greens" in theirs.content) == (404, False), path
    assert [one["user"] for one in (await house.ask("GET", "requests", "bob")).json] == ["bob"]
    for path in ("requests/all", "requests/figures"):
        assert (await house.ask("GET", path, "bob")).status == 403
