"""``officina dataspace serve`` as a program of its own: what it gives to whom, and what not."""

from __future__ import annotations

import asyncio
import hashlib
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner
from dataspace_samples import CheckedLine, check_official

from officina_hub.cli.dataspace import dataspace
from officina_hub.errors import OfficinaError
from officina_hub.federation.dataspace.consumer import Consumer
from officina_hub.federation.dataspace.desk import Either
from officina_hub.federation.dataspace.errors import PartnerRefused
from officina_hub.federation.dataspace.listening import listening
from officina_hub.federation.dataspace.messages import (
    CatalogRequest,
    ContractRequest,
    NegotiationTermination,
    TransferRequest,
    Verification,
)
from officina_hub.federation.dataspace.offers import OffersFolder
from officina_hub.federation.dataspace.partner import Partner
from officina_hub.federation.dataspace.policies import Policy
from officina_hub.federation.dataspace.provider import NOT_FOR_THEM
from officina_hub.federation.dataspace.sending import UNDER_WAY
from officina_hub.federation.dataspace.shelf import FolderShelf
from officina_hub.federation.dataspace.vocabulary import PULL
from officina_hub.federation.fetching import StatusRefused

TOKEN, OTHER = "a-token-of-the-bakery", "a-token-of-the-dairy."
OFFERS = """\
participant = "did:web:lab.example"

[[datasets]]
id = "prices"
title = "Prices by hour"
file = "prices.csv"
[[datasets.permission]]
action = "use"
[[datasets.permission.constraint]]
leftOperand = "purpose"
operator = "eq"
rightOperand = "research"
[[datasets.prohibition]]
action = "distribute"

[[datasets]]
id = "inside"
title = "For the dairy alone"
file = "prices.csv"
partners = ["dairy"]
permission = [{ action = "use" }]

[[datasets]]
id = "over"
title = "Of last year"
file = "prices.csv"
[[datasets.permission]]
action = "use"
constraint = [{ leftOperand = "dateTime", operator = "lt", rightOperand = "2020-01-01" }]
"""
NOT_GIVEN = """\
[[datasets]]
id = "over-and"
title = "Over, within and"
file = "prices.csv"
[[datasets.permission]]
action = "use"
[[datasets.permission.constraint]]
and = [
  { leftOperand = "purpose", operator = "eq", rightOperand = "research" },
  { leftOperand = "dateTime", operator = "lt", rightOperand = "2020-01-01" },
]

[[datasets]]
id = "forbidden"
title = "Forbidden to the bakery"
file = "prices.csv"
permission = [{ action = "use" }]
[[datasets.prohibition]]
action = "reproduce"
[[datasets.prohibition.constraint]]
leftOperand = "recipient"
operator = "eq"
rightOperand = "did:web:bakery.example"
"""
OVER = ("Of last year", "Over, within and", "Forbidden to the bakery")
DATA = b"hour,price\n0,7\n"


