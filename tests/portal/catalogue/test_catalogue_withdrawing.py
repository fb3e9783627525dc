"""What is gone from its source is withdrawn, and what only arrived broken never is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from catalogue_samples import CURATOR

from officina_hub.catalogue.arriving import Source
from officina_hub.catalogue.identity import record_id
from officina_hub.catalogue.load_files import LoadFiles
from officina_hub.catalogue.parts import Part, lacking
from officina_hub.catalogue.readers import icalendar
from officina_hub.catalogue.readers.identity import urn_of
from officina_hub.portal import db
from officina_hub.portal.catalogue_loading import Loader, LoadOptions, LoadReport
from officina_hub.portal.store.catalogue_read import standing

SITE = "https://data.example/"


@pytest.fixture(scope="module")
def database(tmp_path_factory):
    """One for all of these tests, each of which has a source of its own."""
    url = f"sqlite:///{tmp_path_factory.mktemp('withdrawing') / 'portal.sqlite'}"
    db.upgrade(url)
    database = db.Database(url)
    yield database
    database.close()


@pytest.fixture
def source(tmp_path):
    return Source(id=tmp_path.name)


@pytest.fixture
def loading(database, source, tmp_path):
    """Load files of these names and texts together, and withdraw what is missing."""

    def load(*files: tuple[str, str]) -> LoadReport:
        paths = []
        for name, text in files:
            path = Path(tmp_path, name)
            path.write_text(text)
            paths.append(path)
        arriving = LoadFiles(paths)
        loader = Loader(database, source, CURATOR, LoadOptions(withdraw_missing=True))
        return loader.load(arriving.arrivals(), still_named=arriving.still_named)

    return load


@pytest.fixture
def shown(database, source):
    """The records of these names that everybody may still find."""

    def look(*names: str) -> str:
        with database.reading() as session:
            keys = [(name, record_id(source.id, SITE + name)) for name in names]
            return "".join(n for n, key in keys if standing(session, key).state == "published")

    return look


PREFIXES = f"""@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix : <{SITE}> .
:c a dcat:Catalog ; dct:title "C" ; dcat:dataset :a .
"""


def turtle(*names: str, more: str = "") -> tuple[str, str]:
    told = "".join(
        f':{name} a dcat:Dataset ; dct:title "{name}" ; dct:description "d" .\n' for name in names
    )
    return "a.ttl", f"{PREFIXES}{told}{more}"


@pytest.mark.parametrize(
    ("more", "why"),
    [
        (':b a dcat:Datset ; dct:title "b" .', "did you mean dcat:Dataset?"),
        (':b a <http://www.w3.org/ns/dcat/Dataset> .', "did you mean dcat:Dataset?"),
        (':b a "dcat:Dataset" .', "did you mean dcat:Dataset?"),
        (':b dct:title "b" .', "does not say what it is"),
        (":c dcat:dataset :b .", "the catalogue names it by dcat:dataset"),
        (f':c dcat:dataset "{SITE}b" .', "holds the text"),
        (":b a dcat:Resource .", "so its kind is not known"),
        (":a dct:relation :b .", None),
        (f':a dct:relation "{SITE}b" .', None),
    ],
    ids=["misspelt", "other-prefix", "text", "no-type", "only-named", "named-as-text", "resource",
         "mentioned", "mentioned-as-text"],
)  # fmt: skip
def test_in_rdf_what_is_named_is_not_gone_and_what_is_not_is(loading, shown, more, why):
    loading(turtle("a", "b", "d"))
    report = loading(turtle("a", more=more))

    assert shown("a", "b", "d") == "ab"
    assert (report.withdrawn, report.is_withdrawing_unsafe) == (1, False)
    told = [(each.where, each.reason) for each in report.refusals]
    assert len(told) == (why is not None)
    assert all(SITE + "b" in where and why in reason for where, reason in told)
    assert report.still_named == (why is None)


def test_a_thing_without_a_name_holds_everything_back(loading, shown):
    loading(turtle("a", "b"))
    report = loading(turtle("a", more='[] a dcat:Datset ; dct:title "b" .'))

    assert (shown("a", "b"), report.is_withdrawing_unsafe) == ("ab", True)


def course(name: str, kind: object = "Course", **fields: object) -> dict[str, object]:
    return {"@type": kind, "name": name, "url": SITE + name, **fields}


@pytest.mark.parametrize(
    ("thing", "why"),
    [
        (course("b", "LerningResource"), "did you mean LearningResource?"),
        (course("b", None), "has no @type"),
        (course("b", "Dataset"), "described without Croissant"),
        (course("b", "Article"), None),
        (course("w", "WebPage", mainEntity=course("b")), None),
    ],
    ids=["misspelt", "no-type", "no-croissant", "another-type", "inside"],
)
@pytest.mark.parametrize("ending", ["json", "html"])
def test_in_json_ld_the_same(loading, shown, thing, why, ending):
    def file(*things: object) -> tuple[str, str]:
        text = json.dumps({"@graph": things})
        page = f'<script type="application/ld+json">{text}</script>'
        return f"a.{ending}", page if ending == "html" else text

    loading(file(*map(course, "abd")))
    report = loading(file(course("a"), thing))

    assert shown("a", "b", "d") == "ab"
    assert [why in each.reason for each in report.refusals] == ([True] if why else [])
    assert report.still_named == (why is None)


CONTEXT = {
    "@base": SITE, "dcat": "http://www.w3.org/ns/dcat#", "ex": SITE, "title": "dct:title",
    "dct": "http://purl.org/dc/terms/", "description": "dct:description",
    "dataset": "dcat:dataset", "Dataset": "dcat:Dataset",
}  # fmt: skip


def linked(name: str, **fields: object) -> dict[str, object]:
    return {"@id": name, "@type": "Dataset", "title": name, "description": "d", **fields}


@pytest.mark.parametrize(
    ("broken", "is_told"),
    [
        ({"datset": [linked("b"), linked("ex:d")]}, True),
        ({"datset": [{"@id": "b"}, {"@id": "ex:d"}]}, False),
        ({"@graph": [{"@id": "b", "type": "Dataset", "titel": "b"}, linked("d")]}, True),
        ({"dataset": [linked("a"), {"id": "b", **linked("d")}]}, False),
    ],
    ids=["key", "key-and-names", "keys-of-the-thing", "id-without-at"],
)
def test_what_a_mistyped_key_drops_is_told_and_not_gone(loading, shown, broken, is_told):
    def file(**more: object) -> tuple[str, str]:
        return "a.jsonld", json.dumps({"@context": CONTEXT, "@id": "c", "dataset": [], **more})

    loading(file(dataset=[linked("a"), linked("b"), linked("d")]))
    report = loading(file(**{"dataset": [linked("a")], **broken}))

    assert (shown("a", "b", "d"), report.withdrawn) == ("abd", 0)
    assert is_told == any("nothing of what stands here" in one.reason for one in report.refusals)


def test_in_json_ld_what_no_name_tells_is_gone_though_its_context_is_elsewhere(loading, shown):
    def file(*names: str) -> tuple[str, str]:
        things = [course(name) for name in names]
        return "a.json", json.dumps({"@context": "https://schema.org", "@graph": things})

    loading(file("a", "b"))
    assert (loading(file("a")).withdrawn, shown("a", "b")) == (1, "a")


def test_a_service_in_a_list_that_nobody_reads_is_not_gone(loading, shown):
    known = json.loads(eosc("a", "b"))["results"]
    known[1] |= {"id": "abc.b", "catalogueId": "eosc"}
    loading(("a.json", json.dumps({"results": known})))
    report = loading(("a.json", json.dumps({"results": known[:1], "more_": {"x": known[1:]}})))
    assert (report.withdrawn, report.still_named) == (0, 1)


def test_a_block_of_a_mistyped_type_is_told_and_holds_everything_back(loading, shown):
    def block(name: str, kind: str = "application/ld+json") -> str:
        return f'<script type="{kind}">{json.dumps(course(name))}</script>\n'

    loading(("a.html", block("a") + block("b") + block("d")))
    report = loading(("a.html", block("a") + block("b", "application/ld json")))

    assert (shown("a", "b", "d"), report.is_withdrawing_unsafe) == ("abd", True)
    (one,) = report.refusals
    assert "line 2" in one.where
    assert "'application/ld json'" in one.reason


def test_a_croissant_dataset_beside_a_course_is_read_too(loading, shown):
    tables = course("b", "sc:Dataset", conformsTo="http://mlcommons.org/croissant/1.0")
    loading(("a.json", json.dumps([course("a"), tables])))

    assert shown("a", "b") == "ab"


def test_a_training_that_is_misspelt_alone_is_told_what_was_meant(loading):
    (one,) = loading(("a.json", json.dumps(course("a", "LerningResource")))).refusals
    assert "did you mean LearningResource?" in one.reason


@pytest.mark.parametrize("broken", ['"a', "a, and more"], ids=["open-quote", "comma"])
def test_in_a_table_what_only_arrived_broken_holds_everything_back(loading, shown, broken):
    header = "kind,iri,title\n"
    rows = [f"dataset,{SITE}{name},{name}\n" for name in "abd"]
    loading(("a.csv", header + "".join(rows)))
    report = loading(("a.csv", header + rows[0].replace(",a\n", f",{broken}\n") + rows[1]))

    assert (shown("a", "b", "d"), report.is_withdrawing_unsafe) == ("abd", True)


def test_in_a_calendar_what_begins_as_no_event_is_refused_with_its_line(loading, shown):
    def calendar(*names: str, kind: str = "VEVENT") -> tuple[str, str]:
        event = "BEGIN:{0}\nSUMMARY:{1}\nURL:{2}{1}\nEND:{0}\n"
        told = "".join(event.format(kind if n == "b" else "VEVENT", n, SITE) for n in names)
        return "a.ics", f"BEGIN:VCALENDAR\n{told}END:VCALENDAR\n"

    loading(calendar("a", "b"))
    report = loading(calendar("a", "b", kind="VEVNT"))
    assert shown("a", "b") == "ab"
    (one,) = report.refusals
    assert "line 6" in one.where
    assert "did you mean VEVENT?" in one.reason


def events(**titles: str) -> tuple[str, str]:
    told = "".join(
        f"BEGIN:VEVENT\nUID:{uid}@x\nSUMMARY:{title}\nURL:{SITE}page\nEND:VEVENT\n"
        for uid, title in titles.items()
    )
    return "a.ics", f"BEGIN:VCALENDAR\n{told}END:VCALENDAR\n"


CANCELLED = "Two\nSTATUS:CANCELLED"


def test_a_cancelled_event_is_withdrawn_and_holds_nothing_back(loading, shown):
    loading(events(one="One", two="Two", three="Three"))
    report = loading(events(one="One", two=CANCELLED))
    assert (report.cancelled, report.gone, report.withdrawn, report.refused) == (1, 1, 1, 0)
    assert report.unchanged == 1
    assert loading(events(one="One", two=CANCELLED)).cancelled == 0  # it is withdrawn already
    assert loading(events(one="One", two="Two")).updated == 1  # it takes place after all


def test_one_date_that_is_cancelled_leaves_the_course_whose_page_it_names(loading, shown):
    course = {"@context": "https://schema.org", "@type": "Course", "name": "M", "description": "d"}
    told = ("course.jsonld", json.dumps(course | {"@id": f"{SITE}page"}))
    loading(told)
    assert (loading(told, events(may=CANCELLED)).cancelled, shown("page")) == (0, "page")


def test_an_event_is_the_same_whatever_its_title_becomes(loading):
    loading(events(one="One", two="Two"))
    report = loading(events(one="One", two="Two (online)"))
    assert (report.added, report.updated, report.unchanged, report.gone) == (0, 1, 1, 0)
    again = loading(events(one="One\nRECURRENCE-ID:20270101", two="Two (online)"))
    assert (again.added, again.unchanged, again.gone) == (1, 1, 1)


def test_an_event_that_was_stored_by_its_title_or_page_stays_the_record_it_was(
    database, source, loading, monkeypatch
):
    with monkeypatch.context() as before:
        before.setattr(icalendar, "_key", lambda event: None)
        before.setattr(
            icalendar, "made_from", lambda draft, uid, title: urn_of(f"{title[0].lower()}@x", title)
        )
        before.setattr(icalendar, "page_of_its_own", lambda url: None)
        loading(events(o="One", t="Two"))
    first = loading(events(o="One", t="Two"))
    then = loading(events(o="First", t="Second"))
    assert [(each.added, each.updated, each.gone) for each in (first, then)] == [(0, 2, 0)] * 2
    report = loading(events(o="First", t=CANCELLED))
    assert (report.cancelled, report.gone) == (1, 0)


def eosc(*names: str, **answer: object) -> str:
    services = [{"name": n, "id": SITE + n, "orderType": "other", "trl": "9"} for n in names]
    return json.dumps({**answer, "results": services})


def test_one_page_of_an_answer_withdraws_nothing_and_all_pages_together_do(loading, shown):
    loading(("all.json", eosc("a", "b", "c", "d")))
    first = eosc("a", **{"total": 3, "from": 0, "to": 1})
    rest = eosc("b", "c", **{"total": 3, "from": 1, "to": 3})

    report = loading(("1.json", first))
    assert (shown(*"abcd"), report.is_withdrawing_unsafe) == ("abcd", True)
    assert "/total: it says that there are 3 records, and 1 of them are here" in str(report.part)
    assert "Fetch the other pages too, and load all of them together" in str(report.part)
    assert loading(("1.json", first), ("2.json", first), ("3.json", first)).part  # once is enough

    report = loading(("1.json", first), ("2.json", rest))
    assert (shown(*"abcd"), report.part) == ("abc", None)


PAGES = (
    {"Total": 2}, {"total": "2"}, {"total": 2.0}, {"numFound": 2},
    {"hits": {"total": {"value": 2}}},
    {"page": {"totalElements": 2, "number": 0}}, {"numberOfResults": 2}, {"total-items": 2},
    {"totalPages": 2}, {"last": False}, {"has_more": True}, {"hasNext": "true"}, {"cursor": "abc"},
    {"nextPageToken": "abc"}, {"count": 1, "next_cursor": "abc"}, {"next_page": 2},
    {"@odata.nextLink": "https://data.example/2"}, {"_links": {"next": {"href": "/2"}}},
    {"links": [{"rel": "next", "href": "/2"}]}, {"paging": {"next": "https://data.example/2"}},
)  # fmt: skip
ALL_OF_IT = (
    {"total": 1, "totalPages": 1, "last": True, "next": None, "has_more": False, "cursor": ""},
    {"hits": {"total": {"value": 1}}, "_links": {"self": {"href": "/1"}}, "context": {"next": 1}},
    {"facets": {"trl": {"total": 9}}, "next": "null", "previous": "/0"},
)


def test_whatever_words_an_answer_has_for_a_further_page_nothing_is_withdrawn(reading_parts):
    assert [said for said in PAGES if not reading_parts(eosc("a", **said))] == []
    assert [said for said in ALL_OF_IT if reading_parts(eosc("a", **said))] == []


@pytest.fixture
def reading_parts(tmp_path):
    """Why a file is no more than a part, if it is one."""

    def why(text: str) -> str | None:
        path = tmp_path / "a.json"
        path.write_text(text)
        return lacking([one for one in LoadFiles([path]).arrivals() if isinstance(one, Part)])

    return why


def test_a_token_for_more_withdraws_nothing(loading, shown):
    loading(("all.json", eosc("a", "b")))
    report = loading(("1.json", eosc("a", nextPageToken="abc")))

    assert (shown("a", "b"), report.is_withdrawing_unsafe) == ("ab", True)
    assert "/nextPageToken says that there is more" in str(report.part)


def test_two_lists_of_one_answer_are_both_read_and_a_third_is_told(loading, shown):
    lists = {"results": "a", "services": "b", "entries": "c"}
    told = {name: json.loads(eosc(each))["results"] for name, each in lists.items()}
    loading(("all.json", eosc("a", "b", "c")))
    report = loading(("1.json", json.dumps(told)))

    assert (shown("a", "b", "c"), report.withdrawn) == ("abc", 0)
    (one,) = report.refusals
    assert one.where.endswith("/entries")
    assert "a second list of 1 entries" in one.reason
    assert (report.unchanged, report.is_withdrawing_unsafe) == (2, False)  # c is named yet


@pytest.mark.parametrize(
    "more",
    [
        '<p1> a hydra:PagedCollection ; hydra:totalItems "2" .',
        "<p1> a hydra:PagedCollection ; hydra:nextPage <p2> .",
        ":c hydra:view <p1> . <p1> hydra:next <p2> .",
        "<p1> tree:relation [ tree:node <p2> ] .",
    ],
    ids=["total", "next-page", "next", "tree"],
)
def test_one_page_of_a_paged_catalogue_withdraws_nothing(loading, shown, more):
    prefixes = (
        "@prefix hydra: <http://www.w3.org/ns/hydra/core#> .\n"
        "@prefix tree: <https://w3id.org/tree#> .\n"
    )
    loading(turtle("a", "b"))
    report = loading(turtle("a", more=prefixes + more))

    assert (shown("a", "b"), report.is_withdrawing_unsafe) == ("ab", True)
    assert report.part


def test_a_page_that_is_followed_to_its_end_is_all_of_it(loading, shown):
    prefix = "@prefix hydra: <http://www.w3.org/ns/hydra/core#> .\n"
    loading(turtle("a", "b", "d"))
    first = turtle("a", more=f"{prefix}:p1 hydra:next :p2 .")[1]
    last = turtle("b", more=f"{prefix}:p2 a hydra:PartialCollectionView .")[1]
    report = loading(("1.ttl", first), ("2.ttl", last))

    assert (shown("a", "b", "d"), report.part) == ("ab", None)
