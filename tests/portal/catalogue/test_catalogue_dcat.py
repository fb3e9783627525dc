"""The whole catalogue as paged DCAT-AP, as another catalogue would harvest it."""

from __future__ import annotations

import pytest
from catalogue_samples import CURATOR, Lorry, dataset, key
from portal_house import House
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import DCAT, FOAF, RDF

from officina_hub.portal.api import catalogue_dcat
from officina_hub.portal.store.catalogue_curating import set_state

HYDRA = Namespace("http://www.w3.org/ns/hydra/core#")
NAMES = ("rain", "wind", "flu", "snow", "fog")


@pytest.fixture
async def full_house(empty_house: House, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.setattr(catalogue_dcat, "RECORDS_OF_A_PAGE", 2)
    Lorry(empty_house.portal.database).load(*map(dataset, NAMES))
    return empty_house


async def page(house: House, path: str) -> tuple[Graph, str | None]:
    """One page, and where the next one is."""
    answer = await house.ask("GET", path, "ada")
    assert answer.status == 200, answer.content
    graph = Graph().parse(data=answer.content, format="turtle")
    following = [str(one) for one in graph.objects(None, HYDRA.next)]
    return graph, following[0].partition("/api/")[2] if following else None


async def walk(house: House) -> list[Graph]:
    graphs = []
    path: str | None = "catalogue.ttl"
    while path:
        graph, path = await page(house, path)
        graphs.append(graph)
    return graphs


async def test_the_pages_hold_every_published_record_once(full_house):
    with full_house.portal.database.writing() as session:
        set_state(session, key("fog"), "withdrawn", CURATOR)
    graphs = await walk(full_house)
    whole = sum(graphs, Graph())
    found = [one for graph in graphs for one in graph.subjects(RDF.type, DCAT.Dataset)]
    mine = {URIRef(f"https://data.example/{name}") for name in NAMES if name != "fog"}

    assert mine <= set(found)
    assert len(found) == len(set(found))
    assert URIRef("https://data.example/fog") not in found
    (catalogue,) = whole.subjects(RDF.type, DCAT.Catalog)
    assert set(found) == set(whole.objects(catalogue, DCAT.dataset))
    assert mine <= set(whole.objects(None, FOAF.primaryTopic))
    (total,) = set(whole.objects(catalogue, HYDRA.totalItems))
    assert int(total) == len(set(whole.objects(catalogue, DCAT.record)))


async def test_a_record_that_comes_in_between_moves_no_other(full_house):
    first, following = await page(full_house, "catalogue.ttl")
    Lorry(full_house.portal.database).load(dataset("hail"))
    others, _ = await page(full_house, following)

    assert not set(first.subjects(RDF.type, DCAT.Dataset)) & set(
        others.subjects(RDF.type, DCAT.Dataset)
    )


async def test_accept_and_ending_choose_the_form_and_others_are_refused(full_house):
    for path, accept, kind in (
        ("catalogue", "application/ld+json", "application/ld+json"),
        ("catalogue", "*/*", "text/turtle"),
        ("catalogue.rdf", "text/turtle", "application/rdf+xml"),
        ("catalogue.jsonld", "*/*", "application/ld+json"),
    ):
        answer = await full_house.ask("GET", path, "ada", headers={"Accept": accept})
        assert answer.headers["Content-Type"].startswith(kind), path
        assert answer.headers["Vary"] == "Accept"
        assert 'rel="next"' in answer.headers["Link"]

    refused = await full_house.ask("GET", "catalogue", "ada", headers={"Accept": "text/csv"})
    assert (refused.status, refused.json["code"]) == (406, "not-acceptable")
    assert ".jsonld" in refused.json["detail"]
    unknown = await full_house.ask("GET", "catalogue.csv", "ada")
    assert (unknown.status, unknown.json["code"]) == (404, "no-such-form")
    wrong = await full_house.ask("GET", "catalogue.ttl?after=../x", "ada")
    assert wrong.status in {400, 422}


async def test_what_has_not_changed_is_not_sent_again(full_house):
    first = await full_house.ask("GET", "catalogue.rdf", "ada")
    tag = {"If-None-Match": first.headers["ETag"]}

    assert (await full_house.ask("GET", "catalogue.rdf", "ada", headers=tag)).status == 304
