"""A record as data: by ``Accept`` at its permalink, by endings, and in the head of its page."""

from __future__ import annotations

import json

import pytest
from find_samples import ADVICE, BASE, FORECASTS, HOSTILE, id_of, load
from page_house import PageHouse, soup
from rdflib import Graph, URIRef
from rdflib.namespace import DCAT, DCTERMS, RDF

CROISSANT = 'application/ld+json; profile="http://mlcommons.org/croissant/1.1"'
HERE = f"/services/officina/find/{id_of(FORECASTS)}"


@pytest.fixture
async def full_house(empty_house: PageHouse) -> PageHouse:
    await load(empty_house)
    return empty_house


async def wished(house: PageHouse, accept: str, record=FORECASTS, token: str | None = "ada"):
    return await house.open(f"find/{id_of(record)}", token, headers={"Accept": accept})


async def test_the_permalink_answers_in_the_form_that_is_asked_for(full_house):
    turtle = await wished(full_house, "text/turtle, text/html;q=0.5")
    graph = Graph().parse(data=turtle.content, format="turtle")
    assert turtle.headers["Content-Type"] == "text/turtle; charset=utf-8"
    assert turtle.headers["Content-Location"] == f"{HERE}.ttl"
    assert (URIRef(FORECASTS.iri), RDF.type, DCAT.Dataset) in graph
    assert (None, DCTERMS.title, None) in graph

    croissant = await wished(full_house, CROISSANT)
    assert croissant.headers["Content-Type"] == CROISSANT
    assert croissant.json["conformsTo"] == "http://mlcommons.org/croissant/1.1"

    page = await wished(full_house, "text/html,*/*;q=0.8")
    assert page.headers["Content-Type"].startswith("text/html")
    for answer in (turtle, croissant, page):
        assert "Accept" in answer.headers["Vary"]
        assert f'<{HERE}.ttl>; rel="alternate"; type="text/turtle"' in answer.headers["Link"]


async def test_every_ending_on_the_page_gives_what_it_says(full_house):
    for record, count in ((FORECASTS, 5), (ADVICE, 4)):
        page = soup(await full_house.open(f"find/{id_of(record)}", "ada"))
        links = page.select('section[aria-labelledby="data-heading"] a')
        named = page.select('head link[rel="alternate"]')
        assert [one["href"] for one in links] == [one["href"] for one in named]
        assert len(links) == count
        for link in links:
            path = str(link["href"]).removeprefix("/services/officina/")
            answer = await full_house.open(path, "ada", headers={"Accept": "text/html"})
            assert answer.status == 200
            assert answer.headers["Content-Type"].startswith(str(link["type"]))


async def test_what_has_not_changed_is_not_sent_again(full_house):
    first = await wished(full_house, "text/turtle")
    again = await full_house.open(
        f"find/{id_of(FORECASTS)}",
        "ada",
        headers={"Accept": "text/turtle", "If-None-Match": first.headers["ETag"]},
    )
    assert (again.status, again.content) == (304, b"")


async def test_what_cannot_be_given_is_told_in_words(full_house):
    other = await wished(full_house, "image/png")
    assert (other.status, other.json["code"]) == (406, "not-acceptable")
    assert "text/turtle" in other.json["detail"]

    no_dataset = await full_house.open(
        f"find/{id_of(ADVICE)}.croissant.json", "ada", headers={"Accept": "application/json"}
    )
    assert (no_dataset.status, no_dataset.json["code"]) == (404, "no-such-form")
    assert "for datasets" in no_dataset.json["detail"]

    unknown = await full_house.open(
        "find/abcdefghijklmnopqrst.ttl", "ada", headers={"Accept": "text/turtle"}
    )
    assert (unknown.status, unknown.json["code"]) == (404, "no-such-record")


async def test_a_program_that_is_nobody_is_told_so_and_a_person_is_sent_to_the_login(full_house):
    program = await wished(full_house, "text/turtle", token=None)
    assert (program.status, program.json["code"]) == (401, "not-logged-in")
    assert (await wished(full_house, "text/html", token=None)).status in {302, 403}


async def test_hostile_fields_do_not_leave_the_data_block(full_house):
    answer = await full_house.open(f"find/{id_of(HOSTILE)}", "ada")
    block = soup(answer).select_one('script[type="application/ld+json"]')
    assert json.loads(block.string)["name"][0]["@value"] == HOSTILE.title["en"]
    inside = str(block.string)
    assert "<" not in inside
    assert BASE in inside


async def test_the_citation_is_on_the_page_and_at_addresses_of_its_own(full_house):
    page = soup(await full_house.open(f"find/{id_of(FORECASTS)}", "ada"))
    text = page.select_one("#cite-text").get_text().strip()
    assert text.startswith("The weather office (2026). Weather forecasts. ")
    for accept, kind in (
        ("text/x-bibliography", "text/x-bibliography; charset=utf-8"),
        ("application/x-bibtex", "application/x-bibtex"),
        ("application/vnd.citationstyles.csl+json", "application/vnd.citationstyles.csl+json"),
    ):
        answer = await wished(full_house, accept)
        assert answer.headers["Content-Type"] == kind
        assert b"Weather forecasts" in answer.content
    assert answer.json["author"] == [{"literal": "The weather office"}]
    assert answer.json == json.loads(page.select_one("#cite-csl-json").get_text())
