"""DCAT-AP's terms in the fields of records, whatever RDF they are written in."""

from __future__ import annotations

from datetime import date

import pytest
from catalogue_files import only, refusal, refused, taken

PREFIXES = """
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix spdx: <http://spdx.org/rdf/terms#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix adms: <http://www.w3.org/ns/adms#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix eu: <http://publications.europa.eu/resource/authority/> .
@prefix theme: <http://publications.europa.eu/resource/authority/data-theme/> .
@prefix ex: <https://example.org/> .
"""
FULL = (
    PREFIXES
    + """
ex:air a dcat:Dataset ;
    dct:title "Air quality"@en, "Ilmanlaatu"@fi, "Luftqualität"@de-AT ;
    dct:description "Hourly readings of particulates in twelve cities."@en ;
    dcat:keyword "air"@en, "ilma"@fi, "air"@de ;
    dcat:theme theme:ENVI, theme:HEAL, <http://eurovoc.europa.eu/100158> ;
    dct:language <http://publications.europa.eu/resource/authority/language/FIN> ;
    dct:publisher ex:office ;
    dct:creator [ a foaf:Agent ; foaf:name "Institute of Air" ] ;
    dcat:contactPoint [ vcard:fn "Desk" ; vcard:hasEmail <mailto:desk@example.org> ] ;
    dcat:landingPage <https://example.org/air> ;
    dct:identifier "air-1" ;
    adms:identifier [ skos:notation "10.1234/air" ] ;
    dct:accessRights <http://publications.europa.eu/resource/authority/access-right/PUBLIC> ;
    dct:accrualPeriodicity <http://publications.europa.eu/resource/authority/frequency/HOURLY> ;
    dct:spatial <http://publications.europa.eu/resource/authority/country/FIN> ;
    dct:temporal [ dcat:startDate "2020"^^xsd:gYear ; dcat:endDate "2024-06"^^xsd:gYearMonth ] ;
    dct:issued "2024-07-01"^^xsd:date ;
    dct:modified "2025-01-02T03:04:05Z"^^xsd:dateTime ;
    dcat:version "1.10" ;
    dcat:inSeries ex:series ;
    dct:conformsTo ex:standard ;
    dcat:distribution ex:air-csv .
ex:office a foaf:Agent ; foaf:name "Environment Office"@en ;
    foaf:homepage <https://office.example> .
ex:air-csv a dcat:Distribution ;
    dct:title "Table"@en ;
    dcat:accessURL <https://example.org/air.csv> ;
    dcat:downloadURL <https://example.org/air.csv> ;
    dct:format <http://publications.europa.eu/resource/authority/file-type/CSV> ;
    dcat:mediaType <https://www.iana.org/assignments/media-types/text/csv> ;
    dcat:byteSize "1024"^^xsd:nonNegativeInteger ;
    dct:license <http://publications.europa.eu/resource/authority/licence/CC_BY_4_0> ;
    spdx:checksum [ spdx:algorithm spdx:checksumAlgorithm_sha1 ;
                    spdx:checksumValue "DA39A3EE5E6B4B0D3255BFEF95601890AFD80709"^^xsd:hexBinary ] .
"""
)


def dataset(inside: str) -> str:
    return (
        f'{PREFIXES}\nex:d a dcat:Dataset ; dct:title "D"@en ; dct:description "Of D."@en ; '
        f"{inside} ."
    )


def test_a_dataset_keeps_its_texts_in_all_languages(reading):
    record = only(reading("a.ttl", FULL)).record
    assert record.title == {"en": "Air quality", "fi": "Ilmanlaatu", "de": "Luftqualität"}
    assert record.keywords == ("air", "ilma")
    assert record.iri == "https://example.org/air"


def test_iris_of_eu_vocabularies_become_their_codes(reading):
    record = only(reading("a.ttl", FULL)).record
    assert record.themes == ("ENVI", "HEAL")
    assert record.languages == ("fi",)
    assert record.access_rights == "PUBLIC"
    assert record.frequency == "HOURLY"
    assert record.country == "FI"


