"""Data under terms: read, agreed to by those who may, fetched, kept with the agreement."""

from __future__ import annotations

import hashlib
import json
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from data_house import FITTING, dataspace_of, load_offers, offered_by, page_of_dataset
from dataspace_samples import LOAD, course_provider
from page_house import PageHouse, soup, text_of
from sqlalchemy import select

from officina_hub.federation.dataspace.catalogue import Dataset
from officina_hub.federation.dataspace.messages import DataAddress
from officina_hub.federation.dataspace.partner import Partner
from officina_hub.federation.dataspace.processes import Transfer
from officina_hub.federation.dataspace.vocabulary import HTTP_ENDPOINT, Side
from officina_hub.portal.db import tables as t
from officina_hub.portal.store.dataspace_shelf import DatabaseShelf

PAGE = page_of_dataset()
SECRET = "a-token-that-opens-one-file"


@pytest.fixture(scope="module")
def provider() -> Iterator[Partner]:
    with course_provider() as partner:
        yield partner


@pytest.fixture(scope="module")
def offers(provider: Partner) -> tuple[Dataset, ...]:
    return offered_by(provider)


@pytest.fixture
async def house(
    tmp_path: Path, provider: Partner, offers: tuple[Dataset, ...]
) -> AsyncIterator[PageHouse]:
    async with PageHouse(tmp_path, dataspaces=(dataspace_of(provider),)) as house:
        load_offers(house, offers)
        yield house


def form_of(page: object, **more: str) -> dict[str, str]:
    """The hidden fields of the first form that agrees."""
    fields = soup(page).select('form[action$="/agree"]')[0].select("input[type=hidden]")
    return {each["name"]: each["value"] for each in fields if each["name"] != "_xsrf"} | more


async def agreed(house: PageHouse, page: str = PAGE) -> str:
    """What stella gets when she agrees to what fits; the address of its page."""
    purpose = "research" if page == PAGE else "energy-optimisation"
    terms = await house.open(f"{page}/terms?purpose={purpose}&country=FI", "stella")
    form = form_of(terms, decided="1")
    answer = await house.open(f"{page}/agree", "stella", form=form)
    assert answer.status == 303, text_of(answer)
    await house.portal.errands.idle()
    return house.location(answer)


async def test_terms_stand_in_plain_words_and_only_stewards_agree(house: PageHouse) -> None:
    found = await house.open(PAGE, "ada")
    assert soup(found).select(f'a[href$="{PAGE}/terms"]')
    unplanned = await house.open(f"{PAGE}/terms", "ada")
    assert "Allowed: use" in text_of(unplanned)
    assert "A person decides" in text_of(unplanned)
    assert "only its data stewards do it" in text_of(unplanned)
    assert not soup(unplanned).select('form[action$="/agree"]')
    wrong = await house.open(f"{PAGE}/terms?purpose=research&country=US", "stella")
    assert "do not allow what you plan" in text_of(wrong)
    assert not soup(wrong).select('form[action$="/agree"]')
    german = await house.open(f"{PAGE}/terms", "ada", headers={"Accept-Language": "de"})
    assert "Ein Mensch entscheidet" in text_of(german)
    refused = await house.open(f"{PAGE}/agree", "ada", form={"digest": "0" * 64, **FITTING})
    assert refused.status == 403


async def test_what_is_agreed_is_fetched_and_kept_with_who_when_and_checksum(
    house: PageHouse,
) -> None:
    here = await agreed(house)
    page = await house.open(here, "stella")
    assert "Data are here" in text_of(page), text_of(page)
    file = await house.open(f"{here}/file", "stella")
    assert file.content.startswith(b"hour,price_ct_kwh\n")
    sha256 = hashlib.sha256(file.content).hexdigest()
    assert sha256 in text_of(page)
    kept = json.loads((await house.open(f"{here}/agreement", "stella")).content)
    assert kept["prov:qualifiedAttribution"]["prov:agent"] == "stella"
    assert kept["odrl:hasPolicy"]["@type"] == "Agreement"
    assert kept["dcat:distribution"]["spdx:checksum"]["spdx:checksumValue"] == sha256
    assert text_of(await house.open("data", "stella")).count("Power price by hour") == 1
    assert "You have not agreed to anything yet" in text_of(await house.open("data", "ada"))
    for path in (here, f"{here}/file", f"{here}/agreement"):
        assert (await house.open(path, "ada")).status == 404

    await house.open(f"{here}/remove", "stella", form={})
    assert (await house.open(f"{here}/file", "stella")).status == 409
    assert list((house.settings.home / "agreed-data").iterdir()) == []
    await house.open(f"{here}/fetch", "stella", form={})
    await house.portal.errands.idle()
    assert (await house.open(f"{here}/file", "stella")).content == file.content


