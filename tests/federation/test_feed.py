"""The feed: what it tells, that full pages stay, and that nothing of a record is lost in it."""

from __future__ import annotations

import json
from datetime import date

import pytest
from feed_samples import ADDRESS, NOON, Feed, dataset, filed
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Dataset as Graphs
from rdflib import URIRef
from rdflib.namespace import DCAT, RDF

from officina_hub.catalogue.arriving import Refusal
from officina_hub.catalogue.organisations import organisations
from officina_hub.federation.feed import read_index, read_page
from officina_hub.federation.feed.events import digest_of, entity_of, member_of, read_event
from officina_widgets.catalogue.records import (
    KINDS,
    DataService,
    DatasetSeries,
    Organisation,
    PackageLink,
    Service,
    Training,
)

PACKAGE = PackageLink(
    address=f"{ADDRESS}lumi/courses/gpu/1.0.0/gpu-1.0.0.course.zip",
    sha256="0a" * 32,
    bytes=12_345,
    version="1.0.0",
    kind="interactive-tool",
)
WHOLE = (
    dataset("weather", themes=["ENVI"], sectors=["climate-environment"],
            temporal_start=date(1999, 1, 1),
            record_sets=[{"id": "a", "name": "A", "fields": [{"name": "x"}]}], factory="lumi"),
    DatasetSeries(iri="https://data.example/series", title={"fi": "Sarja"}, frequency="DAILY"),
    DataService(iri="urn:x:api", title={"und": "API"}, endpoint_url="https://api.example/"),
    Service(iri="https://help.example/", title={"en": "Help"}, trl=7, tagline={"de": "Hilfe"},
            access_modes=("free",), order_type="open_access", cost_note={"en": "None"}),
    Organisation(iri="urn:x:lumi", title={"en": "LUMI"}, city="Kajaani", systems=("LUMI",)),
    Training(iri="https://lumi.example/gpu", title={"en": "GPU"}, type="course",
             steps=("sharing",), package=PACKAGE,
             skills=({"id": "http://data.europa.eu/esco/skill/x", "label": "Python"},),
             instances=({"starts_at": "2026-04-01T09:00:00+03:00", "seats": 20},)),
)  # fmt: skip


def test_the_samples_are_of_every_kind():
    assert {one.kind for one in WHOLE} == set(KINDS)


def test_new_changed_and_gone_are_told_once_each(tmp_path):
    feed = Feed(tmp_path)
    assert feed.tell(filed(dataset("a")), filed(dataset("b"))) == (2, 0, 0)
    assert feed.tell(
        filed(
            dataset("a"),
            2,
        ),
        filed(dataset("b")),
    ) == (0, 1, 0)
    assert feed.tell(filed(dataset("b")), hours=5) == (0, 0, 1)
    events = list(read_page(feed.page(1)))
    assert [(one.deed, one.iri[-1]) for one in events] == [
        ("Create", "a"), ("Create", "b"), ("Update", "a"), ("Delete", "a"),
    ]  # fmt: skip
    assert events[3].published > events[2].published


def test_what_did_not_change_changes_no_file(tmp_path):
    feed = Feed(tmp_path)
    feed.tell(filed(dataset("a")))
    before = feed.page(1), feed.index
    assert feed.tell(filed(dataset("a"))) == (0, 0, 0)
    assert feed.changed == ()
    assert (feed.page(1), feed.index) == before


def test_what_was_withdrawn_and_comes_back_is_created_again(tmp_path):
    feed = Feed(tmp_path)
    feed.tell(filed(dataset("a")))
    feed.tell(hours=1)
    assert feed.tell(filed(dataset("a"), 2)) == (1, 0, 0)


def test_a_full_page_never_changes_and_the_next_is_begun(tmp_path):
    feed = Feed(tmp_path)
    first = [filed(dataset(f"d{number:03}")) for number in range(249)]
    feed.tell(*first)
    feed.tell(*first, filed(dataset("last"), 1))
    full = feed.page(1)
    assert len(feed.members(1)) == 250
    more = [*first, filed(dataset("last"), 1), filed(dataset("next"), 2)]
    feed.tell(*more)
    assert feed.page(1) == full
    assert feed.changed == ("lumi/feed/pages/000002.jsonld", "lumi/feed/index.jsonld")
    pages = read_index(feed.index)
    assert [one.address.rpartition("/")[2] for one in pages] == ["000001.jsonld", "000002.jsonld"]
    assert pages[0].last is not None
    assert pages[1].last is None


