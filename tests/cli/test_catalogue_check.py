"""``officina catalogue check``: counts, reasons and gaps, as lines and as JSON."""

from __future__ import annotations

import json

from catalogue_files import PUBLISHED

BEES = PUBLISHED / "dcat-ap" / "example-bee-population.ttl"
BROKEN = PUBLISHED / "dcat-ap" / "example-bee-population-dataset-series-api.ttl"


def test_a_file_that_is_taken_whole_ends_with_0_and_names_the_gaps(officina):
    result = officina("catalogue", "check", BEES)
    assert result.exit_code == 0, result.output
    assert f"{BEES}: 1 taken, 0 refused" in result.stdout
    assert (
        "taken, but https://data.gov.gr/id/dataset/BeePopulation: publisher/name" in result.stdout
    )
    assert "lacking most often: licence (1)" in result.stdout


def test_a_refusal_ends_with_1_and_does_not_hide_the_other_files(officina):
    result = officina("catalogue", "check", BROKEN, BEES)
    assert result.exit_code == 1
    assert "refused, line 20: it cannot be understood as RDF" in result.stdout
    assert "1 taken, 1 refused\n" in result.stdout


def test_in_json_it_tells_the_same_in_one_document(officina):
    result = officina("catalogue", "check", BROKEN, BEES, "--json")
    report = json.loads(result.stdout)
    assert (report["taken"], report["refused"]) == (1, 1)
    assert report["files"][0]["refusals"][0]["where"] == "line 20"
    assert report["files"][1]["remarks"][0]["notes"]
    assert {"field": "licence", "records": 1} in report["gaps"]


def test_a_table_is_read_with_its_mapping(officina, tmp_path):
    mapping, table = tmp_path / "m.toml", tmp_path / "t.csv"
    mapping.write_text('kind = "service"\n[columns]\nA = "iri"\nB = "title"\n', encoding="utf-8")
    table.write_text("A,B\nhttps://example.org/s,Help\n", encoding="utf-8")
    assert officina("catalogue", "check", table, "--mapping", mapping).exit_code == 0


def test_a_mapping_that_cannot_be_is_a_sentence(officina, tmp_path):
    mapping = tmp_path / "m.toml"
    mapping.write_text("kind = ", encoding="utf-8")
    result = officina("catalogue", "check", BEES, "--mapping", mapping, "--json")
    assert result.exit_code == 1
    assert "is no mapping of columns" in json.loads(result.stdout)["error"]


def test_the_shapes_of_dcat_ap_are_a_score_and_refuse_nothing(officina):
    result = officina("catalogue", "check", BEES, "--shacl")
    assert result.exit_code == 0, result.output
    assert "DCAT-AP's shapes: " in result.stdout
    shapes = json.loads(officina("catalogue", "check", BEES, "--shacl", "--json").stdout)["shapes"]
    assert shapes["records"] == 1
    assert {"field": "Dataset dcat:keyword", "records": 1} in shapes["missed"]
    assert json.loads(officina("catalogue", "check", BEES, "--json").stdout)["shapes"] is None
