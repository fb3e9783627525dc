"""What every engine finds by the words of a query."""

from __future__ import annotations

import pytest

from officina_widgets.catalogue.asking import LONGEST_QUERY, Ask

EVERYTHING = ["forecast", "advice", "health", "air", "speech", "course"]


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("weather forecasts", {"forecast"}),
        ("FORECASTS europe", {"forecast"}),
        ("luftqualitat", {"air"}),
        ("LUFTQUALITÄT stuttgart", {"air"}),
        ("δεδομενα ΥΓΕΙΑΣ", {"health"}),
        ("cwiczen", {"course"}),
        ("taysistunnoista", {"speech"}),
    ],
)
def test_case_and_marks_of_letters_make_no_difference(ids, q, expected):
    assert set(ids(q)) == expected


def test_all_words_must_be_there(ids):
    assert set(ids("weather data")) >= {"course"}
    assert ids("weather europe") == ["forecast"]


@pytest.mark.parametrize("q", ["w", "we", "forec", "forecasts eur", "europe temperat"])
def test_the_last_word_may_be_a_beginning(ids, q):
    assert "forecast" in ids(q)


def test_a_word_before_the_last_is_no_beginning(ids):
    assert "forecast" in ids("europe forec")
    assert ids("forec data") == ids("data")


@pytest.mark.parametrize(
    ("q", "language", "expected"),
    [
        ("expert companies", "en", "advice"),
        ("wettervorhersage", "de", "forecast"),
        ("änderung stationen", "de", "air"),
        ("puheaineistot eduskunnan", "fi", "speech"),
    ],
)
def test_one_form_of_a_word_finds_another(ids, q, language, expected):
    pytest.importorskip("Stemmer")
    found = ids(q, languages=(language,))
    assert expected in found


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("Umwelt", {"forecast", "air"}),
        ("ympäristö", {"forecast", "air"}),
        ("Υγεία", {"air", "health"}),
        ("zdrowie", {"air", "health"}),
        ("fertigung", {"advice"}),
        ("koulutus", {"course"}),
        ("palvelu", {"advice"}),
    ],
)
def test_codes_are_found_by_their_names_in_other_languages(ids, q, expected):
    assert set(ids(q)) == expected


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("sään ennuste", "forecast"),
        ("prognoza pogody", "forecast"),
        ("ilmanlaatu", "air"),
        ("koneoppiminen", "course"),
        ("kielimalli", "advice"),
    ],
)
def test_synonyms_are_found_in_other_languages(ids, q, expected):
    assert expected in ids(q)


@pytest.mark.parametrize(
    ("q", "shown_for", "expected"),
    [
        ("forcast", "forecast", "forecast"),
        ("weahter forecasts", "weather forecasts", "forecast"),
        ("stutgart", "stuttgart", "air"),
        ("luftqualtiät", "luftqualitat", "air"),
        ("Kansanedustjaien puheita", "kansanedustajien puheita", "speech"),
    ],
)
def test_a_word_that_nobody_uses_is_taken_for_the_nearest(index, ids, q, shown_for, expected):
    found = index.search(Ask(q=q))
    assert found.shown_for is not None
    assert found.shown_for.lower() == shown_for
    assert expected in ids(q)
    assert ids(q) == ids(found.shown_for)


def test_a_compound_that_nobody_uses_is_taken_apart(index):
    found = index.search(Ask(q="Stationenmesswerte"))
    assert found.shown_for == "stationen messwerte"
    assert found.total == 1


def test_a_word_that_only_ends_others_is_taken_for_the_most_frequent_of_them(index, ids):
    assert index.search(Ask(q="istunnoista")).shown_for == "taysistunnoista"
    assert ids("istunnoista") == ["speech"]


@pytest.mark.parametrize("q", ["xqzwvk", "20997", "xqzwvk 20997"])
def test_what_is_near_nothing_finds_nothing(index, q):
    found = index.search(Ask(q=q))
    assert (found.total, found.stored, found.shown_for) == (0, (), None)


