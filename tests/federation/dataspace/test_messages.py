"""Messages are those of the protocol's own schemas and examples; what is none is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from dataspace_samples import check_official, official_examples

from officina_hub.federation.dataspace import messages
from officina_hub.federation.dataspace.catalogue import Dataset, Elsewhere, LeftOut, datasets_in
from officina_hub.federation.dataspace.messages import (
    LONGEST,
    CatalogRequest,
    ContractRequest,
    Message,
    Unreadable,
    Versions,
)

KINDS = {
    kind.model_fields["type"].default: kind
    for kind in vars(messages).values()
    if isinstance(kind, type) and issubclass(kind, Message) and "type" in kind.model_fields
}
OF_CATALOGUES = {"Catalog", "Dataset", "DatasetRequestMessage"}
READ = [
    path
    for path in official_examples()
    if json.loads(path.read_text())["@type"] not in OF_CATALOGUES
]


@pytest.mark.parametrize("path", READ, ids=lambda path: path.stem)
def test_every_example_is_read_and_written_as_the_schema_says(path: Path) -> None:
    plain = json.loads(path.read_text())
    message = KINDS[plain["@type"]].read(path.read_bytes())
    check_official(message.written())
    assert message.written()["@type"] == plain["@type"]


def test_all_kinds_of_messages_have_an_example() -> None:
    assert {json.loads(path.read_text())["@type"] for path in READ} == set(KINDS)


def test_the_example_of_a_catalogue_is_read() -> None:
    path = next(path for path in official_examples() if path.stem == "catalog")
    found = list(datasets_in(json.loads(path.read_text())))
    assert found
    assert all(isinstance(each, Dataset) for each in found)


def test_a_catalogue_that_is_told_by_its_service_alone_leads_there() -> None:
    path = next(path for path in official_examples() if path.stem == "nested-catalog")
    (inner,) = datasets_in(json.loads(path.read_text()))
    assert inner == Elsewhere(
        "02e83f88-f025-4a1c-89f2-8723c98fa92b", "https://provder-a.com/subcatalog"
    )


def test_a_dataset_without_an_offer_is_left_out_with_the_reason() -> None:
    good = {
        "@id": "urn:a",
        "hasPolicy": [{"@id": "urn:o", "permission": [{"action": "use"}]}],
        "distribution": [{"format": "HttpData-PULL", "accessService": "urn:s"}],
    }
    bad = {**good, "@id": "urn:b", "hasPolicy": []}
    found = list(datasets_in({"dataset": [bad, good, 7]}))
    assert [each.id for each in found] == ["urn:b", "urn:a", ""]
    assert isinstance(found[0], LeftOut)
    assert "hasPolicy" in found[0].reason


def test_versions_are_read() -> None:
    data = (official_examples()[0].parents[2] / "common/example/protocol-version.json").read_bytes()
    assert Versions.read(data).protocol_versions[0].path == "/some/path/2025-1"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "no JSON"),
        (b"[" * 100_000, "nested"),
        (b'{"a":' * 60 + b"1" + b"}" * 60, "nested"),
        (b'{"@context": NaN}', "no number"),
        (b" " * (LONGEST + 1), "longer"),
        (b"\xff\xfe\x00", "no JSON"),
        (b"[]", "object|dictionary"),
    ],
    ids=["empty", "bombing", "deep", "nan", "long", "bytes", "list"],
)
def test_what_is_no_message_is_refused_with_the_reason(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        ContractRequest.read(data)


def test_a_context_of_another_version_is_refused() -> None:
    written = CatalogRequest().written()
    written["@context"] = ["https://w3id.org/dspace/2024/1/context.json"]
    with pytest.raises(Unreadable, match="@context"):
        CatalogRequest.read(json.dumps(written).encode())


def test_what_is_unknown_in_a_rule_is_kept() -> None:
    path = next(path for path in official_examples() if path.stem == "contract-request-message")
    plain = json.loads(path.read_text())
    plain["offer"]["permission"][0]["ex:remedy"] = {"a": [1]}
    again = ContractRequest.read(json.dumps(plain).encode()).written()
    assert again["offer"]["permission"][0]["ex:remedy"] == {"a": [1]}
