"""What becomes of an agreement on data when people stop it, portals end, providers misbehave."""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from data_house import FITTING, dataspace_of, load_offers, offered_by, page_of_dataset
from dataspace_samples import course_provider
from page_house import PageHouse
from silent_provider import SilentProvider
from sqlalchemy import update

from officina_hub.factory.dataspaces import Dataspace
from officina_hub.federation.dataspace.catalogue import Dataset
from officina_hub.federation.dataspace.partner import Partner
from officina_hub.federation.dataspace.partners import partner_of
from officina_hub.portal.bell import Bell
from officina_hub.portal.context import Portal
from officina_hub.portal.data_errands import Errands
from officina_hub.portal.db import tables as t
from officina_hub.portal.store.data_agreements import errand
from officina_widgets.data_wire import DataAgreementOut

RECORD = page_of_dataset().removeprefix("find/")


@pytest.fixture(scope="module")
def provider() -> Iterator[Partner]:
    with course_provider() as partner:
        yield partner


@pytest.fixture(scope="module")
def offers(provider: Partner) -> tuple[Dataset, ...]:
    return offered_by(provider)


@pytest.fixture
async def silent(offers: tuple[Dataset, ...]) -> AsyncIterator[SilentProvider]:
    provider = SilentProvider(offers[0])
    yield provider
    await provider.close()


@pytest.fixture
async def waiting(
    tmp_path: Path, provider: Partner, silent: SilentProvider, offers: tuple[Dataset, ...]
) -> AsyncIterator[PageHouse]:
    """A portal whose provider took its request and says nothing more."""
    space = dataspace_of(provider, address=silent.address)
    async with PageHouse(tmp_path, dataspaces=(space,)) as house:
        load_offers(house, offers)
        yield house


async def agree(house: PageHouse) -> str:
    """By REST, as stella; the id of what was begun."""
    plan = f"purpose={FITTING['purpose']}&country={FITTING['country']}"
    terms = (await house.ask("GET", f"catalogue/records/{RECORD}/terms?{plan}", "stella")).json
    (offer,) = terms["offers"]
    assert [each["kind"] for each in offer["clauses"]] == ["allowed", "forbidden", "owed", "owed"]
    send = {"record_id": RECORD, "digest": offer["digest"], "decided": True, **FITTING}
    begun = await house.ask("POST", "data-agreements", "stella", send=send)
    assert begun.status == 202, begun.content
    return str(begun.json["id"])


async def look(house: PageHouse, id: str) -> DataAgreementOut:  # noqa: A002
    answer = await house.ask("GET", f"data-agreements/{id}", "stella")
    return DataAgreementOut.model_validate(answer.json)


async def asked(house: PageHouse, id: str) -> None:  # noqa: A002
    """Wait until it is written down that the provider took the request."""
    shelf = house.portal.dataspaces.shelf
    while True:
        bell = house.portal.news_bell.listen()
        pid = (await house.portal.read(errand, id)).negotiation
        if pid and await asyncio.to_thread(shelf.negotiation, pid):
            return
        assert await Bell.heard(bell, 10), "nothing was written down"


async def restart(portal: Portal) -> Path:
    """As a restart of the portal leaves its errands, before they go on; the folder of the data."""
    portal.errands.leave()
    await portal.errands.idle()
    folder = portal.errands.path("any").parent
    portal.errands = Errands(
        portal.dataspaces, portal.database, folder, portal.clock, portal.news_bell.ring
    )
    return folder


async def test_who_stops_it_ends_the_negotiation_at_the_provider_too(
    waiting: PageHouse, silent: SilentProvider
) -> None:
    id = await agree(waiting)  # noqa: A001
    await asked(waiting, id)
    stopped = await waiting.ask("DELETE", f"data-agreements/{id}", "stella")
    assert (stopped.status, stopped.json["state"]) == (200, "stopped")
    assert silent.heard == ["ContractRequestMessage", "ContractNegotiationTerminationMessage"]
    again = await waiting.ask("DELETE", f"data-agreements/{id}", "stella")
    assert (again.status, again.json["code"]) == (409, "not-now")
    data = await waiting.ask("GET", f"data-agreements/{id}/data", "stella")
    assert data.status == 409


async def test_a_restart_goes_on_waiting_and_asks_nobody_twice(
    waiting: PageHouse, silent: SilentProvider
) -> None:
    id = await agree(waiting)  # noqa: A001
    await asked(waiting, id)
    portal = waiting.portal
    folder = await restart(portal)
    (folder / ".arriving").write_bytes(b"cut off")
    (folder / "lost+found").mkdir()
    await portal.errands.resume()
    await portal.errands.stop(id)
    assert silent.heard.count("ContractRequestMessage") == 1
    assert silent.heard.count("ContractNegotiationTerminationMessage") == 1
    assert [path.name for path in folder.iterdir()] == ["lost+found"]


class Hears(logging.Handler):
    """Sets its event once the portal says these words."""

    def __init__(self, words: str) -> None:
        super().__init__()
        self.words, self.event = words, asyncio.Event()

    def emit(self, record: logging.LogRecord) -> None:
        if self.words in record.getMessage():
            self.event.set()


async def test_a_provider_that_is_away_at_a_restart_is_waited_for(
    waiting: PageHouse, silent: SilentProvider
) -> None:
    id = await agree(waiting)  # noqa: A001
    await asked(waiting, id)
    portal = waiting.portal
    await restart(portal)
    await silent.close()
    hears = Hears("does not say how")
    logging.getLogger("officina.portal").addHandler(hears)
    try:
        await portal.errands.resume()
        async with asyncio.timeout(20):
            await hears.event.wait()
    finally:
        logging.getLogger("officina.portal").removeHandler(hears)
    assert (await look(waiting, id)).state == "negotiating"
    await portal.errands.stop(id)