async def test_a_provider_that_changes_the_terms_is_left_with_the_reason(
    house: PageHouse,
) -> None:
    here = await agreed(house, page_of_dataset(LOAD))
    page = text_of(await house.open(here, "stella"))
    assert "Nothing was agreed" in page
    assert "asks for other terms than those of its catalogue" in page
    assert soup(await house.open(here, "stella")).select('a[href$="/terms"]')


async def test_nobody_agrees_to_other_terms_than_were_shown_or_without_a_decision(
    house: PageHouse,
) -> None:
    changed = await house.open(f"{PAGE}/agree", "stella", form={"digest": "0" * 64, **FITTING})
    assert (changed.status, "has changed its terms" in text_of(changed)) == (409, True)
    form = form_of(await house.open(f"{PAGE}/terms", "stella"))
    undecided = await house.open(f"{PAGE}/agree", "stella", form=form)
    assert (undecided.status, "nobody has decided" in text_of(undecided)) == (409, True)
    broken = await house.open(f"{PAGE}/agree", "stella", form={"digest": "x"})
    assert (broken.status, "did not come whole" in text_of(broken)) == (422, True)
    assert "You have not agreed to anything yet" in text_of(await house.open("data", "stella"))


async def test_what_will_be_done_is_judged_kept_and_told(house: PageHouse) -> None:
    planned = f"{PAGE}/terms?purpose=research&country=FI&actions="
    passed_on = await house.open(f"{planned}analyze&actions=distribute", "stella")
    assert "do not allow what you plan" in text_of(passed_on)
    ticked = soup(passed_on).select('input[name="actions"][checked]')
    assert [each["value"] for each in ticked] == ["analyze", "distribute"]
    assert not soup(passed_on).select('form[action$="/agree"]')
    unknown = text_of(await house.open(f"{planned}marvel", "stella"))
    assert "“marvel” is nothing that can be chosen here" in unknown
    assert "A person decides" in unknown

    analysed = await house.open(f"{planned}analyze", "stella")
    assert "These terms allow what you plan" in text_of(analysed)
    assert not soup(analysed).select('input[name="decided"]')
    form = form_of(analysed)
    forged = await house.open(f"{PAGE}/agree", "stella", form=form | {"actions": "distribute"})
    assert (forged.status, "do not allow what is planned" in text_of(forged)) == (409, True)
    none = await house.open(f"{PAGE}/agree", "stella", form={**form, "actions": "marvel"})
    assert none.status == 422
    answer = await house.open(f"{PAGE}/agree", "stella", form=form)
    await house.portal.errands.idle()
    mine = text_of(await house.open(house.location(answer), "stella"))
    assert "Planned use Analyse them" in " ".join(mine.split())
    assert "decided what a machine cannot judge" not in mine


async def test_programs_say_what_will_be_done_too(house: PageHouse) -> None:
    record = PAGE.removeprefix("find/")
    terms = f"catalogue/records/{record}/terms?purpose=research&country=FI"
    answers = {
        asked: (await house.ask("GET", f"{terms}{asked}", "stella")).json["offers"][0]["answer"]
        for asked in ("", "&actions=analyze", "&actions=analyze&actions=distribute")
    }
    assert list(answers.values()) == ["unknown", "yes", "no"]
    unknown = await house.ask("GET", f"{terms}&actions=marvel", "stella")
    assert (unknown.status, "marvel" in unknown.json["detail"]) == (422, True)
    (offer,) = (await house.ask("GET", f"{terms}&actions=analyze", "stella")).json["offers"]
    asked = {"record_id": record, "digest": offer["digest"], **FITTING}
    refused = await house.ask("POST", "data-agreements", "stella", send=asked)
    assert (refused.status, refused.json["code"]) == (409, "not-decided")
    begun = await house.ask(
        "POST", "data-agreements", "stella", send={**asked, "actions": ["analyze", "read"]}
    )
    assert (begun.status, begun.json["actions"]) == (202, ["analyze", "read"])
    assert not begun.json["by_person"]
    await house.portal.errands.idle()