class Lab(NamedTuple):
    bakery: Partner
    token_file: Path

    def partner(self, token: str) -> Partner:
        return self.bakery.model_copy(update={"shown": token})


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    root = tmp_path_factory.mktemp("lab")
    (root / "offers").mkdir()
    (root / "offers" / "offers.toml").write_text(OFFERS + NOT_GIVEN)
    (root / "offers" / "prices.csv").write_bytes(DATA)
    tables = []
    for name, token in (("bakery", TOKEN), ("dairy", OTHER)):
        file = root / f"{name}.token"
        file.write_text(token)
        file.chmod(0o600)
        tables.append(
            f'[[dataspaces]]\nid = "{name}"\nparticipant = "did:web:{name}.example"\n'
            f'expects_file = "{file}"\nprivate_network = true\n'
        )
    (root / "factory.toml").write_text("\n".join(tables))
    command = [sys.executable, "-m", "officina_hub.cli", "dataspace", "serve"]
    options = [str(root / "offers"), "--data-dir", str(root), "--json"]
    with subprocess.Popen([*command, *options], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        address = json.loads(process.stdout.readline())["address"]
        yield Lab(
            Partner(
                id="lab",
                address=address,
                participant="did:web:lab.example",
                ourselves="did:web:bakery.example",
                shown=TOKEN,
                private_network=True,
            ),
            root / "bakery.token",
        )
        process.terminate()
        assert process.wait(20) == 0


def run(*arguments: object, code: int = 0) -> Any:
    result = CliRunner().invoke(dataspace, [*map(str, arguments), "--json"])
    assert result.exit_code == code, result.output
    return json.loads(result.stdout)


def test_data_goes_from_one_officina_to_another_with_its_terms(lab: Lab, tmp_path: Path) -> None:
    who = [lab.bakery.address, "--private-network", "--token-file", lab.token_file]
    listed = run("catalogue", *who, "--purpose", "research", "--action", "analyze")
    titles = {each["title"]: each for each in listed["datasets"]}
    assert set(titles) == {"Prices by hour", *OVER}
    offer = titles["Prices by hour"]["offers"][0]
    assert offer["answer"] == "yes"
    assert offer["terms"] == [
        "+ Allowed: use",
        "    only for the purpose research",
        "+ Forbidden: passing it on to others",
    ]
    wanted = [*who, titles["Prices by hour"]["id"], "--into", tmp_path, "--agree"]
    # What is forbidden is a part of use at large, so a person decides until more is said.
    at_large = run("negotiate", *wanted, "--purpose", "research", code=1)
    assert "Nobody but a person" in at_large["error"]
    wanted += ["--action", "analyze"]
    assert "do not allow" in run("negotiate", *wanted, "--purpose", "marketing", code=1)["error"]
    assert "Nobody but a person" in run("negotiate", *wanted, code=1)["error"]
    agreed = run("negotiate", *wanted, "--purpose", "research")
    fetched = run("fetch", *who, agreed["file"], "--as", tmp_path / "prices.csv")
    assert (tmp_path / "prices.csv").read_bytes() == DATA
    kept = json.loads(Path(fetched["agreement"]).read_text())
    assert kept["odrl:hasPolicy"]["assignee"] == "did:web:bakery.example"
    assert kept["odrl:hasPolicy"]["prohibition"] == [{"action": "distribute"}]
    checksum = kept["dcat:distribution"]["spdx:checksum"]["spdx:checksumValue"]
    assert checksum == hashlib.sha256(DATA).hexdigest()
    elsewhere = [lab.bakery.address.replace("127.0.0.1", "localhost"), *who[1:]]
    other = run("fetch", *elsewhere, agreed["file"], "--as", tmp_path / "x.csv", code=1)["error"]
    assert "The agreement is with did:web:lab.example" in other
    assert not (tmp_path / "x.csv").exists()
    assert (
        "there already"
        in run("fetch", *who, agreed["file"], "--as", tmp_path / "prices.csv", code=1)["error"]
    )


def test_what_it_answers_is_as_the_official_schemas_say(lab: Lab) -> None:
    line = CheckedLine()
    base = line.base(lab.bakery)
    check_official(
        json.loads(line.post(lab.bakery, f"{base}/catalog/request", CatalogRequest()).body)
    )
    dairy = lab.partner(OTHER)
    assert "For the dairy alone" in {each.title for each in line.catalogue(dairy, base).datasets}


@pytest.mark.parametrize("token", ["", "another-token-altogether"], ids=["none", "wrong"])
def test_who_is_not_known_finds_nothing(lab: Lab, token: str) -> None:
    line, stranger = CheckedLine(), lab.partner(token)
    base = line.base(stranger)
    for ask in (
        lambda: line.catalogue(stranger, base),
        lambda: line.post(stranger, f"{base}/transfers/request", transfer("urn:a")),
    ):
        with pytest.raises(PartnerRefused, match="answered 404"):
            ask()
    with pytest.raises(StatusRefused, match="404"):
        line.state(stranger, f"{base}/negotiations/urn:uuid:1")


def transfer(agreement: str) -> TransferRequest:
    return TransferRequest(
        consumer_pid="urn:c",
        agreement_id=agreement,
        format=PULL,
        callback_address="http://127.0.0.1:9/callback",
    )


def request(offer: Policy, target: str, **more: str) -> ContractRequest:
    asked = Policy.model_validate({**offer.written(), "target": target})
    options = {"callback_address": "http://127.0.0.1:9/callback", **more}
    return ContractRequest(consumer_pid="urn:c", offer=asked, **options)


def test_a_request_that_is_not_the_catalogues_is_refused(lab: Lab) -> None:
    line = CheckedLine()
    base = line.base(lab.bakery)
    found = {each.title: each for each in line.catalogue(lab.bakery, base).datasets}
    prices, over = found["Prices by hour"], found["Of last year"]
    offer = prices.has_policy[0]
    milder = offer.model_copy(update={"prohibition": ()})
    dairys = line.catalogue(lab.partner(OTHER), base).datasets
    hidden = next(each for each in dairys if each.title == "For the dairy alone")
    cases = {
        "altered-offer": request(milder, prices.id),
        "wrong-target": request(offer, over.id),
        "unknown-offer": request(hidden.has_policy[0], hidden.id),
        "unknown-address": request(offer, prices.id, callback_address="ftp://127.0.0.1/"),
    }
    cases["unknown-address"] = cases["unknown-address"].model_copy(
        update={"consumer_pid": "urn:c/../../x"}
    )
    for reason, message in cases.items():
        with pytest.raises(PartnerRefused, match=f"answered 400.*{reason}"):
            line.post(lab.bakery, f"{base}/negotiations/request", message)
    with pytest.raises(PartnerRefused, match="no-agreement"):
        line.post(lab.bakery, f"{base}/transfers/request", transfer("urn:none"))
    with pytest.raises(StatusRefused, match="404"):
        line.dataset(lab.bakery, base, hidden.id)


def test_a_negotiation_is_its_partners_alone_and_goes_in_order(lab: Lab) -> None:
    line = CheckedLine()
    base = line.base(lab.bakery)
    listed = line.catalogue(lab.bakery, base).datasets
    prices = next(each for each in listed if each.title == "Prices by hour")
    reply = line.post(
        lab.bakery, f"{base}/negotiations/request", request(prices.has_policy[0], prices.id)
    )
    begun = json.loads(reply.body)
    assert (reply.status, begun["state"]) == (201, "REQUESTED")
    names = {"consumer_pid": "urn:c", "provider_pid": begun["providerPid"]}
    address = f"{base}/negotiations/{begun['providerPid']}"
    with pytest.raises(PartnerRefused, match="404"):
        line.post(lab.partner(OTHER), f"{address}/termination", NegotiationTermination(**names))
    other = {**names, "consumer_pid": "urn:x"}
    with pytest.raises(PartnerRefused, match=r"400.*(wrong-ids|wrong-transition)"):
        line.post(lab.bakery, f"{address}/agreement/verification", Verification(**other))
    with pytest.raises(PartnerRefused, match=r"400.*wrong-transition"):
        line.post(lab.bakery, f"{address}/agreement/verification", Verification(**names))


def test_what_its_own_terms_forbid_is_not_agreed_to(lab: Lab, tmp_path: Path) -> None:
    """Asked by a consumer that does not judge the terms itself."""

    async def story() -> dict[str, Either]:
        line = CheckedLine()
        base = line.base(lab.bakery)
        consumer = Consumer(line, FolderShelf(tmp_path))
        ended = {}
        async with listening(consumer, lab.bakery, host="127.0.0.1", port=0):
            for each in line.catalogue(lab.bakery, base).datasets:
                if each.title in OVER:
                    begun = await consumer.negotiate(lab.bakery, base, each.has_policy[0], each.id)
                    ended[each.title] = await consumer.until(lab.bakery, "negotiations", begun.pid)
        return ended

    ended = asyncio.run(story())
    assert {title: each.state for title, each in ended.items()} == dict.fromkeys(OVER, "TERMINATED")
    assert {each.reason for each in ended.values()} == {f"terminated: {NOT_FOR_THEM}"}


def test_silent_callbacks_of_one_partner_delay_no_other(lab: Lab) -> None:
    line = CheckedLine()
    base = line.base(lab.bakery)
    prices = line.catalogue(lab.bakery, base).datasets[0]
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(100)
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/callback"
        ask = request(prices.has_policy[0], prices.id, callback_address=address)
        for _ in range(UNDER_WAY):
            line.post(lab.bakery, f"{base}/negotiations/request", ask)
        began = time.monotonic()
        assert line.catalogue(lab.partner(OTHER), base).datasets
        with pytest.raises(PartnerRefused, match=r"answered 429.*too-many"):
            line.post(lab.bakery, f"{base}/negotiations/request", ask)
        # The provider's patience with one silent address is thirty seconds.
        assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    ("offers", "why"),
    [
        ("participant = 1", "participant"),
        ("[", "no TOML"),
        ("x = " + "[" * 5000, "no TOML: it is nested too deep"),
        (f"x = {'9' * 5000}", "no TOML: a number in it needs more than the 64 bits"),
        (OFFERS.replace("prices.csv", "../secret"), "file"),
        (OFFERS.replace('"dateTime"', '"datetime"'), "over.*leftOperand: 'datetime'.*dateTime"),
        (OFFERS.replace('"lt"', '"before"'), "operator: 'before'.*lteq"),
        (OFFERS.replace('"2020-01-01"', '"soon"'), "rightOperand: 'soon'.*one moment"),
        (OFFERS.replace('"distribute"', '"distrbute"'), "prohibition.0.action: 'distrbute'"),
        (OFFERS.replace("constraint = [", "constraints = ["), "'constraints' is not understood"),
        (OFFERS.replace("prices.csv", "gone.csv"), "no file"),
        (OFFERS.replace("prices.csv", "link.csv"), "no file"),
    ],
    ids=[
        *("type", "toml", "deep", "digits", "outside", "operand"),
        *("operator", "moment", "action", "key"),
        *("gone", "link"),
    ],
)
def test_offers_that_cannot_be_kept_are_told(tmp_path: Path, offers: str, why: str) -> None:
    (tmp_path / "offers.toml").write_text(offers)
    (tmp_path / "prices.csv").write_bytes(DATA)
    (tmp_path / "link.csv").symlink_to("/etc/hostname")
    with pytest.raises(OfficinaError, match=why):
        OffersFolder(tmp_path)
