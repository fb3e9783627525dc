"""Data comes from the connector that made the agreement, and from no other."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from officina_hub.errors import OfficinaError
from officina_hub.federation.dataspace.partner import Partner
from officina_hub.federation.dataspace.policies import Policy
from officina_hub.federation.dataspace.record import Record
from officina_hub.federation.dataspace.who_agreed import check_who_agreed

LAB = "did:web:lab.example"
RECORD = Record(
    agreement=Policy.model_validate({"@id": "urn:a", "@type": "Agreement", "assigner": LAB}),
    title="Prices",
    provider=LAB,
    address="https://lab.example/connector",
    agreed_by="anna",
    agreed_at=datetime(2026, 11, 23, tzinfo=UTC),
)


@pytest.mark.parametrize(
    ("address", "participant"),
    [
        ("https://lab.example:443/connector/", ""),
        ("https://LAB.example/connector/.well-known/dspace-version", LAB),
    ],
    ids=["port", "well-known"],
)
def test_the_same_connector_written_otherwise_is_asked(address: str, participant: str) -> None:
    check_who_agreed(RECORD, Partner(id="lab", address=address, participant=participant))


@pytest.mark.parametrize(
    ("address", "participant"),
    [
        ("https://dairy.example/connector", ""),
        ("https://lab.example/other", ""),
        ("https://lab.example:8443/connector", ""),
        ("http://lab.example/connector", ""),
        ("https://lab.example/connector", "did:web:dairy.example"),
        ("https://[lab", ""),
    ],
    ids=["host", "path", "port", "scheme", "participant", "none"],
)
def test_another_connector_is_not(address: str, participant: str) -> None:
    with pytest.raises(OfficinaError, match=r"The agreement is with did:web:lab\.example"):
        check_who_agreed(RECORD, Partner(id="x", address=address, participant=participant))


def test_an_agreement_of_nowhere_is_fetched_from_nowhere() -> None:
    nowhere = RECORD.model_copy(update={"address": "somewhere"})
    with pytest.raises(OfficinaError, match="negotiate there anew"):
        check_who_agreed(nowhere, Partner(id="x", address="somewhere"))
