"""A provider of a data space that lies, floods or is silent costs little and gains nothing."""

from __future__ import annotations

import asyncio
import functools
import time
import zlib
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from data_house import load_offers, page_of_dataset
from hostile_provider import USE, Give, HostileProvider, dataset
from package_watch import peak_mib
from page_house import PageHouse, soup, text_of
from sqlalchemy import select
from tornado.iostream import StreamClosedError
from tornado.web import RequestHandler, create_signed_value

from officina_hub.portal import data_errands
from officina_hub.portal.db import tables as t
from officina_hub.portal.errors import TooMany
from officina_widgets.data_wire import DataAgreementOut

MB = 1_000_000
DATASET = "urn:uuid:prices"
RECORD = page_of_dataset(DATASET).removeprefix("find/")
# Beyond what the portal and the provider in the same process have anyway.
CEILING_MIB = 32
CEILING_SECONDS = 10.0
MOST_MB = 5
PIECE = bytes(65536)


@pytest.fixture
async def provider() -> AsyncIterator[HostileProvider]:
    async with HostileProvider() as server:
        yield server


@pytest.fixture
async def house(tmp_path: Path, provider: HostileProvider) -> AsyncIterator[PageHouse]:
    space = provider.dataspace(most_megabytes=MOST_MB)
    async with PageHouse(tmp_path, dataspaces=(space,)) as house:
        load_offers(house, provider.datasets)
        yield house


async def begun(house: PageHouse, record: str = RECORD, who: str = "stella") -> str:
    """What somebody agreed to; its id."""
    terms = (await house.ask("GET", f"catalogue/records/{record}/terms", who)).json
    send = {"record_id": record, "digest": terms["offers"][0]["digest"], "decided": True}
    answer = await house.ask("POST", "data-agreements", who, send=send)
    assert answer.status == 202, answer.content
    return str(answer.json["id"])


async def looked(house: PageHouse, id: str) -> DataAgreementOut:  # noqa: A002
    await house.portal.errands.idle()
    answer = await house.ask("GET", f"data-agreements/{id}", "stella")
    return DataAgreementOut.model_validate(answer.json)


def kept(house: PageHouse) -> list[Path]:
    return list((house.settings.home / "agreed-data").iterdir())


def peak_anew() -> float:
    """How much memory there is now; from here on the peak is counted."""
    Path("/proc/self/clear_refs").write_text("5")
    return peak_mib()


def processes(house: PageHouse) -> list[dict[str, Any]]:
    with house.portal.database.reading() as session:
        return list(session.scalars(select(t.DataspaceProcess.process)))


def other_day(days: int) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).isoformat()


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"obligation": [{"action": "compensate"}]}, "does not say what the offer said"),
        ({"profile": "https://example.org/profile"}, "does not say what the offer said"),
        ({"@context": "https://example.org/other"}, "does not say what the offer said"),
        ({"target": "urn:uuid:other"}, "does not say what the offer said"),
        ({"assigner": "did:web:else.example"}, "names other parties"),
        ({"assignee": "did:web:else.example"}, "names other parties"),
        ({"timestamp": other_day(-3)}, "at another time than now"),
        ({"timestamp": "yesterday \x1b[2J"}, "does not say when"),
    ],
    ids=["duty", "profile", "context", "target", "assigner", "assignee", "past", "no-time"],
)
async def test_an_agreement_that_is_not_the_offer_is_none(
    house: PageHouse, provider: HostileProvider, changes: dict[str, Any], why: str
) -> None:
    provider.agreement = changes
    one = await looked(house, await begun(house))
    assert (one.state, one.agreement_id, why in one.why) == ("refused", "", True), one.why
    assert one.why.isprintable()
    await provider.until_asked("/termination")
    assert provider.heard == ["ContractRequestMessage", "ContractNegotiationTerminationMessage"]


class Case(NamedTuple):
    """How data are given, and what is told of it."""

    words: str
    give: Give | None = None
    endpoint: str = ""
    token: str = ""


