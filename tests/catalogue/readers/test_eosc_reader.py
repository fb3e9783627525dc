"""EOSC's service profile as YAML and JSON, as registries write it and as people do."""

from __future__ import annotations

import json

import pytest
from catalogue_files import only, refusal, taken

from officina_hub.catalogue.readers import Limits, Refused

SERVICE = """
id: csc.inference
name: Inference
tagline: Models by address
description: Ask a model over HTTPS.
resourceOrganisation: csc
webpage: https://example.org/inference
scientificDomains:
  - scientificDomain: scientific_domain-natural_sciences
    scientificSubdomain: scientific_subdomain-physics
categories: [category-compute]
targetUsers: [target_user-businesses, target_user-researchers]
accessTypes: [access_type-remote]
accessModes: [access_mode-free_conditionally]
tags: [llm, 1.10]
languageAvailabilities: [en, fin]
geographicalAvailabilities: [NO, FI]
orderType: order_type-order_required
order: https://example.org/order
trl: trl-9
lifeCycleStatus: life_cycle_status-production
helpdeskEmail: help@example.org
mainContact: {firstName: Ada, lastName: Keeper, email: ada@example.org}
publicContacts: [{email: office@example.org}]
termsOfUse: https://example.org/terms
pricing: https://example.org/prices
lastUpdate: 2026-03-04
version: 1.10
"""


def test_a_service_keeps_what_the_profile_says_of_it(reading):
    record = only(reading("service.yaml", SERVICE)).record
    assert record.title == {"und": "Inference"}
    assert record.publisher.name == "csc"
    assert (record.trl, record.order_type) == (9, "order_required")
    assert record.access_types == ("remote",)
    assert record.access_modes == ("free_conditionally",)
    assert record.target_users == ("businesses", "researchers")
    assert record.scientific_domains == ("natural_sciences",)
    assert record.categories == ("compute",)
    assert record.life_cycle_status == "production"
    assert record.languages == ("en", "fi")
    assert record.contact_point.email == "office@example.org"
    assert record.helpdesk_email.email == "help@example.org"
    assert record.order_url == "https://example.org/order"
    assert record.modified.isoformat() == "2026-03-04"


def test_norway_stays_norway_and_a_version_keeps_its_zero(reading):
    record = only(reading("service.yaml", SERVICE)).record
    assert record.geographical_availabilities == ("NO", "FI")
    assert record.version == "1.10"
    assert record.keywords == ("llm", "1.10")


@pytest.mark.parametrize(
    ("name", "iri"),
    [
        ("https://example.org/services/1", "https://example.org/services/1"),
        ("21.15102/abc", "https://hdl.handle.net/21.15102/abc"),
        ("10.5281/zenodo.1", "https://doi.org/10.5281/zenodo.1"),
    ],
    ids=["address", "handle", "doi"],
)
def test_an_id_that_leads_somewhere_is_the_iri(reading, name, iri):
    text = json.dumps({"id": name, "name": "S", "trl": "5", "orderType": "open_access"})
    assert only(reading("service.json", text)).record.iri == iri


def test_an_id_of_a_registry_gives_the_same_made_name_each_time(reading):
    first, second = (only(reading("service.yaml", SERVICE)).record.iri for _ in range(2))
    assert first == second
    assert first.startswith("urn:uuid:")


def test_a_page_of_a_registrys_answer_is_read_each(reading):
    one = {"service": {"id": "a.b", "name": "B", "trl": "trl-3", "orderType": "other"}}
    two = {"service": {"id": "a.c", "name": "C", "trl": "12", "tagline": {"fi": "Cee"}}}
    reads = reading("answer.json", json.dumps({"total": 2, "results": [one, two]}))
    first, second = taken(reads)
    assert (first.where, first.record.trl) == ("/results/0/service", 3)
    assert second.record.tagline == {"fi": "Cee"}
    assert second.record.trl is None
    assert any("no level from 1 to 9" in note for note in second.notes)


def test_milliseconds_of_a_registry_are_a_day(reading):
    text = SERVICE.replace("2026-03-04", "1533513600000")
    assert only(reading("a.yaml", text)).record.modified.isoformat() == "2018-08-06"


def test_words_that_no_vocabulary_has_are_left_out_one_by_one(reading):
    text = SERVICE.replace("access_type-remote", "access_type-telepathy, access_type-virtual")
    read = only(reading("service.yaml", text))
    assert read.record.access_types == ("virtual",)
    assert any(note.startswith("access_types/0: 'telepathy' is left out") for note in read.notes)