@pytest.mark.parametrize(
    ("q", "shown_for", "without", "expected"),
    [
        ("Weather xqzwvk", "Weather", ("xqzwvk",), ["forecast", "course"]),
        ("xqzwvk forecats 20997", "forecast", ("xqzwvk", "20997"), ["forecast"]),
        ("stuttgart weather", "stuttgart", ("weather",), ["air"]),  # the rarer word is kept
        ("weather stuttgart", "stuttgart", ("weather",), ["air"]),
    ],
)
def test_words_that_fit_nothing_are_left_out_and_told(index, ids, q, shown_for, without, expected):
    found = index.search(Ask(q=q))
    assert (found.shown_for, found.without) == (shown_for, without)
    assert set(ids(q)) == set(expected)
    assert ids(q) == ids(shown_for)


def test_only_so_many_words_are_mended(index):
    typed = "weathre forecats eruope houlry tempreature windd raiin"
    found = index.search(Ask(q=typed))
    assert found.shown_for == "weather forecast europe hourly temperature wind"
    assert found.without == ("raiin",)


def test_nothing_is_left_out_where_filters_leave_nothing(index):
    found = index.search(Ask(q="weather", facets={"country": ("DE",)}))
    assert (found.total, found.shown_for, found.without) == (0, None, ())


@pytest.mark.parametrize(
    ("q", "language", "shown_for"),
    [("wether", "en", "weather"), ("wether", "sv", "weather"), ("wettre", "de", "wetter")],
)
def test_a_word_of_the_reader_is_nearer_than_one_of_other_languages(index, q, language, shown_for):
    assert index.search(Ask(q=q, languages=(language,))).shown_for == shown_for


@pytest.mark.parametrize(
    ("q", "language", "expected"),
    [
        ("forecasts for the wind", "en", "forecast"),
        ("Stationen und Messwerte in Stuttgart", "de", "air"),
        ("puheita ja eduskunnan äänitteet", "fi", "speech"),
    ],
)
def test_little_words_need_not_be_there(index, ids, q, language, expected):
    assert ids(q, languages=(language,)) == [expected]
    assert index.search(Ask(q=q, languages=(language,))).shown_for is None


def test_countries_are_found_by_their_names(ids):
    assert set(ids("Finnland")) == {"forecast", "speech", "advice"}
    assert set(ids("Ελλάδα")) == {"health"}


def test_a_word_that_is_known_is_never_taken_for_another(index):
    assert index.search(Ask(q="air")).shown_for is None


@pytest.mark.parametrize(
    "q",
    ["", "   ", '"', "* OR AND NOT", "(((", "\x00", "'; DROP TABLE documents; --", "title:*",
     "\u202eabc", "🦙🦙🦙", "NEAR(a b, 5)", "-weather", "^we*", "_" * LONGEST_QUERY,
     "ab " * (LONGEST_QUERY // 3), "a" * LONGEST_QUERY, "\ud7ff\uffff", "½ ﬁ ²"],
)  # fmt: skip
@pytest.mark.parametrize("sort", ["relevance", "newest", "title"])
def test_no_query_is_taken_for_anything_but_words(index, q, sort):
    found = index.search(Ask(q=q, sort=sort))
    assert 0 <= found.total <= len(EVERYTHING)
    assert index.search(Ask(q="weather")).total > 0


def test_a_query_without_words_gives_everything_newest_first(ids):
    assert ids() == EVERYTHING
    assert ids("  ") == EVERYTHING


@pytest.mark.parametrize("q", ['"(*)"', "*", "\x00", "🛰️"], ids=["marks", "star", "nul", "emoji"])
def test_signs_alone_find_nothing(index, q):
    found = index.search(Ask(q=q, facets={"kind": ("dataset",)}))
    assert (found.total, found.stored) == (0, ())
    assert [count.value for count in found.facets["kind"]] == ["dataset"]


def test_an_empty_index_answers(empty_index):
    found = empty_index.search(Ask(q="weather"))
    assert (found.total, found.stored) == (0, ())
    assert empty_index.as_of() is None
