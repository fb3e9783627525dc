"""JSON-LD of schema.org and DCAT in one file, as the whole catalogue is given to others."""

from __future__ import annotations

import json

from catalogue_files import refused, taken

CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "schema": "https://schema.org/",
}
DATA = {"dct:title": "One", "dct:description": "The first"}
SITE = "https://example.org/"
CATALOG = {"@id": SITE, "@type": "dcat:Catalog", "dcat:dataset": [{"@id": f"{SITE}1"}]}
DATASET = {"@id": f"{SITE}1", "@type": "dcat:Dataset", **DATA}
COURSE = {"@id": f"{SITE}2", "@type": ["dcat:Resource", "schema:Course"], **DATA}
EVENT = {"@id": f"{SITE}3", "@type": "schema:Event", "schema:name": "Launch day"}


def mixed(*things: object, context: object = CONTEXT) -> str:
    return json.dumps({"@context": context, "@graph": things})


def test_each_reader_takes_its_own_things(reading):
    reads = reading("a.jsonld", mixed(CATALOG, DATASET, COURSE, EVENT))
    assert refused(reads) == []
    assert {(read.record.iri[-1], read.record.kind) for read in taken(reads)} == {
        ("1", "dataset"), ("2", "training"), ("3", "training"),
    }  # fmt: skip


def test_what_neither_reads_is_refused_once(reading):
    broken = {"@id": f"{SITE}4", "@type": "dcat:Datset", **DATA}
    wrong = {"@id": f"{SITE}5", "@type": "schema:LerningResource", "schema:name": "Five"}
    reads = reading("a.jsonld", mixed(DATASET, EVENT, broken, wrong))
    assert len(taken(reads)) == 2
    assert sorted(read.iri[-1] for read in refused(reads)) == ["4", "5"]


def test_a_context_that_nobody_loads_is_told_beside_what_schema_org_gives(reading):
    context = ["https://elsewhere.example/context.jsonld", CONTEXT]
    reads = reading("a.jsonld", mixed(DATASET, EVENT, context=context))
    assert [read.record.iri for read in taken(reads)] == [EVENT["@id"]]
    assert "@context" in [read.where for read in refused(reads)]
