"""The consumer against a provider that is another program: what it agrees to and fetches."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from dataspace_samples import LOAD, PRICES, CheckedLine, course_provider

from officina_hub.federation.dataspace.consumer import (
    CHANGED,
    NO_TIME,
    NOT_THE_OFFER,
    NOT_THE_PARTIES,
    OTHER_TIME,
    UNHEARD,
    Consumer,
    wrong_with,
)
from officina_hub.federation.dataspace.desk import Either
from officina_hub.federation.dataspace.errors import Mismatch, NotUnderstood, PartnerRefused
from officina_hub.federation.dataspace.fetching_data import ended as told
from officina_hub.federation.dataspace.fetching_data import fetch_data, limits_for
from officina_hub.federation.dataspace.line import Line
from officina_hub.federation.dataspace.listening import listening
from officina_hub.federation.dataspace.partner import Partner
from officina_hub.federation.dataspace.policies import Policy
from officina_hub.federation.dataspace.processes import Negotiation
from officina_hub.federation.dataspace.shelf import FolderShelf
from officina_hub.federation.fetching import AddressRefused


@pytest.fixture(scope="module")
def provider() -> Iterator[Partner]:
    with course_provider() as partner:
        yield partner


class Side(NamedTuple):
    consumer: Consumer
    line: CheckedLine
    states: list[str]


@asynccontextmanager
async def consuming(partner: Partner, folder: Path) -> AsyncIterator[Side]:
    line, states = CheckedLine(), list[str]()
    consumer = Consumer(
        line, FolderShelf(folder), changed=lambda process: states.append(process.state)
    )
    async with listening(consumer, partner, host="127.0.0.1", port=0):
        yield Side(consumer, line, states)


async def negotiated(side: Side, partner: Partner, dataset: str) -> Either:
    base = side.line.base(partner)
    found = side.line.dataset(partner, base, dataset)
    begun = await side.consumer.negotiate(partner, base, found.has_policy[0], found.id)
    return await side.consumer.until(partner, "negotiations", begun.pid)


def test_the_catalogue_is_read(provider: Partner) -> None:
    line = CheckedLine()
    listed = line.catalogue(provider, line.base(provider))
    assert listed.participant == provider.participant
    assert [each.title for each in listed.datasets] == [
        "Power price by hour",
        "Load of the local grid",
    ]
    assert not listed.left_out
    assert all(each.pulled and each.pulled.sha256 for each in listed.datasets)


def test_an_offer_is_negotiated_and_its_data_fetched(provider: Partner, tmp_path: Path) -> None:
    async def story() -> tuple[Side, Either, bytes]:
        async with consuming(provider, tmp_path / "shelf") as side:
            agreed = await negotiated(side, provider, PRICES)
            assert isinstance(agreed, Negotiation)
            assert agreed.agreement is not None, agreed.reason
            line = side.line
            base = line.base(provider)
            pulled = line.dataset(provider, base, PRICES).pulled
            arrived = await fetch_data(
                side.consumer,
                provider,
                base,
                agreed.agreement.id,
                tmp_path / "prices.csv",
                limits=limits_for(0.01),
                stated=pulled.sha256 if pulled else "",
            )
            return side, agreed, arrived.path.read_bytes()

    side, agreed, data = asyncio.run(story())
    assert data.startswith(b"hour,price_ct_kwh\n")
    assert agreed.state == "FINALIZED"
    assert side.states == [
        *("REQUESTED", "OFFERED", "ACCEPTED", "AGREED", "VERIFIED", "FINALIZED"),
        *("REQUESTED", "STARTED", "COMPLETED"),
    ]
    assert side.line.sent == [
        "ContractRequestMessage",
        "ContractNegotiationEventMessage",
        "ContractAgreementVerificationMessage",
        "TransferRequestMessage",
        "TransferCompletionMessage",
    ]


# What this side wrote down last: what it makes of the provider's FINALIZED, and why.
LOST = {
    "VERIFIED": ("FINALIZED", True),
    "AGREED": ("FINALIZED", True),
    "REQUESTED": ("TERMINATED", False),
}


def test_what_was_said_while_nobody_listened_is_asked_for(
    provider: Partner, tmp_path: Path
) -> None:
    async def story() -> dict[str, tuple[str, bool]]:
        found = {}
        async with consuming(provider, tmp_path / "shelf") as side:
            agreed = await negotiated(side, provider, PRICES)
            assert isinstance(agreed, Negotiation)
            for state in LOST:
                agreement = None if state == "REQUESTED" else agreed.agreement
                before = agreed.model_copy(update={"state": state, "agreement": agreement})
                await side.consumer.keep(before)
                await side.consumer.look(provider, agreed.pid)
                after = await side.consumer.found(provider, "negotiations", agreed.pid)
                assert isinstance(after, Negotiation)
                found[state] = (after.state, after.agreement is not None)
        return found

    assert asyncio.run(story()) == LOST


def test_a_verification_that_was_taken_is_not_said_again(tmp_path: Path) -> None:
    partner = Partner(id="x", address="http://127.0.0.1:9", private_network=True)
    names = {"assigner": "did:web:them", "assignee": "did:web:us"}
    plain = {**OFFER.written(), "@type": "Agreement", "timestamp": MADE.isoformat(), **names}

    class Verified(Line):
        def state(self, partner: Partner, address: str) -> str:
            return "VERIFIED"

    async def story(agreement: dict[str, Any]) -> str:
        consumer = Consumer(Verified(), FolderShelf(tmp_path))
        address = "http://127.0.0.1:9/negotiations/urn:p"
        known = negotiation(OFFER, agreement).model_copy(
            update={"provider_pid": "urn:p", "state": "AGREED", "address": address}
        )
        await consumer.keep(known)
        await consumer.look(partner, "urn:c")
        after = await consumer.found(partner, "negotiations", "urn:c")
        await consumer.stop()
        return after.state

    assert asyncio.run(story(plain)) == "VERIFIED"
    # One that is not the offer is not taken for verified, whatever the provider says of it.
    assert asyncio.run(story({**plain, "obligation": [{"action": "compensate"}]})) == "AGREED"


def test_an_end_that_nobody_heard_is_asked_for(provider: Partner, tmp_path: Path) -> None:
    async def story() -> Either:
        async with consuming(provider, tmp_path) as side:
            ended = await negotiated(side, provider, LOAD)
            before = ended.model_copy(update={"state": "REQUESTED", "reason": "", "by": ""})
            await side.consumer.keep(before)
            await side.consumer.look(provider, ended.pid)
            return await side.consumer.found(provider, "negotiations", ended.pid)

    ended = asyncio.run(story())
    assert (ended.state, ended.reason, ended.by) == ("TERMINATED", UNHEARD, "provider")


def test_terms_that_change_on_the_way_are_not_accepted(provider: Partner, tmp_path: Path) -> None:
    async def story() -> Either:
        async with consuming(provider, tmp_path) as side:
            return await negotiated(side, provider, LOAD)

    ended = asyncio.run(story())
    assert (ended.state, ended.reason, ended.by) == ("TERMINATED", CHANGED, "consumer")
    assert f"This side ended the negotiation: {CHANGED} Nothing" in str(told(ended, provider))


def test_an_agreement_between_others_is_not_verified(provider: Partner, tmp_path: Path) -> None:
    us = provider.model_copy(update={"ourselves": "did:web:somebody.else.example"})

    async def story() -> Either:
        async with consuming(us, tmp_path) as side:
            return await negotiated(side, us, PRICES)

    ended = asyncio.run(story())
    assert (ended.state, ended.reason) == ("TERMINATED", NOT_THE_PARTIES)


OFFER = Policy.model_validate({"@id": "urn:o", "target": PRICES, "permission": [{"action": "use"}]})
MADE = datetime(2026, 11, 23, 12, tzinfo=UTC)


def negotiation(offer: Policy, agreement: dict[str, Any]) -> Negotiation:
    """Of that offer, with what a provider sent as its agreement."""
    return Negotiation(
        side="consumer",
        consumer_pid="urn:c",
        partner="x",
        started_at=MADE,
        changed_at=MADE,
        offer=offer,
        agreement=Policy.model_validate(agreement),
    )


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({}, ""),
        ({"timestamp": "2026-11-23"}, ""),
        ({"timestamp": "2026-11-23T13:59:00+02:00"}, ""),
        ({"profile": "https://evil.example/profile"}, NOT_THE_OFFER),
        ({"@context": ["https://evil.example/context"]}, NOT_THE_OFFER),
        ({"odrl:obligation": [{"action": "compensate"}]}, NOT_THE_OFFER),
        ({"timestamp": "yesterday\x1b[2J"}, NO_TIME),
        ({"timestamp": None}, NO_TIME),
        ({"timestamp": "2019-01-01T00:00:00Z"}, OTHER_TIME),
        ({"timestamp": "2036-11-23T12:00:00Z"}, OTHER_TIME),
    ],
    ids=["as-is", "day", "zone", "profile", "context", "more", "words", "none", "past", "future"],
)
def test_an_agreement_is_the_offer_of_now_and_nothing_more(
    changed: dict[str, Any], wrong: str
) -> None:
    names = {"assigner": "did:web:them", "assignee": "did:web:us"}
    plain = {**OFFER.written(), "@type": "Agreement", "timestamp": MADE.isoformat(), **names}
    made = negotiation(OFFER, {**plain, **changed})
    assert wrong_with(made, Partner(id="x")) == wrong


def test_data_that_is_not_what_the_catalogue_says_is_thrown_away(
    provider: Partner, tmp_path: Path
) -> None:
    target = tmp_path / "prices.csv"

    async def story() -> None:
        async with consuming(provider, tmp_path / "shelf") as side:
            agreed = await negotiated(side, provider, PRICES)
            assert isinstance(agreed, Negotiation)
            assert agreed.agreement
            base, agreement = side.line.base(provider), agreed.agreement.id
            await fetch_data(
                side.consumer,
                provider,
                base,
                agreement,
                target,
                limits=limits_for(0.01),
                stated="0" * 64,
            )

    with pytest.raises(NotUnderstood, match="sha256"):
        asyncio.run(story())
    assert [path.name for path in tmp_path.iterdir()] == ["shelf"]


def test_an_unknown_offer_is_refused_with_the_providers_reason(
    provider: Partner, tmp_path: Path
) -> None:
    offer = Policy.model_validate({"@id": "urn:none", "permission": [{"action": "use"}]})

    async def story() -> None:
        async with consuming(provider, tmp_path) as side:
            await side.consumer.negotiate(provider, side.line.base(provider), offer, PRICES)

    with pytest.raises(PartnerRefused, match="no offer with this @id"):
        asyncio.run(story())


def test_a_provider_inside_is_asked_only_where_that_is_allowed(provider: Partner) -> None:
    outside = provider.model_copy(
        update={"private_network": False, "address": provider.address.replace("http:", "https:")}
    )
    with pytest.raises(AddressRefused, match=r"\[\[dataspaces\]\]"):
        CheckedLine().base(outside)


def test_a_message_about_nothing_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    consumer = Consumer(CheckedLine(), FolderShelf(tmp_path))
    with pytest.raises(Mismatch, match="nothing here for you") as refusal:
        asyncio.run(consumer.hear(Partner(id="x"), "transfers", "urn:none", "start", b"{}"))
    assert refusal.value.status == 404
    assert not consumer._locks


def test_whom_the_offer_named_the_agreement_names() -> None:
    names = {"assigner": "did:web:them", "assignee": "did:web:us"}
    offer = OFFER.model_copy(update=names)
    plain = {**OFFER.written(), "@type": "Agreement", "timestamp": MADE.isoformat(), **names}
    for changed, wrong in (
        ({}, ""),
        ({"assignee": "did:web:third"}, NOT_THE_PARTIES),
        ({"assigner": "did:web:third"}, NOT_THE_PARTIES),
    ):
        made = negotiation(offer, {**plain, **changed})
        assert wrong_with(made, Partner(id="x")) == wrong
