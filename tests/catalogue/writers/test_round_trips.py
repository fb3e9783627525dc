"""A record that goes out in one of our forms and comes in by our own readers is the same one."""

from __future__ import annotations

import json
import string
from datetime import date

import pytest
from catalogue_files import PUBLISHED, taken
from find_samples import FORECASTS, HOSTILE, LESSON
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import FOAF, RDF
from records_written import PERMALINK, as_dcat_tells, read_again, written

from officina_hub.catalogue.organisations import organisations
from officina_hub.catalogue.readers import read_file
from officina_hub.catalogue.readers.plain_text import one_line, plain
from officina_hub.catalogue.writers import CATALOGUE_FORMS
from officina_hub.catalogue.writers.forms import CROISSANT, SCHEMA_ORG, TURTLE
from officina_widgets.catalogue.records import (
    DataService,
    Dataset,
    DatasetSeries,
    Record,
    Training,
)


def published() -> list[Record]:
    """Every record of the files that standards bodies published."""
    files = sorted(path for path in PUBLISHED.glob("*/**/*") if path.is_file())
    return [read.record for path in files for read in taken(read_file(path))]


RECORDS = published()


def test_every_published_dataset_series_and_service_comes_back_from_every_form_of_dcat():
    mine = [one for one in RECORDS if isinstance(one, Dataset | DatasetSeries | DataService)]
    assert len(mine) > 40
    for record in mine:
        for form in CATALOGUE_FORMS:
            assert read_again(form, record) == as_dcat_tells(record), (form.name, record.iri)


def test_every_published_croissant_dataset_comes_back_with_its_files():
    mine = [one for one in RECORDS if isinstance(one, Dataset) and one.record_sets]
    assert len(mine) > 25
    for record in mine:
        again = read_again(CROISSANT, record)
        assert (again.iri, again.title) == (record.iri, record.title)
        assert (again.licence, again.cite_as) == (record.licence, record.cite_as)
        assert (again.creator, again.issued) == (record.creator, record.issued)
        files = [one.download_url for one in record.distributions if one.download_url]
        assert [one.download_url for one in again.distributions] == files


def test_the_one_table_of_the_one_file_comes_back_and_says_where_its_columns_stand():
    document = json.loads(written(CROISSANT, FORECASTS))
    assert document["recordSet"][0]["field"][0]["source"] == {
        "fileObject": {"@id": "file-1"},
        "extract": {"column": "wind"},
    }
    (table,) = read_again(CROISSANT, FORECASTS).record_sets
    assert [(one.name, one.data_type) for one in table.fields] == [("wind", "Float")]

    two = FORECASTS.model_copy(update={"record_sets": FORECASTS.record_sets * 2})
    unsure = json.loads(written(CROISSANT, two))
    assert "recordSet" not in unsure
    assert unsure["variableMeasured"] == ["wind", "wind"]


def test_every_published_training_comes_back_from_schema_org():
    mine = [one for one in RECORDS if isinstance(one, Training)]
    assert len(mine) > 4
    for record in [*mine, LESSON]:
        again = read_again(SCHEMA_ORG, record)
        same = set(Training.model_fields) - {"landing_page", "instances", "sectors", "country"}
        # A page on the web goes by its address, also where the record had none.
        assert again.iri in {record.iri, record.landing_page, PERMALINK}
        for field in same - {"iri"}:
            assert getattr(again, field) == getattr(record, field), (field, record.iri)
        assert [one.starts_at for one in again.instances] == [
            one.starts_at for one in record.instances
        ]


def test_what_the_samples_tell_comes_back():
    for record in (FORECASTS, HOSTILE):
        again = read_again(TURTLE, record)
        expected = as_dcat_tells(record)
        if record is HOSTILE:  # what was markup is text no more
            assert again.title == {"en": "rain"}
        else:
            assert again == expected