async def test_a_database_that_cannot_be_written_ends_no_start(
    waiting: PageHouse, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "iterdir", full)
    await waiting.portal.errands.resume()


async def test_one_dataset_is_agreed_on_once_at_a_time(waiting: PageHouse) -> None:
    await agree(waiting)
    with pytest.raises(AssertionError, match="not finished yet"):
        await agree(waiting)


async def test_larger_data_than_the_partner_may_send_are_left_and_fetched_where_it_may(
    tmp_path: Path, provider: Partner, offers: tuple[Dataset, ...]
) -> None:
    small = dataspace_of(provider).model_copy(update={"most_megabytes": 0.0005})
    async with PageHouse(tmp_path, dataspaces=(small,)) as house:
        load_offers(house, offers)
        id = await agree(house)  # noqa: A001
        await house.portal.errands.idle()
        one = await look(house, id)
        assert (one.state, "500 bytes" in one.why) == ("failed", True), one.why
        assert one.agreement_id
        assert list(house.portal.errands.path(id).parent.iterdir()) == []
        found = house.portal.dataspaces._connected
        roomy = found["course"].facts.model_copy(update={"most_megabytes": 1})
        found["course"] = found["course"]._replace(facts=roomy)
        asked = await house.ask("POST", f"data-agreements/{id}/data", "stella")
        assert (asked.status, asked.json["state"]) == (202, "fetching")
        await house.portal.errands.idle()
        assert (await look(house, id)).state == "here"
        data = await house.ask("GET", f"data-agreements/{id}/data", "stella")
        assert data.content.startswith(b"hour,price_ct_kwh")


async def test_data_that_are_not_what_the_catalogue_said_are_thrown_away(
    tmp_path: Path, provider: Partner, offers: tuple[Dataset, ...]
) -> None:
    async with PageHouse(tmp_path, dataspaces=(dataspace_of(provider),)) as house:
        load_offers(house, offers)
        id = await agree(house)  # noqa: A001
        await house.portal.errands.idle()
        await house.ask("DELETE", f"data-agreements/{id}/data", "stella")
        with house.portal.database.writing() as session:
            session.execute(update(t.DataAgreement).values(stated_sha256="f" * 64))
        await house.ask("POST", f"data-agreements/{id}/data", "stella")
        await house.portal.errands.idle()
        one = await look(house, id)
        assert (one.state, "It was thrown away" in one.why) == ("failed", True), one.why
        assert not house.portal.errands.path(id).exists()


OFFERS = """\
participant = "did:web:lab.example"

[[datasets]]
id = "prices"
title = "Prices by hour"
file = "prices.csv"
permission = [{ action = "use" }]
"""


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[Dataspace]:
    """Another Officina, which shows a token and wants one, as this one's factory.toml names it."""
    (tmp_path / "offers").mkdir()
    (tmp_path / "offers" / "offers.toml").write_text(OFFERS)
    (tmp_path / "offers" / "prices.csv").write_bytes(b"hour,price\n0,7\n")
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    for file in (ours, theirs):
        file.write_text(secrets.token_hex(16))
        file.chmod(0o600)
    (tmp_path / "factory.toml").write_text(
        f'[[dataspaces]]\nid = "bakery"\nparticipant = "did:web:bakery.example"\n'
        f'expects_file = "{ours}"\ntoken_file = "{theirs}"\nprivate_network = true\n'
    )
    command = [sys.executable, "-m", "officina_hub.cli", "dataspace", "serve"]
    options = [str(tmp_path / "offers"), "--data-dir", str(tmp_path), "--json"]
    with subprocess.Popen([*command, *options], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        yield Dataspace(
            id="course",
            title="Lab",
            address=json.loads(process.stdout.readline())["address"],
            participant="did:web:lab.example",
            ourselves="did:web:bakery.example",
            token_file=str(ours),
            expects_file=str(theirs),
            private_network=True,
        )
        process.terminate()
        assert process.wait(20) == 0


async def test_two_officinas_agree_with_a_token_for_each_direction(
    guarded: Dataspace, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    async with PageHouse(tmp_path / "here", dataspaces=(guarded,)) as house:
        found = offered_by(partner_of(guarded))
        load_offers(house, found)
        record = page_of_dataset(found[0].id).removeprefix("find/")
        terms = (await house.ask("GET", f"catalogue/records/{record}/terms", "stella")).json
        send = {"record_id": record, "digest": terms["offers"][0]["digest"]}
        begun = (await house.ask("POST", "data-agreements", "stella", send=send)).json
        await house.portal.errands.idle()
        one = await look(house, begun["id"])
        data = await house.ask("GET", f"data-agreements/{one.id}/data", "stella")
        callback = house.portal.dataspaces.connected("course").consumer.callback
        house.portal.errands.path(one.id).unlink()
        gone = await house.ask("GET", f"data-agreements/{one.id}/data", "stella")
        assert (gone.status, gone.json["code"]) == (404, "data-missing")
        assert "have them fetched once more" in str(gone.json)
        await house.open(f"{callback.removeprefix(house.url)}/nothing", "ada")
    assert (one.state, data.content) == ("here", b"hour,price\n0,7\n"), one.why
    told = " ".join(record.getMessage() for record in caplog.records if record.name != "asyncio")
    partner = partner_of(guarded)
    for secret in (callback.rpartition("/")[2], partner.shown, partner.expected):
        assert secret not in told