async def test_the_menu_leads_to_ones_data_where_there_is_a_data_space(
    house: PageHouse, tmp_path: Path
) -> None:
    assert soup(await house.open("data", "ada")).select('header a[href$="/data"]')
    async with PageHouse(tmp_path / "other") as other:
        assert not soup(await other.open("", "ada")).select('header a[href$="/data"]')


async def test_a_silent_provider_is_told_with_what_to_do(
    tmp_path: Path, provider: Partner, offers: tuple[Dataset, ...]
) -> None:
    gone = dataspace_of(provider, address="http://127.0.0.1:9")
    async with PageHouse(tmp_path, dataspaces=(gone,)) as house:
        load_offers(house, offers)
        page = await house.open(f"{PAGE}/terms", "ada")
        known = await house.open(f"{PAGE}/terms", "stella")
        asked = {"record_id": PAGE.removeprefix("find/"), "digest": "0" * 64}
        by_api = await house.ask("POST", "data-agreements", "stella", send=asked)
    assert page.status == 200
    assert "The terms cannot be shown now" in text_of(page)
    assert "give your support this number" in text_of(page)
    assert "127.0.0.1" not in text_of(page)
    assert "127.0.0.1:9" in text_of(known)
    assert (by_api.status, by_api.json["code"]) == (502, "partner-failed")


async def test_partners_answer_at_an_address_that_nobody_guesses_with_their_token(
    tmp_path: Path, provider: Partner
) -> None:
    token = tmp_path / "expects"
    token.write_text(SECRET)
    token.chmod(0o600)
    space = dataspace_of(provider, expects_file=str(token))
    async with PageHouse(tmp_path, dataspaces=(space,)) as house:
        consumer = house.portal.dataspaces.connected("course").consumer
        there = consumer.callback.removeprefix(house.url)
        assert len(there.removeprefix("dataspace/")) == 43
        transfer = Transfer(
            side=Side.CONSUMER,
            consumer_pid="urn:uuid:1",
            provider_pid="urn:uuid:2",
            partner="course",
            state="REQUESTED",
            started_at=house.clock(),
            changed_at=house.clock(),
            agreement_id="urn:a",
        )
        await consumer.keep(transfer)
        path = f"{there}/transfers/urn:uuid:1"
        known = {"Authorization": f"Bearer {SECRET}"}
        assert (await house.open(path, headers=known)).status == 200
        assert (await house.open(path)).status == 404
        assert (await house.open(path, headers={"Authorization": "Bearer no"})).status == 404
        assert (await house.open("dataspace/guessed/transfers/urn:uuid:1")).status == 404


async def test_the_token_of_a_transfer_is_not_kept_when_it_is_over(house: PageHouse) -> None:
    shelf = DatabaseShelf(house.portal.database)
    address = DataAddress(endpoint_type=HTTP_ENDPOINT, endpoint=f"https://a.example/{SECRET}")
    transfer = Transfer(
        side=Side.CONSUMER,
        consumer_pid="urn:uuid:1",
        partner="course",
        state="STARTED",
        started_at=house.clock(),
        changed_at=house.clock(),
        agreement_id="urn:a",
        data_address=address,
    )
    shelf.keep(transfer)
    assert shelf.transfer("urn:uuid:1") == transfer
    shelf.keep(transfer.model_copy(update={"state": "COMPLETED"}))
    with house.portal.database.reading() as session:
        kept = session.scalars(select(t.DataspaceProcess.process)).one()
    assert SECRET not in json.dumps(kept)


async def test_one_that_was_being_asked_for_when_the_portal_ended_is_given_up_and_said(
    house: PageHouse,
) -> None:
    here = await agreed(house, page_of_dataset(LOAD))
    with house.portal.database.writing() as session:
        row = session.scalars(select(t.DataAgreement)).one()
        row.state, row.negotiation, row.why = "negotiating", "urn:uuid:never-sent", ""
    await house.portal.errands.resume()
    await house.portal.errands.idle()
    assert "restarted while the provider was being asked" in text_of(
        await house.open(here, "stella")
    )
