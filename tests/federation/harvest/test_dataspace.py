"""A connector's offers by a harvest: each dataset with its terms, or the reason why not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from dataspace_samples import LOAD, PRICES, course_provider
from harvest_hand import Hand

from officina_hub.factory.peers import Peer
from officina_hub.federation.dataspace.catalogue import Dataset
from officina_hub.federation.fetching import FetchLimits
from officina_hub.federation.harvest import Harvested
from officina_hub.federation.harvest.dataspace import iri_of, record_of
from officina_hub.portal.clock import utc_now
from officina_hub.portal.harvesting import Harvester
from officina_hub.portal.store.act import Act


def harvested(hand: Hand, address: str) -> Harvested:
    """By the real way to this machine, where the course's provider listens."""
    peer = Peer(id="peer", kind="dataspace", address=address, private_network=True)
    act = Act(user="officina", at=utc_now())
    return Harvester(hand.database, hand.home, act, limits=FetchLimits(tries=1)).harvest(peer)


def test_what_a_connector_offers_comes_into_the_catalogue_with_its_terms(hand: Hand) -> None:
    with course_provider() as provider:
        report = harvested(hand, provider.address)
        again = harvested(hand, provider.address)
    assert (report.verdict, report.figures.added) == ("fresh", 2), report.why
    assert again.figures.unchanged == 2
    known = hand.shown()
    assert set(known) == {PRICES, LOAD}
    offers = json.loads(known[PRICES]["distributions"][0]["has_policy"])
    assert offers[0]["permission"][0]["constraint"][0]["leftOperand"] == "purpose"
    assert known[PRICES]["identifiers"] == [PRICES]


def test_one_that_is_gone_is_told_and_withdraws_nothing(hand: Hand) -> None:
    with course_provider() as provider:
        harvested(hand, provider.address)
    report = harvested(hand, provider.address)
    assert report.verdict == "unreachable"
    assert set(hand.shown()) == {PRICES, LOAD}


@pytest.mark.parametrize(
    ("id", "iri"),
    [
        ("urn:uuid:1", "urn:uuid:1"),
        ("prices of 2026", "urn:officina:dataspace:energy:prices%20of%202026"),
    ],
)
def test_names_that_are_no_iri_get_one_and_stay_as_identifiers(id: str, iri: str) -> None:  # noqa: A002
    offered = Dataset.model_validate(
        {
            "@id": id,
            "hasPolicy": [{"@id": "urn:o", "permission": [{"action": "use"}]}],
            "distribution": [{"format": "HttpData-PULL"}],
            "keyword": ["power", 7, " "],
        }
    )
    record = record_of(offered, "energy", "", "https://connector.example")
    assert record.iri == iri == iri_of("energy", id)
    assert record.identifiers == (id,)
    assert record.keywords == ("power",)


def test_the_token_is_read_from_its_file_and_a_readable_one_is_refused(
    hand: Hand, tmp_path: Path
) -> None:
    token = tmp_path / "token"
    token.write_text("0123456789abcdef0123")
    token.chmod(0o644)
    report = hand.harvest("dataspace", "http://127.0.0.1:9", token_file=str(token))
    assert "may be read by others" in report.why


def test_titles_are_text_on_one_line_whatever_stands_in_them() -> None:
    offered = Dataset.model_validate(
        {
            "@id": "urn:x",
            "dct:title": "<b>Prices</b>\n\u202eof\x1b[8m power<script>alert(1)</script>",
            "dct:description": "One<img src=x onerror=alert(1)>.\u2066",
            "hasPolicy": [{"@id": "urn:o", "permission": [{"action": "use"}]}],
            "distribution": [{"format": "HttpData-PULL"}],
        }
    )
    record = record_of(offered, "energy", "", "https://connector.example")
    assert record.title == {"und": "Prices of[8m power"}
    assert record.description == {"und": "One."}