@pytest.mark.parametrize(
    ("text", "where", "reason"),
    [
        ("a: &x 1\nb: &x 2\n", "line 2, column 4", "duplicate anchor"),
        ("name: a\nname: b\n", "line 2, column 1", "'name' stands here twice"),
        ("a: [1, 2\nb: 3", "line 2, column 2", "expected ',' or ']'"),
        ("a: !!python/object/apply:os.system ['true']", "line 1, column 4", "could not determine"),
        ("a: *nobody", "line 1, column 4", "undefined alias"),
        ("a: \x07", "the file", "special characters are not allowed"),
        ("a: !!set {b, c}", "line 1, column 4", "could not determine"),
        ("a: !!binary '%%%'", "line 1, column 4", "could not determine"),
        ("? [a, b]\n: c", "line 1, column 3", "a list or a mapping, and no text"),
        ("? {a: b}\n: c", "line 1, column 3", "a list or a mapping, and no text"),
        ("&a {*a : x}", "line 1, column 1", "a list or a mapping, and no text"),
        ("<<: 5\nname: x", "line 1, column 5", "expected a mapping"),
    ],
    ids=[
        "anchors",
        "keys",
        "bracket",
        "python",
        "alias",
        "bell",
        "set",
        "binary",
        "list-key",
        "mapping-key",
        "recursive-key",
        "merged-number",
    ],
)
def test_yaml_that_is_wrong_is_refused_with_its_line(reading, text, where, reason):
    one = refusal(reading("service.yaml", text))
    assert one.where == where
    assert reason in one.reason


def test_yaml_that_grows_without_end_is_refused(reading):
    lines = ["a0: &a0 [x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    one = refusal(reading("a.yaml", "\n".join(lines), limits=Limits(values=10_000)))
    assert "more than 10,000 values" in one.reason


def test_yaml_that_holds_itself_is_refused(reading):
    assert "levels deep" in refusal(reading("a.yaml", "a: &a [*a]")).reason


@pytest.mark.parametrize(
    ("tagged", "title"),
    [
        ("!!timestamp 2024-99-99", "2024-99-99"),
        ("!!int abc", "abc"),
        ("!!float x", "x"),
        ("!!bool maybe", "maybe"),
        ("!!null x", "x"),
    ],
    ids=["day-out-of-range", "int", "float", "bool", "null"],
)
def test_what_a_tag_says_of_a_text_is_not_believed(reading, tagged, title):
    text = f"name: {tagged}\nlastUpdate: {tagged}\n{tagged}: key"
    record = only(reading("service.yaml", text)).record
    assert (record.title, record.modified) == ({"und": title}, None)


def test_merges_of_merges_do_not_multiply(reading):
    lines = ["- &m0 {name: One, trl: 1}"]
    lines += [
        f"- &m{n} {{<<: [{', '.join([f'*m{n - 1}'] * 9)}], name: N{n}}}" for n in range(1, 15)
    ]
    services = taken(reading("a.yaml", "\n".join(lines)))
    assert [read.record.trl for read in services] == [1] * 15
    one = refusal(reading("a.yaml", "\n".join(lines), limits=Limits(values=20)))
    assert "merges more than 20 values" in one.reason


def test_a_mapping_that_is_merged_into_itself_is_read(reading):
    assert only(reading("a.yaml", "&a {<<: *a, name: Own}")).record.title == {"und": "Own"}


def test_merge_keys_are_honoured(reading):
    text = "- &base\n  id: a.b\n  name: One\n  orderType: other\n- <<: *base\n  id: a.c\n"
    assert [read.record.order_type for read in taken(reading("a.yaml", text))] == ["other"] * 2


@pytest.mark.parametrize(
    ("name", "text", "places"),
    [
        ("a.yaml", "- {name: A}\n- 'name: B, webpage: x'\n", ["/1"]),
        ("a.yaml", "- a\n", ["/0"]),
        ("a.yaml", "[]", ["/"]),
        ("a.yaml", "only words", ["/"]),
        ("a.yaml", "results: []", ["/results"]),
        ("a.json", '{"results": ["x", {"name": "A"}, 5, null]}', ["/results/0", "/results/2",
         "/results/3"]),
    ],
    ids=["text-in-yaml", "list-of-texts", "empty-list", "text", "empty-results", "json"],
)  # fmt: skip
def test_what_stands_among_services_and_is_none_is_refused_where_it_stands(
    reading, name, text, places
):
    refused = [each for each in reading(name, text) if isinstance(each, Refused)]
    assert [each.where for each in refused] == places
    assert all("here stands" in each.reason for each in refused)


def test_the_same_bytes_are_a_service_as_json_and_as_yaml(reading):
    text = json.dumps({"name": "A", "webpage": "https://example.org/a", "description": "Of it."})
    assert only(reading("a.json", text)).record == only(reading("a.yaml", text)).record


def test_json_that_is_of_no_format_is_told_what_counts(reading):
    assert "the name of an EOSC service" in refusal(reading("a.json", '{"webpage": "x"}')).reason


def test_a_day_that_is_still_to_come_is_kept_with_a_note(reading):
    read = only(reading("a.yaml", SERVICE.replace("2026-03-04", "9999-12-31")))
    assert read.record.modified.isoformat() == "9999-12-31"
    assert any("still to come" in note for note in read.notes)