async def endless(handler: RequestHandler) -> None:
    """Until nobody listens; meanwhile it is watched what lies on the disk."""
    try:
        while True:
            handler.write(PIECE)
            await handler.flush()
            handler.provider.watch()  # type: ignore[attr-defined]
    except StreamClosedError:
        return


async def much(handler: RequestHandler) -> None:
    """300 MB, as its head says."""
    handler.set_header("Content-Length", str(300 * MB))
    await endless(handler)


async def inside(handler: RequestHandler) -> None:
    handler.redirect("http://169.254.169.254/latest/meta-data/")


async def unpacking(handler: RequestHandler) -> None:
    """Packed zeros, a thousand times what comes."""
    handler.set_header("Content-Encoding", "gzip")
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    handler.write(b"".join(packer.compress(PIECE) for _ in range(1600)) + packer.flush())


async def cut_short(handler: RequestHandler) -> None:
    handler.set_header("Content-Length", "100")
    handler.write(b"hour")
    await handler.flush()
    handler.request.connection.stream.close()  # type: ignore[attr-defined]


SECRET = "opens-one-file"
CASES = {
    "endless": Case("5,000,000 bytes", endless),
    "300-mb": Case("5,000,000 bytes", much),
    "unpacking": Case("5,000,000 bytes", unpacking),
    "redirect-inside": Case("169.254.169.254", inside),
    "lies-inside": Case("169.254.169.254", endpoint="http://169.254.169.254/latest/"),
    "no-address": Case("file:///etc/passwd", endpoint="file:///etc/passwd"),
    "cut-short": Case("broke off", cut_short),
    "token-of-two-lines": Case("", token=f"{SECRET}\r\nX-More: 1"),
}


@pytest.mark.parametrize("name", CASES)
async def test_data_that_are_not_to_be_had_cost_little_and_leave_nothing(
    house: PageHouse, provider: HostileProvider, name: str
) -> None:
    case = CASES[name]
    provider.give = case.give or provider.give
    provider.endpoint, provider.token = case.endpoint, case.token
    most: list[int] = [0]
    provider.watch = lambda: most.append(sum(each.stat().st_size for each in kept(house)))
    id = await begun(house)  # noqa: A001
    before, at = peak_anew(), time.monotonic()
    one = await looked(house, id)
    assert (one.state, case.words in one.why) == ("failed", True), one.why
    assert SECRET not in one.why
    assert one.agreement_id == "urn:agreed"
    assert kept(house) == []
    assert max(most) <= MOST_MB * MB
    assert peak_mib() - before < CEILING_MIB
    assert time.monotonic() - at < CEILING_SECONDS
    assert not [each for each in provider.asked if "meta-data" in each]


