"""Files that standards bodies and training networks published, with the counts that are known."""

from __future__ import annotations

import pytest
from catalogue_files import PUBLISHED, refused, taken

from officina_hub.catalogue.readers import read_file

BEES = "example-bee-population"
# What each official example of DCAT-AP 3.0.1 holds: taken, refused for want of a description.
TURTLE = {
    f"{BEES}-2022-2023": (2, 0),
    f"{BEES}-dataset-frequency": (0, 1),
    f"{BEES}-dataset-series-frequency": (0, 3),
    f"{BEES}-dataset-series-gea-nha": (0, 4),
    f"{BEES}-dataset-series-issued": (0, 3),
    f"{BEES}-dataset-series-life-count": (1, 1),
    f"{BEES}-dataset-series-modified": (0, 4),
    f"{BEES}-dataset-series-ordered": (0, 3),
    f"{BEES}-dataset-series-spatial-thessaloniki": (0, 2),
    f"{BEES}-dataset-series-spatial-thessaloniki-athens": (0, 3),
    f"{BEES}-dataset-series": (0, 3),
    f"{BEES}": (1, 0),
    "example-bee-populaton-2022-2023": (2, 0),
}
NO_TURTLE = {f"{BEES}-dataset-series-api": 20, f"{BEES}-dataset-series-combined": 32}


@pytest.mark.parametrize(("name", "counts"), TURTLE.items(), ids=list(TURTLE))
def test_an_official_example_gives_its_counts_and_only_descriptions_are_missing(name, counts):
    reads = list(read_file(PUBLISHED / "dcat-ap" / f"{name}.ttl"))
    assert (len(taken(reads)), len(refused(reads))) == counts
    assert all("no description" in each.reason for each in refused(reads))


@pytest.mark.parametrize(("name", "line"), NO_TURTLE.items(), ids=list(NO_TURTLE))
def test_an_official_example_that_is_no_turtle_is_refused_with_its_line(name, line):
    (one,) = read_file(PUBLISHED / "dcat-ap" / f"{name}.ttl")
    assert one.where == f"line {line}"
    assert "expected '.'" in one.reason


def test_the_fifteen_official_examples_are_all_here():
    assert len(list((PUBLISHED / "dcat-ap").glob("*.ttl"))) == len(TURTLE) + len(NO_TURTLE) == 15


def test_official_examples_in_json_ld_are_read_with_the_bundled_context():
    files = sorted((PUBLISHED / "dcat-ap").glob("*.jsonld"))
    reads = {file.stem: list(read_file(file)) for file in files}
    unread = {
        name
        for name, found in reads.items()
        if any("description" not in each.reason for each in refused(found))
    }
    assert len(files) == 15
    assert not unread
    assert len(taken(reads[BEES])) == 1
    assert taken(reads[BEES])[0].record.title == {"en": "Bee population"}


def test_every_croissant_file_with_a_name_is_taken_with_its_record_sets():
    files = sorted((PUBLISHED / "croissant").glob("*/*.json"))
    reads = {f"{file.parent.name}/{file.stem}": list(read_file(file)) for file in files}
    records = {name: taken(found)[0].record for name, found in reads.items() if taken(found)}
    assert len(files) == 30
    assert sorted(set(reads) - set(records)) == ["1.0/huggingface-squad"]
    assert "no usable title" in refused(reads["1.0/huggingface-squad"])[0].reason
    assert all(record.record_sets for record in records.values())
    assert len(records["1.0/credit-g"].record_sets) == 15
    assert len(records["0.8/pass"].distributions) == 12
    assert records["1.0/huggingface-c4"].licence == "ODC-By-1.0"


def test_the_same_dataset_in_two_versions_of_croissant_keeps_its_iri():
    old, new = (
        taken(read_file(PUBLISHED / "croissant" / version / "gpt-3.json"))[0].record
        for version in ("0.8", "1.0")
    )
    assert old.iri == new.iri == "https://github.com/openai/gpt-3"


def test_four_datasets_that_share_the_front_door_of_a_site_are_four_records():
    names = ("0.8/simple-parquet", "1.0/json-join", "1.0/simple-join", "1.0/simple-split")
    found = {
        read.record.iri
        for name in names
        for read in taken(read_file(PUBLISHED / "croissant" / f"{name}.json"))
    }
    assert len(found) == 4


PAGES = {"gtn/galaxy-intro-101": 1, "gtn/slides-introduction": 1, "gtn/faq": 0,
         "hsftraining/python-novice-inflammation": 1,
         "hsftraining/hsf-training-scikit-hep-webpage": 0}  # fmt: skip


@pytest.mark.parametrize(("name", "count"), PAGES.items(), ids=list(PAGES))
def test_a_training_page_gives_what_it_describes_and_says_where_it_describes_nothing(name, count):
    reads = list(read_file(PUBLISHED / "tess" / f"{name}.html"))
    assert len(taken(reads)) == count
    assert len(refused(reads)) == 1 - count
    assert all("no JSON-LD" in each.reason for each in refused(reads))


def test_a_page_of_the_galaxy_training_network_keeps_what_it_tells():
    (read,) = taken(read_file(PUBLISHED / "tess/gtn/galaxy-intro-101.html"))
    record = read.record
    assert record.title == {"und": "Hands-on for 'Galaxy 101' tutorial"}
    assert record.licence == "CC-BY-4.0"
    assert record.languages == ("en",)
    assert record.time_required_minutes == 60
    assert record.learning_resource_type == ("hands-on tutorial",)
    assert record.publisher.name == "Galaxy Training Network"
    assert record.modified.isoformat() == "2022-10-18"
    assert record.landing_page.endswith("/galaxy-intro-101/tutorial.html")
    assert len(record.authors) > 5
    assert read.where.startswith("line 260")


def test_a_carpentries_page_with_an_undeclared_prefix_is_taken():
    (read,) = taken(read_file(PUBLISHED / "tess/hsftraining/python-novice-inflammation.html"))
    assert read.record.title == {"und": "Programming with Python"}
    assert read.record.keywords == ("software", "data", "lesson", "The Carpentries")
