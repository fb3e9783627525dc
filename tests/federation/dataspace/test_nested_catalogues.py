"""Catalogues in catalogues: asked for where they lie at the same place, told where they do not."""

from __future__ import annotations

import json
from typing import Any

from dataspace_samples import OFFICIAL

from officina_hub.federation.dataspace.errors import PartnerRefused
from officina_hub.federation.dataspace.line import Line
from officina_hub.federation.dataspace.messages import Message
from officina_hub.federation.dataspace.partner import Partner
from officina_hub.federation.fetching import Reply

EXAMPLES = OFFICIAL / "catalog" / "example"
BASE = "https://provder-a.com"
HERE = Partner(id="a", address=BASE)


class AnsweringLine(Line):
    """Answers by address what a connector would, and refuses the rest."""

    def __init__(self, answers: dict[str, Any]) -> None:
        super().__init__()
        self.answers = answers
        self.asked: list[str] = []

    def post(self, partner: Partner, address: str, message: Message) -> Reply:
        self.asked.append(address)
        if address not in self.answers:
            raise PartnerRefused("It answered 404.", "Nothing came.", "Ask the partner.")
        return Reply(200, json.dumps(self.answers[address]).encode(), "")


def example(name: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((EXAMPLES / name).read_text())
    return read


def test_the_example_of_a_nested_catalogue_is_followed() -> None:
    inner = {**example("catalog.json"), "catalog": example("nested-catalog.json")["catalog"]}
    line = AnsweringLine(
        {
            f"{BASE}/catalog/request": example("nested-catalog.json"),
            f"{BASE}/subcatalog/catalog/request": inner,
        }
    )
    listed = line.catalogue(HERE, BASE)
    assert [each.id for each in listed.datasets] == [each["@id"] for each in inner["dataset"]]
    assert listed.left_out == ()
    # It refers to itself, too, and is asked once.
    assert line.asked == [f"{BASE}/catalog/request", f"{BASE}/subcatalog/catalog/request"]


def test_one_that_does_not_answer_hides_nothing_else() -> None:
    whole = {**example("catalog.json"), "catalog": example("nested-catalog.json")["catalog"]}
    listed = AnsweringLine({f"{BASE}/catalog/request": whole}).catalogue(HERE, BASE)
    assert len(listed.datasets) == len(whole["dataset"])
    (left_out,) = listed.left_out
    assert "answered 404" in left_out.reason


def test_one_of_another_host_is_told_and_not_asked_with_this_ones_token() -> None:
    elsewhere = "https://other.example"
    line = AnsweringLine({f"{elsewhere}/catalog/request": example("nested-catalog.json")})
    listed = line.catalogue(HERE, elsewhere)
    assert line.asked == [f"{elsewhere}/catalog/request"]
    (left_out,) = listed.left_out
    assert "of another host; ask https://provder-a.com/subcatalog" in left_out.reason


def test_half_characters_in_one_are_told_and_hide_nothing_else() -> None:
    service = {"@id": "urn:s", "@type": "DataService", "endpointURL": f"{BASE}/\ud800"}
    half = {"@id": "urn:half\udfff", "@type": "Catalog", "service": [service]}
    whole = {**example("catalog.json"), "catalog": [half]}
    line = AnsweringLine({f"{BASE}/catalog/request": whole})
    listed = line.catalogue(HERE, BASE)
    assert len(listed.datasets) == len(whole["dataset"])
    (left_out,) = listed.left_out
    assert left_out.id == "urn:half\N{REPLACEMENT CHARACTER}"
    assert "half a character" in left_out.reason
    assert line.asked == [f"{BASE}/catalog/request"]
