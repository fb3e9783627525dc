"""Addresses that lead nowhere: one record or one field is lost by them, and never the file."""

from __future__ import annotations

import json

import pytest
from catalogue_files import refused, taken
from pydantic import TypeAdapter, ValidationError

from officina_widgets.catalogue.records import WebAddress

ODD = [
    "http://[::1",
    "http://[]/data",
    "http://exa[mple/data",
    "http://data.example:99999999/",
    "https://data.example:port/",
    "https://data.example:0/",
    "https://x\u2100.example/",
    "https://:80/data",
]
GOOD = "https://data.example/good"
IDS = ["open", "empty", "bracket", "high-port", "word-port", "port-0", "nfkc", "no-host"]
PREFIXES = (
    "@prefix dcat: <http://www.w3.org/ns/dcat#> .\n@prefix dct: <http://purl.org/dc/terms/> .\n"
)
CONTEXT = {"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/"}


def turtle(*addresses: str) -> str:
    each = '<{}> a dcat:Dataset ; dct:title "D" ; dct:description "Of D." ; dcat:landingPage <{}> .'
    return PREFIXES + "\n".join(each.format(one, one) for one in addresses)


def rdf_xml(*addresses: str) -> str:
    each = (
        '<dcat:Dataset rdf:about="{}"><dct:title>D</dct:title>'
        "<dct:description>Of D.</dct:description></dcat:Dataset>"
    )
    names = "".join(f' xmlns:{name}="{iri}"' for name, iri in CONTEXT.items())
    inside = "\n".join(each.format(one) for one in addresses)
    rdf = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    return f"<rdf:RDF {rdf}{names}>\n{inside}\n</rdf:RDF>"


def linked(*addresses: str) -> str:
    told = {"@type": "dcat:Dataset", "dct:title": "D", "dct:description": "Of D."}
    return json.dumps({"@context": CONTEXT, "@graph": [{"@id": one, **told} for one in addresses]})


def courses(*addresses: str) -> str:
    return json.dumps([{"@type": "Course", "name": "C", "url": one} for one in addresses])


def table(*addresses: str) -> str:
    return "kind,iri,title\n" + "".join(f"dataset,{one},D\n" for one in addresses)


@pytest.mark.parametrize("address", ODD, ids=IDS)
@pytest.mark.parametrize(
    ("name", "written"),
    [("a.ttl", turtle), ("a.rdf", rdf_xml), ("a.jsonld", linked), ("a.json", courses),
     ("a.csv", table)],
    ids=["turtle", "rdf-xml", "json-ld", "courses", "table"],
)  # fmt: skip
def test_a_record_of_such_a_name_is_refused_alone_with_place_and_reason(
    reading, address, name, written
):
    reads = reading(name, written(address, GOOD))
    assert [read.record.iri for read in taken(reads)] == [GOOD]
    (one,) = refused(reads)
    assert one.where in {address, "/0", "line 2"}
    assert "names no host that there can be, or no such port" in one.reason


@pytest.mark.parametrize("address", ODD, ids=IDS)
def test_where_a_name_can_be_made_only_the_address_is_left_out(reading, address):
    service = json.dumps({"name": "S", "trl": "5", "orderType": "other", "webpage": address})
    event = f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:E\nURL:{address}\nEND:VEVENT\nEND:VCALENDAR"
    croissant = json.dumps(
        {"@type": "sc:Dataset", "conformsTo": "croissant/1.1", "name": "N", "url": address}
    )
    for name, text in (("s.json", service), ("e.ics", event), ("c.json", croissant)):
        (one,) = taken(reading(name, text))
        assert one.record.iri.startswith("urn:uuid:")
        assert one.record.landing_page is None
        assert any("landing_page: " in note and "names no host" in note for note in one.notes)


@pytest.mark.parametrize(
    "address",
    ["https://data.example", "http://[::1]:8000/a", "https://sää.example/ö?q=[1]", GOOD],
)
def test_addresses_that_lead_somewhere_are_taken(address):
    assert TypeAdapter(WebAddress).validate_python(address) == address


def test_a_script_is_no_address():
    with pytest.raises(ValidationError, match="no address of the web"):
        TypeAdapter(WebAddress).validate_python("javascript:alert(1)")
