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
    PackageLink,
    Record,
    Service,
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
        got = [one.download_url for one in again.distributions if one.download_url]
        assert got == files


# The others are of 0.8, which has no ids, or some of their files stand beside a file of unknown
# address, so that nobody could fetch them: by how many of their record sets come back.
WHOLE = {
    "1.0/credit-g": 15, "1.0/fashion-mnist": 1, "1.0/gpt-3": 1, "1.0/huggingface-c4": 1,
    "1.0/huggingface-lmms-eval-lite": 4, "1.0/huggingface-open-hermes": 1,
    "1.0/huggingface-prism-alignment": 2, "1.0/huggingface-the-cauldron": 3,
    "1.1/huggingface-baratilab-flow3d": 2, "1.1/huggingface-manud-dfl_video_classification": 2,
    "1.1/huggingface-pollen-robotics-apple-storage": 2,
    "1.1/huggingface-recipe_RL_data_roberta-base": 2, "1.1/image_test": 3,
}  # fmt: skip
IN_PART = {"1.0/coco2014-mini": 1, "1.0/simple-join": 1}


def croissant(name: str) -> tuple[Dataset, dict]:
    """A published one as it is read, and what its file says."""
    path = PUBLISHED / "croissant" / f"{name}.json"
    (read,) = taken(read_file(path))
    assert isinstance(read.record, Dataset)
    return read.record, json.loads(path.read_text(encoding="utf-8"))


def test_record_sets_of_croissant_come_back_wherever_their_files_can_be_fetched():
    files = sorted((PUBLISHED / "croissant").glob("*/*.json"))
    names = [f"{file.parent.name}/{file.stem}" for file in files]
    found = {}
    for name in set(names) - {"1.0/huggingface-squad"}:  # it has no name and is refused
        record, _ = croissant(name)
        again = read_again(CROISSANT, record)
        found[name] = len(again.record_sets)
        if name in WHOLE:
            assert again.record_sets == record.record_sets, name
            assert [one.as_croissant for one in again.distributions] == [
                one.as_croissant for one in record.distributions
            ], name
    assert {name: count for name, count in found.items() if count} == WHOLE | IN_PART
    assert len(found) == 29


def test_a_column_says_the_same_of_its_place_as_in_the_file_that_was_read():
    record, told = croissant("1.0/huggingface-prism-alignment")
    again = json.loads(written(CROISSANT, record))
    assert again["distribution"][1]["includes"] == told["distribution"][1]["includes"]
    assert again["distribution"][1]["@type"] == "cr:FileSet"
    for mine, theirs in zip(again["recordSet"], told["recordSet"], strict=True):
        for column, original in zip(mine["field"], theirs["field"], strict=True):
            for term in ("@id", "dataType", "source", "subField"):
                assert column.get(term) == original.get(term), (term, original["@id"])


BROKEN = ["{", '{"source": "\\ud800"}', '{"source": {"field": {"@id": "images"}, "n": 1e999}}',
          "[" * 5_000, "null", '{"@id": ["x"], "source": {"fileObject": {"@id": ["x"]}}}',
          '{"source": {"fileObject": {"@id": "elsewhere"}}}', '{"a":' * 70 + "1" + "}" * 70,
          '{"@id": "c", "source": {"field": {"@id": "no such column"}}}']  # fmt: skip


@pytest.mark.parametrize("said", BROKEN, ids=range(len(BROKEN)))
def test_what_a_curator_breaks_costs_that_table_and_no_more(said):
    record, _ = croissant("1.1/image_test")
    first, *others = record.record_sets
    broken = first.fields[0].model_copy(update={"as_croissant": said})
    tables = (first.model_copy(update={"fields": (broken, *first.fields[1:])}), *others)
    changed = Dataset.model_validate(record.model_dump() | {"record_sets": tables})
    document = json.loads(written(CROISSANT, changed))
    assert first.id not in [one["@id"] for one in document["recordSet"]]
    assert broken.name in document["variableMeasured"]