LETTERS = st.characters(codec="utf-8", exclude_characters="<>&")
PLAIN = st.text(LETTERS, min_size=1, max_size=30)
TEXT = PLAIN.map(plain).filter(bool)
LINE = PLAIN.map(one_line).filter(bool)
# As they stand in addresses; readers of RDF/XML resolve "..", "/;" and their like.
SEGMENTS = st.text(string.ascii_letters + string.digits + "%:@!$'()*+,~-_äß日", min_size=1)
PATHS = st.tuples(
    st.lists(SEGMENTS, max_size=2).map("/".join),
    st.sampled_from(["", "?q=a&r=%20", "#part", "?q=(1)#b"]),
).map("".join)
LANGUAGES = st.sampled_from(["en", "de", "fi", "el", "und", "smn", "xx"])
WORDS = st.dictionaries(LANGUAGES, TEXT, min_size=1, max_size=3)
DAYS = st.none() | st.dates(date(1000, 1, 1))


def addresses(place: str) -> st.SearchStrategy[str]:
    """Addresses that meet none of another place."""
    return PATHS.map(lambda path: f"https://{place}.example/{path}")


def some(each: st.SearchStrategy[str], most: int = 3) -> st.SearchStrategy[tuple[str, ...]]:
    """Several, each once, in any order."""
    return st.lists(each, max_size=most, unique=True).map(tuple)


def agents(place: str) -> st.SearchStrategy[dict[str, object]]:
    """People with and without a name of their own."""
    return st.fixed_dictionaries({"name": LINE}, optional={"homepage": addresses(place)})


FILES = st.fixed_dictionaries(
    {"access_url": addresses("files")},
    optional={
        "title": WORDS,
        "download_url": addresses("files"),
        "format": st.sampled_from(["CSV", "PARQUET", "RDF_TURTLE"]),
        "media_type": st.sampled_from(["text/csv", "application/x-unheard-of"]),
        "byte_size": st.integers(0, 2**64),
        "checksum": st.just({"algorithm": "sha256", "checksum_value": "0a" * 32}),
        "licence": st.sampled_from(["CC-BY-SA-4.0", "CC0-1.0", "ODbL-1.0", "On request"]),
        "has_policy": st.just('{"@id": "https://policy.example/1"}'),
    },
)
DATASETS = st.fixed_dictionaries(
    {"iri": addresses("data"), "title": WORDS, "description": WORDS},
    optional={
        "keywords": some(LINE),
        "themes": some(st.sampled_from(["ENVI", "TECH", "OP_DATPRO"])),
        "languages": some(st.sampled_from(["fi", "de", "se", "und", "xx"])),
        "publisher": agents("publisher"),
        "creator": st.lists(agents("maker"), max_size=3, unique_by=str).map(tuple),
        "contact_point": st.fixed_dictionaries({"name": LINE, "email": st.just("a+b@c.example")}),
        "landing_page": addresses("page"),
        "identifiers": some(LINE),
        "licence": st.sampled_from(["CC-BY-4.0", "MIT", "Ask us", "https://licence.example/1"]),
        "access_rights": st.sampled_from(["PUBLIC", "RESTRICTED", "NON_PUBLIC"]),
        "version": LINE,
        "issued": DAYS,
        "modified": DAYS,
        "distributions": st.lists(FILES, max_size=3).map(tuple),
        "in_series": addresses("series"),
        "conforms_to": some(addresses("standard")),
        "frequency": st.sampled_from(["DAILY", "ANNUAL_2"]),
        "spatial": some(LINE.filter(lambda line: ":" not in line)),
        "country": st.sampled_from(["FI", "DE", "GR"]),
        "temporal_start": DAYS,
        "temporal_end": DAYS,
        "provenance": WORDS,
        "cite_as": TEXT,
    },
)


@pytest.mark.parametrize("form", CATALOGUE_FORMS, ids=lambda form: form.ending)
@settings(max_examples=25, deadline=None)
@given(fields=DATASETS)
def test_any_dataset_comes_back(form, fields):
    record = Dataset.model_validate(fields)

    assert read_again(form, record) == as_dcat_tells(record)


def test_the_shipped_organisations_are_agents_with_their_names():
    for arriving in organisations():
        record = arriving.record
        graph = Graph().parse(data=written(TURTLE, record), format="turtle")
        me = URIRef(record.iri)
        assert (me, RDF.type, FOAF.Agent) in graph
        assert set(graph.objects(me, FOAF.name)) == {Literal(record.title["en"], lang="en")}
