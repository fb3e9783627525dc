"""Croissant's terms in the fields of a dataset."""

from __future__ import annotations

import json

import pytest
from catalogue_files import only, refusal, refused, taken

from officina_widgets.finding.loading_code import loading_code

SHA256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
TITANIC = {
    "@context": {"@vocab": "https://schema.org/", "cr": "http://mlcommons.org/croissant/"},
    "@type": "sc:Dataset",
    "dct:conformsTo": "http://mlcommons.org/croissant/1.1",
    "name": "titanic",
    "description": "Passengers of one ship.",
    "url": "https://example.org/titanic",
    "license": "https://creativecommons.org/publicdomain/zero/1.0/",
    "creator": [{"@type": "Person", "name": "A. Keeper", "url": "https://example.org/people/1"}],
    "datePublished": "2024-02-03",
    "keywords": ["ships", "survival"],
    "inLanguage": "en",
    "citeAs": "A. Keeper: Titanic. 2024.",
    "distribution": [
        {
            "@type": "cr:FileObject",
            "@id": "passengers.csv",
            "name": "passengers.csv",
            "contentUrl": "https://example.org/passengers.csv",
            "encodingFormat": "text/csv",
            "contentSize": "117743 B",
            "sha256": SHA256,
        },
        {
            "@type": "cr:FileSet",
            "@id": "parts",
            "name": "parts",
            "containedIn": {"@id": "passengers.csv"},
            "encodingFormat": "application/x-parquet",
            "includes": "*.parquet",
        },
    ],
    "recordSet": [
        {
            "@type": "cr:RecordSet",
            "@id": "passengers",
            "name": "passengers",
            "field": [
                {"@type": "cr:Field", "name": "passengers/age", "dataType": "sc:Float"},
                {"@type": "cr:Field", "name": "passengers/sex",
                 "dataType": ["sc:Text", "wd:Q48277"]},
            ],
        }
    ],
}  # fmt: skip


def read_with(reading, **changes):
    return reading("metadata.json", json.dumps({**TITANIC, **changes}))


def test_a_dataset_keeps_what_croissant_says_of_it(reading):
    record = only(read_with(reading)).record
    assert record.iri == record.landing_page == "https://example.org/titanic"
    assert record.licence == "CC0-1.0"
    assert record.creator[0].name == "A. Keeper"
    assert record.issued.isoformat() == "2024-02-03"
    assert record.keywords == ("ships", "survival")
    assert record.languages == ("en",)
    assert record.cite_as == "A. Keeper: Titanic. 2024."


def test_files_become_distributions_with_checksums(reading):
    whole, parts = only(read_with(reading)).record.distributions
    assert whole.download_url == whole.access_url == "https://example.org/passengers.csv"
    assert (whole.format, whole.media_type, whole.byte_size) == ("CSV", "text/csv", 117_743)
    assert whole.checksum.checksum_value == SHA256
    assert (parts.format, parts.download_url) == ("PARQUET", None)
    assert parts.access_url == whole.access_url


def test_record_sets_keep_their_fields_and_types(reading):
    (one,) = only(read_with(reading)).record.record_sets
    assert one.id == "passengers"
    assert [(each.name, each.data_type) for each in one.fields] == [
        ("passengers/age", "Float"),
        ("passengers/sex", "Text, Q48277"),
    ]


@pytest.mark.parametrize(
    ("changes", "address"),
    [
        ({"sameAs": "https://example.org/croissant.json"}, "https://example.org/croissant.json"),
        ({"sameAs": ["https://x.example/", "https://x.example/titanic/croissant"]},
         "https://x.example/titanic/croissant"),
        ({"@id": "https://example.org/t.jsonld"}, "https://example.org/t.jsonld"),
        ({}, None),
        ({"sameAs": "metadata.json"}, None),
        ({"sameAs": "https://example.org/about-croissant"}, None),
    ],
    ids=["json", "croissant", "id", "page", "relative", "other"],
)  # fmt: skip
def test_where_the_description_itself_stands_is_known_if_it_tells(reading, changes, address):
    record = only(read_with(reading, **changes)).record
    assert record.croissant == address
    assert ("mlcroissant.Dataset" in loading_code(record)) == (address is not None)


def test_what_only_croissant_has_words_for_is_kept_as_it_is(reading):
    source = {
        "fileSet": {"@id": "parts"},
        "extract": {"column": "age <years>"},
        "transform": [{"regex": "(\\d+)"}, {"format": "%Y"}],
    }
    column = {"@type": "cr:Field", "@id": "p/age", "name": "age", "source": source, "odd": 1}
    rows = {"@type": "cr:RecordSet", "@id": "p", "field": [column], "data": [{"p/age": 1}]}
    record = only(read_with(reading, recordSet=[rows])).record
    (table,) = record.record_sets
    assert json.loads(table.as_croissant) == {"data": [{"p/age": 1}]}
    assert json.loads(table.fields[0].as_croissant) == {"@id": "p/age", "source": source}
    assert [json.loads(one.as_croissant) for one in record.distributions] == [
        {"@id": "passengers.csv"},
        {"@id": "parts", "containedIn": {"@id": "passengers.csv"}, "includes": "*.parquet"},
    ]


def test_rows_that_are_longer_than_a_text_are_left_out_and_said(reading):
    rows = {"@type": "cr:RecordSet", "@id": "p", "name": "p", "data": [{"p/age": 1}] * 2_000}
    read = only(read_with(reading, recordSet=[rows]))
    assert read.record.record_sets[0].as_croissant is None
    assert any("as_croissant" in note for note in read.notes)


def test_a_checksum_that_is_none_is_left_out_and_said(reading):
    broken = [{**TITANIC["distribution"][0], "sha256": "not known yet"}]
    read = only(read_with(reading, distribution=broken))
    assert read.record.distributions[0].checksum is None
    assert any("'not known yet' is no checksum" in note for note in read.notes)


def test_a_size_in_other_units_is_not_taken_for_bytes(reading):
    rounded = [{**TITANIC["distribution"][0], "contentSize": "117 kB"}]
    assert only(read_with(reading, distribution=rounded)).record.distributions[0].byte_size is None


def test_a_dataset_without_address_has_the_same_made_name_each_time(reading):
    first, second = (only(read_with(reading, url=None)).record.iri for _ in range(2))
    assert first == second
    assert first.startswith("urn:uuid:")
    assert only(read_with(reading, url=None, name="other")).record.iri != first


def test_a_dataset_without_a_name_is_refused(reading):
    assert "no usable title" in refusal(read_with(reading, name="")).reason


def test_a_list_of_datasets_is_read_each_and_a_second_of_the_same_iri_refused(reading):
    second = {**TITANIC, "name": "again"}
    third = {**TITANIC, "url": "https://example.org/other"}
    reads = reading("metadata.json", json.dumps([TITANIC, second, third]))
    assert [read.where for read in taken(reads)] == ["/0", "/2"]
    (twice,) = refused(reads)
    assert twice.where == "/1"
    assert "https://example.org/titanic is that of the record at /0" in twice.reason


def test_a_hundred_thousand_files_are_cut_and_said(reading):
    part = {"@type": "cr:FileObject", "contentUrl": "https://example.org/f"}
    read = only(read_with(reading, distribution=[part] * 100_000))
    assert len(read.record.distributions) == 1_000
    assert any("there are 100,000" in note for note in read.notes)