@pytest.mark.parametrize("holder", ['["x"]', '"elsewhere"', "1"])
def test_a_file_that_stands_in_none_of_the_others_is_written_where_it_has_an_address(holder):
    record, _ = croissant("1.0/huggingface-open-hermes")
    said = f'{{"@id": "a", "includes": "*", "containedIn": {{"@id": {holder}}}}}'
    files = [one.model_copy(update={"as_croissant": said}) for one in record.distributions]
    assert [bool(one.download_url) for one in files] == [True, False]
    changed = record.model_copy(update={"distributions": tuple(files), "record_sets": ()})
    (file,) = json.loads(written(CROISSANT, changed))["distribution"]
    assert file["contentUrl"] == files[0].download_url
    assert "containedIn" not in file


def test_a_column_that_got_another_name_and_type_keeps_its_place():
    record, _ = croissant("1.0/credit-g")
    table = record.record_sets[-1]
    (column, *others) = table.fields
    renamed = column.model_copy(update={"name": "renamed", "data_type": "int"})
    tables = (table.model_copy(update={"fields": (renamed, *others)}),)
    changed = record.model_copy(update={"record_sets": (*record.record_sets[:-1], *tables)})
    mine = json.loads(written(CROISSANT, changed))["recordSet"][-1]["field"][0]
    assert (mine["name"], mine["dataType"]) == ("renamed", "sc:Integer")
    assert mine["source"] == json.loads(column.as_croissant or "")["source"]


def test_a_record_of_before_that_lacks_croissants_own_words_is_read_and_written():
    record, _ = croissant("1.0/credit-g")
    before = json.loads(record.model_dump_json())
    for part in (*before["distributions"], *before["record_sets"]):
        del part["as_croissant"]
        for column in part.get("fields", ()):
            del column["as_croissant"]
    read = Dataset.model_validate(before)
    assert read.record_sets[0].fields[0].as_croissant is None
    assert "recordSet" not in json.loads(written(CROISSANT, read))


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
        untold = {"landing_page", "instances", "sectors", "steps", "country"}
        same = set(Training.model_fields) - untold
        # A page on the web goes by its address, also where the record had none.
        assert again.iri in {record.iri, record.landing_page, PERMALINK}
        for field in same - {"iri"}:
            assert getattr(again, field) == getattr(record, field), (field, record.iri)
        assert [one.starts_at for one in again.instances] == [
            one.starts_at for one in record.instances
        ]


HELP = Service(
    iri="https://example.org/help", title={"en": "Help"}, description={"en": "By phone."},
    keywords=("help",), publisher={"name": "Office"},
)  # fmt: skip
WHAT_DCAT_TELLS = {"iri", "title", "description", "keywords", "publisher", "licence", "authors"}


@pytest.mark.parametrize("record", [HELP, LESSON], ids=["service", "training"])
@pytest.mark.parametrize("form", CATALOGUE_FORMS, ids=lambda form: form.ending)
def test_a_service_and_a_training_come_back_from_dcat_as_what_they_are(form, record):
    again = read_again(form, record)
    assert again.kind == record.kind
    assert again.model_dump(include=WHAT_DCAT_TELLS) == record.model_dump(include=WHAT_DCAT_TELLS)


def test_what_schema_org_tells_of_a_service_is_refused_with_where_it_can_be_had(tmp_path):
    path = tmp_path / "service.schema.json"
    path.write_bytes(written(SCHEMA_ORG, HELP))
    (one,) = read_file(path)
    assert "it describes Service by schema.org" in one.reason
    assert "Turtle or JSON-LD of DCAT-AP" in one.reason


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


@pytest.mark.parametrize("form", [SCHEMA_ORG, TURTLE], ids=lambda form: form.name)
@pytest.mark.parametrize("kind", ["course", "interactive-tool", "data-pipeline"])
def test_a_package_says_in_every_form_what_it_carries(form, kind):
    package = PackageLink(
        address="https://a.example/x.course.zip", sha256="ab" * 32, bytes=9, version="1", kind=kind
    )
    record = LESSON.model_copy(update={"type": "course", "package": package})
    assert read_again(form, record).package == package
