"""RDF that is wrong, endless or reaches for others: refused or cut, and said so."""

from __future__ import annotations

import json

import pytest
from catalogue_files import only, refusal, taken

from officina_hub.catalogue.readers import Limits

PREFIXES = (
    "@prefix dcat: <http://www.w3.org/ns/dcat#> .\n@prefix dct: <http://purl.org/dc/terms/> .\n"
)


def dataset(inside: str = "", description: str = "Of D.") -> str:
    return (
        f'{PREFIXES}<https://example.org/d> a dcat:Dataset ; dct:title "D"@en ;\n'
        f'dct:description """{description}"""@en {inside} .\n'
    )


def test_an_unbound_prefix_is_refused_with_its_line(reading):
    one = refusal(reading("a.ttl", dataset("; healthdcatap:x 1")))
    assert one.where == "line 4"
    assert 'Prefix "healthdcatap:" not bound' in one.reason


def test_things_that_lead_to_each_other_in_a_circle_are_read(reading):
    text = dataset("; dcat:inSeries <https://example.org/d> ; dcat:dataset <https://example.org/d>")
    assert only(reading("a.ttl", text)).record.in_series == "https://example.org/d"


def test_a_literal_of_ten_megabytes_is_cut_and_said(reading):
    read = only(reading("a.ttl", dataset(description="long " * 2_000_000)))
    assert len(read.record.description["en"]) <= 20_000
    assert any(
        "9,999,999 characters are cut" in note or "10,000,000" in note for note in read.notes
    )


def test_a_number_of_ten_million_noughts_is_never_written_out(reading):
    size = '"1E+9999999"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    file = f"[ dcat:accessURL <https://example.org/f> ; dcat:byteSize {size} ]"
    read = only(reading("a.ttl", dataset(f"; dcat:distribution {file}")))
    assert read.record.distributions[0].byte_size is None
    assert any("'1E+9999999' is left out" in note for note in read.notes)


def test_of_a_hundred_thousand_distributions_the_first_thousand_are_kept_and_said(reading):
    files = [f"<https://example.org/{n}>" for n in range(100_000)]
    address = "dcat:accessURL <https://example.org/f> .\n"
    text = dataset(f"; dcat:distribution {', '.join(files)}") + "".join(
        f"{file} {address}" for file in files[:2_000]
    )
    read = only(reading("a.ttl", text))
    assert len(read.record.distributions) == 1_000
    assert "there are 100,000, the first 1,000 are kept" in read.notes[0]


def test_more_triples_than_are_read_refuse_the_file(reading):
    one = refusal(reading("a.ttl", dataset(), limits=Limits(triples=2)))
    assert "more than 2 triples" in one.reason


def test_brackets_without_end_are_refused(reading):
    text = dataset("; dct:subject " + "[ dct:subject " * 5_000 + "1" + " ]" * 5_000)
    assert "levels deep" in refusal(reading("a.ttl", text)).reason


def test_html_and_script_in_text_fields_become_text(reading):
    text = dataset(
        description="<p>Read <b>this</b></p><script>alert(1)</script>&lt;img onerror=x&gt;"
    )
    read = only(reading("a.ttl", text))
    assert read.record.description == {"en": "Read this"}
    assert "description: its markup is taken out, the text is kept" in read.notes


@pytest.mark.parametrize(
    "context",
    [
        "https://evil.example/context.jsonld",
        ["https://evil.example/context.jsonld"],
        {"@import": "https://evil.example/context.jsonld"},
        {"title": {"@id": "http://purl.org/dc/terms/title", "@context": "file:///etc/passwd"}},
        "context.jsonld",
    ],
    ids=["address", "list", "import", "inside-a-term", "relative"],
)
def test_a_context_named_by_an_address_is_refused_and_never_loaded(reading, context):
    document = {"@context": context, "@id": "https://example.org/d", "@type": "dcat:Dataset"}
    one = refusal(reading("a.jsonld", json.dumps(document)))
    assert one.where == "@context"
    assert "nothing is loaded from the network" in one.reason


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE rdf:RDF [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE rdf:RDF [<!ENTITY x "ha"><!ENTITY y "&x;&x;">]>',
        '<!DOCTYPE rdf:RDF SYSTEM "https://evil.example/x.dtd">',
    ],
    ids=["file", "growing", "dtd"],
)
def test_entities_of_xml_are_refused_with_their_line(reading, declared):
    text = f'<?xml version="1.0"?>\n{declared}\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'
    one = refusal(reading("a.rdf", text))
    assert one.where == "line 2"
    assert "declares" in one.reason


def test_xml_that_is_not_closed_is_refused_with_line_and_column(reading):
    one = refusal(reading("a.rdf", '<?xml version="1.0"?>\n<rdf:RDF>\n</rdf>'))
    assert one.where == "line 3, column 3"


def test_xml_that_says_it_is_latin_1_is_read_as_that(reading):
    text = (
        '<?xml version="1.0" encoding="ISO-8859-1"?>\n'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:dcat="http://www.w3.org/ns/dcat#" xmlns:dct="http://purl.org/dc/terms/">'
        '<dcat:Dataset rdf:about="https://example.org/d"><dct:title xml:lang="fi">Sää</dct:title>'
        '<dct:description xml:lang="fi">Päivän sää.</dct:description></dcat:Dataset></rdf:RDF>'
    )
    read = only(reading("a.rdf", text.encode("latin-1")))
    assert read.record.title == {"fi": "Sää"}
    assert read.notes == ()


def test_rdf_without_datasets_is_refused_and_says_what_it_looked_for(reading):
    *_, one = reading("a.ttl", PREFIXES + "<https://example.org/x> dct:title 'x' .")
    assert "no dcat:Dataset" in one.reason


def test_rdf_xml_that_is_no_rdf_is_refused_with_line_and_column(reading):
    text = (
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        '<rdf:Description rdf:about="https://example.org/d" rdf:nodeID="n"/></rdf:RDF>'
    )
    one = refusal(reading("a.rdf", text))
    assert one.where.startswith("line 2, column ")
    assert "at most one of rdf:ID" in one.reason


def test_an_n_quads_line_that_is_wrong_is_named(reading):
    good = '<https://example.org/a> <https://example.org/b> "c" .'
    assert refusal(reading("a.nq", f"{good}\n{good}\nnonsense here\n")).where == "line 3"


def test_odd_dates_say_nothing_at_the_terminal(reading, capfd):
    text = dataset('; dct:modified "31.12.2024"^^<http://www.w3.org/2001/XMLSchema#date>')
    assert taken(reading("a.ttl", text))
    assert capfd.readouterr() == ("", "")
