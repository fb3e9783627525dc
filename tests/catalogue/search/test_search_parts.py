"""Folding, distance and tables, which both engines stand on."""

from __future__ import annotations

from datetime import date

import pytest

from officina_widgets.catalogue.records import DatasetSeries, DataTheme, Sector
from officina_widgets.catalogue.search.documents import _day
from officina_widgets.catalogue.search.folding import LONGEST_WORD, fold, words_in
from officina_widgets.catalogue.search.labels import named_labels, own_labels
from officina_widgets.catalogue.search.little_words import telling_words
from officina_widgets.catalogue.search.mending import changes, is_one_change
from officina_widgets.catalogue.search.query import MOST_WORDS, read_query
from officina_widgets.catalogue.search.synonyms import groups, synonyms_in
from officina_widgets.catalogue.search.tongues import is_foreign


@pytest.mark.parametrize(
    ("word", "folded"),
    [
        ("Straße", "strasse"), ("ÄÖÜ", "aou"), ("łódź", "lodz"), ("Ευρώπη", "ευρωπη"),
        ("ΟΔΟΣ", "οδοσ"), ("ὁδός", "οδοσ"), ("Ærø", "aero"), ("İstanbul", "istanbul"),
        ("ﬁn", "fin"), ("²", "2"), ("Đorđe", "dorde"), ("Þór", "thor"), ("й", "и"),
        ("x" * 99, "x" * LONGEST_WORD),
    ],
)  # fmt: skip
def test_case_and_marks_go(word, folded):
    assert fold(word) == folded
    assert fold(fold(word)) == folded


def test_words_are_letters_and_digits_with_their_marks():
    assert words_in("CO2-Emissionen_2024: e\u0301cole, İzmir") == [
        "co2", "emissionen", "2024", "e\u0301cole", "i\u0307zmir",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ("wetter", "weter", 1), ("wetter", "wettre", 1), ("wetter", "wettar", 1),
        ("wetter", "wettern", 1), ("ab", "ba", 1), ("wetter", "wetter", 0),
        ("forecast", "focrcast", 2), ("forecast", "foecats", 2), ("wetter", "winter", 2),
        ("forecast", "umwelt", 3),
    ],
)  # fmt: skip
def test_changes_are_counted(one, other, count):
    assert changes(one, other, most=2) == count
    assert changes(other, one, most=2) == count
    assert is_one_change(one, other) == (count == 1)


def test_a_query_of_very_many_words_is_cut():
    query = read_query(" ".join(f"w{number}" for number in range(500)), ("en",))
    assert len(query) == MOST_WORDS
    assert not any(wanted.is_beginning for wanted in query)


def folded(text: str) -> list[str]:
    return [fold(word) for word in words_in(text)]


def test_every_theme_and_sector_has_names():
    assert set(named_labels()["theme"]) == set(DataTheme.__args__)
    assert set(own_labels()["sector"]) == set(Sector.__args__)
    assert all({"de", "el", "fi", "pl"} <= set(names) for names in named_labels()["theme"].values())


def test_a_little_word_in_capitals_or_at_the_end_is_meant():
    assert telling_words("AI in the IT sector", ("en",)) == ["ai", "it", "sector"]
    assert telling_words("learn to", ("en",)) == ["learn", "to"]
    assert telling_words("to be", ("en",)) == ["to", "be"]
    assert telling_words("in Paris", ("en",)) == ["paris"]
    assert telling_words("der Wald", ("en",)) == ["der", "wald"]
    assert telling_words("", ("en",)) == []


def test_a_word_is_foreign_only_where_our_tables_know_it_in_other_languages():
    assert is_foreign("wetter", ("fi",))
    assert not is_foreign("wetter", ("de",))
    assert not is_foreign("weather", ("fi",))  # everybody reads English here
    assert not is_foreign("stuttgart", ("fi",))


def test_every_group_of_synonyms_is_found_by_each_of_its_phrases():
    for phrases in groups().values():
        for language, told in phrases.items():
            for phrase in told:
                words = {
                    word
                    for names in synonyms_in({language: f"… {phrase}, …"})
                    for word in names.words
                }
                assert words >= set(folded(phrases["en"][0]))


def test_a_part_of_a_phrase_is_no_synonym():
    assert list(synonyms_in({"en": "a language, and later a model"})) == []


@pytest.mark.parametrize(
    ("days", "counted"),
    [
        ({"issued": "9999-12-31"}, 0),
        ({"issued": "1970-01-11", "modified": "9999-12-31"}, 10),
        ({"issued": "1970-01-11"}, 10),
    ],
    ids=["issued", "modified", "past"],
)
def test_a_day_that_is_still_to_come_makes_nothing_newer(days, counted):
    record = DatasetSeries.model_validate(
        {"iri": "https://example.org/s", "title": {"en": "S"}} | days
    )
    assert _day(record, date(2026, 1, 1)) == counted
