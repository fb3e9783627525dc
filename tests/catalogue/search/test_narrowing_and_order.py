"""Facets, their counts, order and pages, the same with every engine."""

from __future__ import annotations

import pytest

from officina_widgets.catalogue.asking import Ask
from officina_widgets.catalogue.facets import FACET_NAMES
from officina_widgets.catalogue.filed import CatalogRecord
from officina_widgets.catalogue.search.documents import document_of


def counts(index, facet, **ask):
    return {one.value: one.count for one in index.search(Ask(**ask)).facets[facet]}


def test_values_of_one_facet_widen_and_facets_narrow(ids):
    assert set(ids(facets={"theme": ["ENVI", "GOVE"]})) == {"forecast", "air", "speech"}
    assert set(ids(facets={"theme": ["ENVI", "GOVE"], "factory": ["lumi"]})) == {
        "forecast",
        "speech",
    }


def test_all_values_hold_where_that_is_asked(ids):
    both = {"theme": ["ENVI", "HEAL"]}
    assert set(ids(facets=both)) == {"forecast", "air", "health"}
    assert ids(facets=both, all_of=["theme"]) == ["air"]


def test_words_and_facets_narrow_together(ids):
    assert ids("weather", facets={"kind": ["training"]}) == ["course"]


def test_everything_is_counted(index):
    found = index.search(Ask())
    assert set(found.facets) == set(FACET_NAMES)
    assert counts(index, "kind") == {"dataset": 4, "service": 1, "training": 1}
    assert counts(index, "format") == {"CSV": 2, "JSON": 1, "PARQUET": 1}
    assert counts(index, "trl") == {"8": 1}


def test_a_facet_is_counted_without_its_own_choice(index):
    chosen = {"facets": {"factory": ["lumi"]}}
    assert counts(index, "factory", **chosen) == counts(index, "factory")
    assert counts(index, "kind", **chosen) == {"dataset": 2, "service": 1}


def test_two_chosen_facets_narrow_each_other_and_not_themselves(index):
    chosen = {"facets": {"factory": ["lumi"], "theme": ["ENVI"]}}
    assert counts(index, "factory", **chosen) == {"lumi": 1, "hammerhai": 1}
    assert counts(index, "theme", **chosen) == {"ENVI": 1, "GOVE": 1}
    assert index.search(Ask(**chosen)).total == 1


def test_where_all_values_must_hold_each_tells_what_would_be_left(index):
    chosen = {"facets": {"theme": ["ENVI"]}, "all_of": ["theme"]}
    assert counts(index, "theme", **chosen) == {"ENVI": 2, "HEAL": 1}


def test_the_most_frequent_come_first_and_what_is_chosen_says_so(index):
    told = index.search(Ask(facets={"factory": ["pharos"]})).facets["factory"]
    assert [one.value for one in told] == ["lumi", "hammerhai", "pharos", "piast"]
    assert [one.value for one in told if one.is_chosen] == ["pharos"]


def test_a_chosen_value_that_nothing_has_is_told_with_none(index):
    found = index.search(Ask(facets={"factory": ["nowhere"]}))
    assert found.total == 0
    assert [(one.value, one.count) for one in found.facets["factory"] if one.is_chosen] == [
        ("nowhere", 0)
    ]


def test_newest_first(ids):
    assert ids("data", sort="newest") == [
        one for one in ids(sort="newest") if one in ids("data", limit=100)
    ]
    assert ids(sort="newest")[:2] == ["forecast", "advice"]


def test_by_title_marks_make_no_difference(ids):
    assert ids(sort="title") == ["advice", "health", "air", "course", "speech", "forecast"]


@pytest.mark.parametrize("sort", ["relevance", "newest", "title"])
@pytest.mark.parametrize("q", ["", "da"])
def test_pages_follow_each_other(ids, index, q, sort):
    whole = ids(q, sort=sort)
    pages = [ids(q, sort=sort, limit=2, offset=offset) for offset in range(0, 8, 2)]
    assert [one for page in pages for one in page] == whole
    assert index.search(Ask(q=q, sort=sort, limit=0)).total == len(whole)


def test_a_word_in_the_title_counts_more_than_one_in_the_text(ids):
    assert ids("weather")[0] == "forecast"


def test_between_equals_the_better_and_newer_comes_first(empty_index, alike):
    found = alike(empty_index)
    assert found == ["good-new", "good-old", "poor-old"]


def test_stored_bytes_come_back_untouched(index, shared_catalogue):
    assert set(index.search(Ask()).stored) == {document_of(one).stored for one in shared_catalogue}


def test_among_gives_those_of_some_records_that_the_facets_let_through(index):
    def among(*ids: str, **asked) -> set[str]:
        stored = index.among(ids, Ask(q="whatever", **asked))
        return {CatalogRecord.model_validate_json(one).id for one in stored}

    assert among("air", "speech", "gone") == {"air", "speech"}
    assert among("air", "speech", facets={"country": ("FI",)}) == {"speech"}
    both = {"facets": {"theme": ("ENVI", "HEAL")}}
    assert among("air", "forecast", **both) == {"air", "forecast"}
    assert among("air", "forecast", all_of=("theme",), **both) == {"air"}
    assert among() == set()