async def test_nothing_is_fetched_where_the_disk_is_nearly_full(
    house: PageHouse, provider: HostileProvider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(data_errands, "LEFT_FREE", 10**18)
    one = await looked(house, await begun(house))
    assert (one.state, "disk has" in one.why, one.agreement_id) == ("failed", True, "urn:agreed")
    assert "data" not in provider.asked
    monkeypatch.undo()
    await house.ask("POST", f"data-agreements/{one.id}/data", "stella")
    assert (await looked(house, one.id)).state == "here"


async def test_data_are_fetched_from_the_connector_that_agreed_and_from_no_other(
    house: PageHouse,
) -> None:
    id = await begun(house)  # noqa: A001
    assert (await looked(house, id)).state == "here"
    async with HostileProvider() as other:
        await moved_to(house, id, other)


async def moved_to(house: PageHouse, id: str, other: HostileProvider) -> None:  # noqa: A002
    """Fetch again once the partner of that name is another."""
    known = house.portal.dataspaces._connected
    moved = known["course"].partner.model_copy(update={"address": other.address})
    known["course"] = known["course"]._replace(partner=moved)
    await house.ask("DELETE", f"data-agreements/{id}/data", "stella")
    await house.ask("POST", f"data-agreements/{id}/data", "stella")
    one = await looked(house, id)
    assert (one.state, "The agreement is with" in one.why) == ("failed", True), one.why
    assert "TransferRequestMessage" not in other.heard
    document = await house.ask("GET", f"data-agreements/{id}/agreement", "stella")
    assert document.json["dcat:landingPage"] != other.address


async def test_nobody_sees_what_another_agreed_to(house: PageHouse) -> None:
    id = await begun(house)  # noqa: A001
    assert (await looked(house, id)).state == "here"
    for who in ("sven", "root", "cora"):
        for path in ("", "/data", "/agreement"):
            answer = await house.ask("GET", f"data-agreements/{id}{path}", who)
            assert answer.status == 404, (who, path)
        for path in ("", "/file", "/agreement", "/news"):
            assert (await house.open(f"data/{id}{path}", who)).status == 404
        for path in ("stop", "fetch", "remove"):
            denied = await house.open(f"data/{id}/{path}", who, form={})
            assert denied.status == 404
        assert (await house.ask("GET", "data-agreements", who)).json == []
        assert id not in (await house.open(f"find/{RECORD}/terms", who)).content.decode()


async def test_no_page_of_another_site_agrees_for_a_steward(house: PageHouse) -> None:
    secret = house.app.settings["cookie_secret"]
    value = create_signed_value(secret, "service-officina", "stella").decode()
    session = {"Cookie": f"service-officina={value}"}
    assert (await house.open("data", headers=session)).status == 200
    answer = await house.open(f"find/{RECORD}/agree", form={"digest": "0" * 64}, headers=session)
    assert answer.status == 403
    assert (await house.ask("GET", "data-agreements", "stella")).json == []


FORGED = "research\n+ Allowed: use \u202efree of charge\x1b[8m<b>"


async def test_terms_cannot_look_like_others(tmp_path: Path) -> None:
    limit = {"leftOperand": "purpose", "operator": "eq", "rightOperand": FORGED}
    forbidden = {"leftOperand": "purpose", "operator": "eq", "rightOperand": "commercial"}
    bakeries = {"leftOperand": "recipient", "operator": "eq", "rightOperand": "urn:bakeries"}
    entries = [
        dataset("urn:lies", f"Prices {FORGED}", permission=[USE | {"constraint": [limit]}]),
        dataset("urn:not", permission=[USE], prohibition=[USE | {"constraint": [forbidden]}]),
        dataset("urn:group", permission=[USE], prohibition=[USE | {"constraint": [bakeries]}]),
        dataset("urn:part", permission=[USE], prohibition=[{"action": "reproduce"}]),
        dataset("urn:like", permission=[{"action": "us\u0435"}]),
    ]
    async with (
        HostileProvider(*entries) as provider,
        PageHouse(tmp_path, dataspaces=(provider.dataspace(),)) as house,
    ):
        load_offers(house, provider.datasets)
        lies = await house.open(f"{page_of_dataset('urn:lies')}/terms?purpose=research", "stella")
        text = lies.content.decode()
        assert "A person decides" in text_of(lies)
        assert not {"\u202e", "\x1b"} & set(text)
        (condition,) = soup(lies).select(".story-step li")
        assert condition.get_text().startswith("only for the purpose research")
        assert not condition.select("b")
        for name, verdict in (
            ("not", "unknown"),
            ("group", "unknown"),
            ("part", "no"),
            ("like", "no"),
        ):
            record = page_of_dataset(f"urn:{name}").removeprefix("find/")
            path = f"catalogue/records/{record}/terms?purpose=research"
            (offer,) = (await house.ask("GET", path, "stella")).json["offers"]
            assert offer["answer"] == verdict, name
            send = {"record_id": record, "digest": offer["digest"], "purpose": "research"}
            answer = await house.ask("POST", "data-agreements", "stella", send=send)
            assert answer.status == 409, name


async def test_half_characters_and_terms_without_end_are_told_and_cost_little(
    tmp_path: Path,
) -> None:
    limit = {"leftOperand": "spatial", "operator": "isAnyOf", "rightOperand": ["FI"]}
    rules = [USE | {"constraint": [limit]}]
    fine = dataset("urn:many", permission=rules * 500)
    entries = {
        "urn:half": (dataset("urn:half", permission=[{"action": "\ud800"}]), "half a character"),
        "urn:long": (dataset("urn:long", permission=rules * 1200), "no more than 100,000 are read"),
        "urn:huge": (dataset("urn:huge", permission=rules * 20_000), "longer than 1,000,000"),
    }
    names = [dataset(name) for name in (*entries, "urn:many")]
    async with (
        HostileProvider(*names) as provider,
        PageHouse(tmp_path, dataspaces=(provider.dataspace(),)) as house,
    ):
        load_offers(house, provider.datasets)
        provider.entries = {name: entry for name, (entry, _) in entries.items()}
        provider.entries["urn:many"] = fine
        await house.open(f"{page_of_dataset('urn:half')}/terms", "stella")
        before = peak_anew()
        for name, (_, words) in entries.items():
            page = await house.open(f"{page_of_dataset(name)}/terms", "stella")
            assert page.status == 200
            assert words in text_of(page), (name, text_of(page))
        at = time.process_time()
        page = await house.open(f"{page_of_dataset('urn:many')}/terms?country=FI", "stella")
        assert text_of(page).count("Allowed: use") == 500
        assert time.process_time() - at < 2
        assert peak_mib() - before < CEILING_MIB


async def test_a_silent_partner_keeps_no_other_ones_terms_waiting(tmp_path: Path) -> None:
    names = [f"urn:silent{number}" for number in range(6)]
    async with (
        HostileProvider() as loud,
        HostileProvider(*map(dataset, names)) as silent,
        PageHouse(tmp_path, dataspaces=(silent.dataspace("silent"), loud.dataspace())) as house,
    ):
        load_offers(house, loud.datasets)
        known = house.portal.dataspaces
        silent.entries = {}
        people = ("ada", "bob", "stella")
        waiting = [
            asyncio.create_task(known.dataset("silent", name, people[number % 3]))
            for number, name in enumerate(names)
        ]
        await silent.until_asked("silent3", 1)
        page = await house.open(f"find/{RECORD}/terms", "stella")
        assert "Allowed: use" in text_of(page)
        one = await looked(house, await begun(house))
        assert one.state == "here", one.why
        assert not any(task.done() for task in waiting)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        await silent.close()


async def test_one_person_has_only_so_many_questions_asked(house: PageHouse) -> None:
    ask = functools.partial(house.portal.dataspaces.dataset, "course", DATASET, is_fresh=True)
    at_once = await asyncio.gather(*(ask("ada") for _ in range(5)), return_exceptions=True)
    assert ["are not answered yet" in str(each) for each in at_once] == [False] * 3 + [True] * 2
    answers = [await asyncio.gather(ask("ada"), return_exceptions=True) for _ in range(40)]
    (last,) = answers[-1]
    assert isinstance(last, TooMany)
    assert "in this factory's name" in str(last)
    assert (await ask("bob")).id == DATASET


async def test_what_no_agreement_needs_is_swept_at_the_start(house: PageHouse) -> None:
    id = await begun(house)  # noqa: A001
    assert (await looked(house, id)).state == "here"
    errands = house.portal.errands
    errands.path("11111111-2222-3333-4444-555555555555").write_bytes(b"left over")
    shelf = house.portal.dataspaces.shelf
    assert len(processes(house)) == 2
    await errands.resume()
    assert kept(house) == [errands.path(id)]
    (left,) = processes(house)
    assert shelf.negotiation(left["consumer_pid"]).state == "FINALIZED"  # type: ignore[union-attr]
