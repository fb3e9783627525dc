"""What a card and its details tell of a record."""

from __future__ import annotations

from datetime import date

import pytest
from finder_samples import dataset, filed, service, table, training

from officina_widgets.catalogue.records import Agent, ContactPoint
from officina_widgets.finding.cards import card_of, details_of, plain_hit
from officina_widgets.finding.citation import citation_of


def facts(record, languages=("en",)):
    return {one.name: one.value for one in details_of(filed(record), languages).facts}


def test_a_card_speaks_the_readers_language():
    card = card_of(plain_hit(filed(dataset()), ("de", "en")))
    assert card.title.text == "Wettervorhersage 1"
    assert card.snippet.text == "Temperature and rain of every hour."
    assert (card.by, card.modified) == ("Met Office", "2026-01-01")
    assert {(one.name, one.value) for one in card.badges} >= {
        ("access", "PUBLIC"),
        ("licence", "CC-BY-4.0"),
    }


def test_a_dataset_tells_its_code_and_where_it_came_from():
    found = details_of(filed(dataset(distributions=(table("https://example.org/a.csv"),))), ())
    assert "read_csv" in found.code
    assert (found.source, found.signed_by, found.quality) == ("curated", "LUMI", 80)
    assert found.gaps == ("spatial",)


def test_a_service_tells_who_may_use_it_and_where_to_order():
    found = details_of(filed(service()), ("fi",))
    assert {one.name: one.address for one in found.links} == {"order": "https://example.org/order"}
    assert facts(service())["eligibility"] == "European SMEs"
    assert found.code == ""


def test_a_course_tells_when_it_takes_place():
    assert facts(training())["instance"] == "2027-01-05 · Kajaani"
    assert facts(training())["minutes"] == "90"


def test_a_contact_is_one_line():
    point = ContactPoint(name="Desk", email="a@b.eu")
    assert facts(dataset(contact_point=point))["contact"] == "Desk · a@b.eu"


@pytest.mark.parametrize(
    ("record", "citation"),
    [
        (dataset(cite_as="Ada,\n 2026"), "Ada, 2026"),
        (
            dataset(
                creator=(Agent(name="Ada"), Agent(name="Bo")),
                issued=date(2024, 5, 1),
                version="2",
                identifiers=("doi:10.1/x",),
            ),
            "Ada; Bo (2024). Weather forecast 1. Version 2. Met Office. https://doi.org/10.1/x",
        ),
        (service(), "Inference. https://example.org/services/inference"),
    ],
    ids=["as its owner asks", "with a DOI", "with little known"],
)
def test_a_citation_says_what_is_known(record, citation):
    assert citation_of(record) == citation