def test_people_dates_and_identifiers_are_kept(reading):
    record = only(reading("a.ttl", FULL)).record
    assert record.publisher.name == "Environment Office"
    assert record.publisher.homepage == "https://office.example"
    assert [each.name for each in record.creator] == ["Institute of Air"]
    assert record.contact_point.email == "desk@example.org"
    assert record.identifiers == ("air-1", "10.1234/air")
    assert (record.issued, record.modified) == (date(2024, 7, 1), date(2025, 1, 2))
    assert (record.temporal_start, record.temporal_end) == (date(2020, 1, 1), date(2024, 6, 30))
    assert record.version == "1.10"
    assert record.in_series == "https://example.org/series"


def test_a_distribution_keeps_format_size_licence_and_checksum(reading):
    (one,) = only(reading("a.ttl", FULL)).record.distributions
    assert (one.format, one.media_type, one.byte_size) == ("CSV", "text/csv", 1024)
    assert one.licence == "CC-BY-4.0"
    assert one.checksum.algorithm == "sha1"
    assert one.checksum.checksum_value == "da39a3ee5e6b4b0d3255bfef95601890afd80709"


@pytest.mark.parametrize(
    ("written", "size"),
    [
        ('"9007199254740993"^^xsd:nonNegativeInteger', 2**53 + 1),
        ('"9007199254740993.0"^^xsd:decimal', 2**53 + 1),
        ('"18446744073709551615"', 2**64 - 1),
        ('"1.5E+3"', 1500),
        ('"1E+999999999"', None),
        ('"NaN"', None),
        ('"several"', None),
    ],
    ids=["integer", "decimal", "text", "thousands", "endless", "no-number", "words"],
)
def test_a_size_is_kept_to_the_byte_or_left_out(reading, written, size):
    read = only(reading("a.ttl", dataset("dcat:distribution ex:f") + (
        f"ex:f dcat:accessURL <https://example.org/f> ; dcat:byteSize {written} ."
    )))  # fmt: skip
    assert read.record.distributions[0].byte_size == size
    assert any("byte_size" in note for note in read.notes) == (size is None)


def test_the_same_catalogue_in_every_syntax_gives_the_same_record(reading):
    from rdflib import Dataset

    graph = Dataset(default_union=True)
    graph.parse(data=FULL, format="turtle")
    wanted = only(reading("a.ttl", FULL)).record
    endings = {"rdf": "xml", "jsonld": "json-ld", "nt": "nt11", "trig": "trig", "nq": "nquads"}
    for ending, syntax in endings.items():
        text = graph.serialize(format=syntax)
        found = only(reading(f"a.{ending}", text)).record
        assert found.model_dump(exclude={"keywords", "themes", "title"}) == wanted.model_dump(
            exclude={"keywords", "themes", "title"}
        ), syntax
        assert found.title == wanted.title
        assert set(found.themes) == set(wanted.themes)


def test_series_and_data_services_are_records_of_their_own(reading):
    text = (
        PREFIXES
        + """
ex:s a dcat:DatasetSeries, dcat:Dataset ; dct:title "S"@en ; dct:description "Yearly."@en .
ex:api a dcat:DataService ; dct:title "API"@en ; dcat:endpointURL <https://api.example/v1> ;
    dcat:servesDataset ex:d .
"""
    )
    records = {read.record.kind: read.record for read in taken(reading("a.ttl", text))}
    assert set(records) == {"series", "data_service"}
    assert records["data_service"].serves_dataset == ("https://example.org/d",)


def test_a_data_service_without_an_endpoint_is_refused_by_name(reading):
    text = PREFIXES + 'ex:api a dcat:DataService ; dct:title "API"@en .'
    one = refusal(reading("a.ttl", text))
    assert one.where == "https://example.org/api"
    assert "endpoint_url" in one.reason


def test_what_a_catalogue_names_as_its_dataset_is_one_without_a_type(reading):
    text = PREFIXES + (
        'ex:c a dcat:Catalog ; dcat:dataset ex:d . ex:d dct:title "D"@en ; '
        'dct:description "Of D."@en .'
    )
    assert only(reading("a.ttl", text)).record.iri == "https://example.org/d"


def test_one_bad_record_does_not_stop_the_rest(reading):
    text = PREFIXES + "".join(
        f'ex:d{n} a dcat:Dataset ; dct:title "D{n}"@en'
        + (" .\n" if n == 1 else ' ; dct:description "Told."@en .\n')
        for n in range(3)
    )
    reads = reading("a.ttl", text)
    assert [read.record.iri[-1] for read in taken(reads)] == ["0", "2"]
    assert [read.where for read in refused(reads)] == ["https://example.org/d1"]