def test_a_page_of_which_nothing_holds_any_more_is_forgotten(tmp_path):
    feed = Feed(tmp_path)
    feed.tell(*(filed(dataset(f"d{number:03}")) for number in range(250)))
    feed.tell(*(filed(dataset(f"d{number:03}"), 1) for number in range(250)))
    assert not feed.path(1).exists()
    assert [one.address[-13:] for one in read_index(feed.index)] == ["000002.jsonld"]
    assert feed.tell(*(filed(dataset(f"d{number:03}"), 1) for number in range(250))) == (0, 0, 0)


def test_moments_never_go_back_whenever_a_record_was_changed(tmp_path):
    feed = Feed(tmp_path)
    feed.tell(filed(dataset("late"), 9))
    feed.tell(filed(dataset("late"), 9), filed(dataset("early"), 1))
    moments = [one.published for one in read_page(feed.page(1))]
    assert moments == sorted(moments)


def test_others_read_it_as_a_stream_of_graphs(tmp_path):
    feed = Feed(tmp_path)
    feed.tell(filed(dataset("a", description={"en": "Rain"})))
    graphs = Graphs()
    graphs.parse(data=feed.page(1), format="json-ld")
    event = URIRef(f"{ADDRESS}lumi/feed/pages/000001.jsonld#1")
    thing = URIRef("https://data.example/a")
    assert (thing, RDF.type, DCAT.Dataset) in graphs.graph(event)
    assert (event, RDF.type, URIRef("https://www.w3.org/ns/activitystreams#Create")) in graphs
    stream = URIRef(f"{ADDRESS}lumi/feed/index.jsonld#stream")
    assert (stream, URIRef("https://w3id.org/tree#member"), event) in graphs
    graphs.parse(data=feed.index, format="json-ld")
    assert (stream, RDF.type, URIRef("https://w3id.org/ldes#EventStream")) in graphs


def again(record):
    """The record as it comes back from the text of a member."""
    entity = entity_of(filed(record), "https://lumi.example/find/x")
    member = member_of("https://lumi.example/#1", "Create", record.iri, NOON, entity)
    return read_event(json.loads(json.dumps(member))).record


@pytest.mark.parametrize("record", WHOLE, ids=lambda one: one.kind)
def test_nothing_of_a_record_is_lost(record):
    assert again(record) == record


def test_nothing_of_the_shipped_organisations_is_lost():
    for arriving in organisations():
        assert again(arriving.record) == arriving.record


TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)


@settings(max_examples=50, deadline=None)
@given(
    title=st.dictionaries(st.sampled_from(["en", "fi", "und"]), TEXT, min_size=1),
    keywords=st.lists(TEXT, max_size=3),
    path=st.text(max_size=20),
    size=st.integers(0, 2**70),
)
def test_nothing_of_any_record_is_lost(title, keywords, path, size):
    try:
        record = dataset(
            path,
            title=title,
            keywords=keywords,
            distributions=[{"access_url": "https://f.example/", "byte_size": size}],
        )
    except ValueError:
        return
    assert again(record) == record


def test_which_course_of_another_hub_it_is_is_not_taken_over():
    course = Training(iri="https://x.example/", title={"en": "X"}, course_id="gpu")
    assert again(course).course_id is None


def member(**changes):
    record = dataset("a")
    entity = entity_of(filed(record), "https://lumi.example/find/x")
    told = member_of("https://lumi.example/#1", "Create", record.iri, NOON, entity)
    return told | changes


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"as:published": {"@value": "yesterday"}}, "none of as:Create"),
        ({"as:object": "https://data.example/a"}, "none of as:Create"),
        ({"as:object": {"@id": "https://data.example/b"}}, "only one can be meant"),
        ({"@graph": []}, "no officina:record"),
        ({"@graph": [{"officina:record": {"@value": {"kind": "dataset"}}}]}, "iri"),
        ({"@graph": [{"officina:record": {"@value": {"x": "x" * 2_000_000}}}]}, "larger"),
    ],
    ids=["moment", "object", "other", "nothing", "fields", "large"],
)
def test_a_member_that_is_wrong_is_refused_alone(changes, reason):
    refused = read_event(member(**changes))
    assert isinstance(refused, Refusal)
    assert reason in refused.reason


@pytest.mark.parametrize("node", [None, 1, "x", [], {}, {"@type": ["as:Create"]}])
def test_what_is_no_member_is_passed_over(node):
    assert read_event(node) is None


def test_the_digest_tells_any_change():
    one = entity_of(filed(dataset("a")), "https://lumi.example/find/x")
    other = entity_of(filed(dataset("a", version="2")), "https://lumi.example/find/x")
    assert digest_of(one) != digest_of(other)
    assert digest_of(one) == digest_of(json.loads(json.dumps(one)))
