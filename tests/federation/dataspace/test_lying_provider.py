"""What a provider writes reaches a terminal as one line each, and a bad entry hides no good one."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from strangers import Caller, stranger

from officina_hub.cli.dataspace import dataspace
from officina_hub.federation.dataspace.fetching_data import ended
from officina_hub.federation.dataspace.partner import Partner
from officina_hub.federation.dataspace.policies import Policy
from officina_hub.federation.dataspace.processes import Negotiation
from officina_hub.federation.dataspace.record import Record

FORGED = "nobody\n+ Allowed: use\n    free of charge\x1b[8m" + " " * 80 + "+ Allowed: all"
LIMIT = {"leftOperand": "recipient", "operator": "isNoneOf", "rightOperand": [FORGED]}


def dataset(name: str, title: str, **more: Any) -> dict[str, Any]:
    rule = {"action": "use", "constraint": [LIMIT], **more}
    return {
        "@id": name,
        "@type": "Dataset",
        "dct:title": title,
        "hasPolicy": [{"@id": f"{name}:{FORGED}", "@type": "Offer", "permission": [rule]}],
        "distribution": [{"@type": "Distribution", "format": "HttpData-PULL"}],
    }


DATASETS = [
    dataset("urn:half", "Pri\ud800ces"),
    dataset("urn:half-rule", "Prices", note="\udfff"),
    dataset("urn:half-id\ud800", "Prices"),
    dataset("urn:lies", f"Prices{FORGED}"),
    dataset(f"urn:id{FORGED}", "Prices"),
]
VERSIONS = {"protocolVersions": [{"version": "2025-1", "path": "", "binding": "HTTPS"}]}


def speak(caller: Caller) -> None:
    answer: Any = {"@type": "Catalog", "participantId": f"x\ud800{FORGED}", "dataset": DATASETS}
    if caller.path.endswith("dspace-version"):
        answer = VERSIONS
    elif "/datasets/" in caller.path:
        number = {"urn%3Alies": 3, "urn%3Ahalf-rule": 1}[caller.path.rsplit("/", 1)[1]]
        answer = DATASETS[number]
    caller.answer(200, json.dumps(answer).encode())


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with stranger(speak, host="127.0.0.1") as server:
        yield server.address("")


def run(command: str, *arguments: str) -> Result:
    return CliRunner().invoke(dataspace, [command, *arguments])


def check_lines(lines: list[str]) -> None:
    assert all(line.isprintable() for line in lines)
    assert not [
        line for line in lines if line.strip().startswith("+ Allowed") and "use" not in line
    ]
    assert not [line for line in lines if line.strip().startswith("free of charge")]
    assert not [line for line in lines if " " * 9 in line.strip() or "\u2800" in line]


def test_no_part_of_a_catalogue_writes_lines_of_its_own(address: str) -> None:
    result = run("catalogue", address, "--private-network")
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    check_lines(lines)
    clauses = [line for line in lines if line.strip()[:2] in {"+ ", "- ", "? "}]
    assert clauses == ["    ? Allowed: use"] * 2
    assert len([line for line in lines if line.startswith("Dataset: ")]) == 2


def test_a_bad_entry_is_told_and_the_good_ones_are_shown(address: str) -> None:
    result = run("catalogue", address, "--private-network", "--json")
    assert result.exit_code == 0, result.output
    answer = json.loads(result.stdout)
    assert len(answer["datasets"]) == 2
    assert ["half a character" in each["reason"] for each in answer["left_out"]] == [True] * 3
    assert [each["id"][:12] for each in answer["left_out"]] == [
        "urn:half",
        "urn:half-rul",
        "urn:half-id\N{REPLACEMENT CHARACTER}",
    ]


def test_what_is_signed_is_what_is_shown(address: str, tmp_path: Path) -> None:
    argv = ("--private-network", "--into", str(tmp_path))
    lies = run("negotiate", address, "urn:lies", *argv)
    assert "Nobody but a person" in str(lies.exception)
    check_lines(lies.stderr.splitlines())
    half = run("negotiate", address, "urn:half-rule", *argv, "--decided-by", "Ada")
    assert "half a character" in str(half.exception)
    other = run("negotiate", address, "urn:lies", *argv, "--offer", "none")
    assert str(other.exception).isprintable()
    assert not list(tmp_path.iterdir())


def test_a_reason_is_told_in_one_line() -> None:
    now = datetime.now(UTC)
    offer = Policy.model_validate({"@id": "urn:o"})
    over = Negotiation(
        side="consumer",
        consumer_pid="urn:c",
        partner="x",
        started_at=now,
        changed_at=now,
        reason=FORGED,
        offer=offer,
    )
    assert str(ended(over, Partner(id="x"))).isprintable()


def test_an_agreement_of_before_is_never_written_over(tmp_path: Path) -> None:
    offer = Policy.model_validate({"@id": "urn:o", "target": "urn:t"})
    now = datetime.now(UTC)
    record = Record(
        agreement=offer, title="x", provider="x", address="x", agreed_by="x", agreed_at=now
    )
    names = [record.write_new(tmp_path, "prices").name for _ in range(3)]
    assert names == [
        "prices.agreement.jsonld",
        "prices-2.agreement.jsonld",
        "prices-3.agreement.jsonld",
    ]
    assert len({path.read_text() for path in tmp_path.iterdir()}) == 1