def test_a_dataset_without_an_iri_is_refused_because_nobody_could_refer_to_it(reading):
    text = PREFIXES + '[] a dcat:Dataset ; dct:title "Nameless"@en ; dct:description "x"@en .'
    one = refusal(reading("a.ttl", text))
    assert one.where == "a blank node"
    assert "'Nameless' has no IRI" in one.reason


def test_a_relative_iri_is_refused_as_it_stands(reading):
    text = PREFIXES + '<data/1> a dcat:Dataset ; dct:title "R"@en ; dct:description "x"@en .'
    assert refusal(reading("a.ttl", text)).where == "data/1"


def test_a_distribution_without_an_address_is_left_out_with_a_note(reading):
    text = dataset('dcat:distribution [ dct:title "x"@en ], ex:ok') + (
        "ex:ok dcat:accessURL <https://example.org/ok> ."
    )
    read = only(reading("a.ttl", text))
    assert [each.access_url for each in read.record.distributions] == ["https://example.org/ok"]
    assert "number 0 has no dcat:accessURL" in " ".join(read.notes)


@pytest.mark.parametrize(
    ("field", "inside"),
    [
        ("modified", 'dct:modified "2024-02-31"^^xsd:date'),
        ("issued", 'dct:issued "last spring"'),
        ("landing_page", "dcat:landingPage <ftp://example.org/x>"),
        ("in_series", 'dcat:inSeries [ dct:title "nameless series" ]'),
        ("access_rights", "dct:accessRights <http://example.org/odd>"),
        ("languages", 'dct:language "no language at all"'),
        ("frequency", 'dct:accrualPeriodicity "now and then"'),
    ],
    ids=["date", "words", "ftp", "blank", "right", "language", "frequency"],
)
def test_a_field_that_cannot_be_is_left_out_with_a_note_and_the_record_taken(
    reading, field, inside
):
    read = only(reading("a.ttl", dataset(inside)))
    assert not getattr(read.record, field)
    assert any(note.startswith(field) for note in read.notes)


@pytest.mark.parametrize(
    "algorithm",
    [
        "<http://dcat-ap.de/def/hashAlgorithms/sha/256>",
        "spdx:checksumAlgorithm_sha256",
        '"SHA-256"',
    ],
    ids=["germany", "spdx", "words"],
)
def test_a_checksum_by_an_algorithm_of_many_names_is_kept(reading, algorithm):
    part = (
        f"[ dcat:accessURL ex:f ; spdx:checksum [ spdx:algorithm {algorithm} ; "
        f'spdx:checksumValue "{"ab" * 32}" ] ]'
    )
    (one,) = only(reading("a.ttl", dataset(f"dcat:distribution {part}"))).record.distributions
    assert one.checksum.algorithm == "sha256"


def test_a_format_that_is_only_labelled_is_known_by_its_label(reading):
    part = '[ dcat:accessURL ex:f ; dct:format [ skos:prefLabel "text/csv" ] ]'
    (one,) = only(reading("a.ttl", dataset(f"dcat:distribution {part}"))).record.distributions
    assert (one.format, one.media_type) == ("CSV", "text/csv")


def test_spaces_in_an_address_are_written_as_addresses_write_them(reading):
    text = dataset('dcat:landingPage "https://example.org/my data"')
    assert only(reading("a.ttl", text)).record.landing_page == "https://example.org/my%20data"


@pytest.mark.parametrize(
    ("written", "email"),
    [
        ("mailto:desk@data.example", "desk@data.example"),
        (
            "MAILTO:desk%2Bopen@data.example?subject=Hello&cc=x@y.example",
            "desk+open@data.example",
        ),
    ],
    ids=["plain", "with-fields"],
)
def test_of_a_mail_link_only_the_address_is_kept(reading, written, email):
    text = (
        "@prefix dcat: <http://www.w3.org/ns/dcat#> .\n@prefix dct: <http://purl.org/dc/terms/> .\n"
        "@prefix v: <http://www.w3.org/2006/vcard/ns#> .\n"
        '<https://data.example/d> a dcat:Dataset ; dct:title "D" ; dct:description "Of D." ;\n'
        f"dcat:contactPoint [ v:hasEmail <{written}> ] ."
    )
    assert only(reading("a.ttl", text)).record.contact_point.email == email
