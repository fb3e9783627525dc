"""The answer as readers get it: texts in their language, marks and snippets."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from officina_widgets.catalogue.asking import Ask, Passage
from officina_widgets.catalogue.search.answering import NEVER, answer
from officina_widgets.catalogue.search.documents import document_of
from officina_widgets.catalogue.search.passages import SNIPPET, marked, snippet
from officina_widgets.catalogue.search.query import read_query
from officina_widgets.catalogue.search.unreadable import tell_once

MOMENT = datetime(2026, 11, 1, tzinfo=UTC)


def shown(passage: Passage) -> list[str]:
    return [passage.text[start:end] for start, end in passage.marks]


def test_an_answer_holds_the_records_and_the_state(index):
    given = answer(index, Ask(q="luftqualität"))
    assert [hit.filed.id for hit in given.hits] == ["air"]
    assert given.as_of == index.as_of()
    assert given.facets["country"][0].value == "DE"


def test_texts_come_in_the_readers_language_with_marks(index):
    (hit,) = answer(index, Ask(q="Wettervorhersage", languages=("de",))).hits
    assert hit.title.text == "Wettervorhersagen für Europa"
    assert shown(hit.title) == ["Wettervorhersagen"]
    (hit,) = answer(index, Ask(q="temperature europe", languages=("sv", "en"))).hits
    assert shown(hit.title) == ["Europe"]
    assert shown(hit.snippet) == ["temperature"]


def test_a_mended_query_is_told_as_records_write_it(index):
    given = answer(index, Ask(q="Luftqualtiät"))
    assert given.shown_for == "luftqualität"
    assert shown(given.hits[0].title) == ["Luftqualität"]


def test_words_that_were_left_out_are_told_as_they_were_typed(index):
    given = answer(index, Ask(q="Luftqualität Xqzwvk"))
    assert (given.shown_for, given.without) == ("Luftqualität", ("Xqzwvk",))
    assert shown(given.hits[0].title) == ["Luftqualität"]


def test_a_record_that_todays_model_refuses_is_left_out_and_told_once(
    empty_index, shared_catalogue, caplog
):
    tell_once.cache_clear()
    documents = [document_of(one) for one in shared_catalogue]
    odd = documents[0].stored.replace(b"CC-BY-4.0", b"x" * 600)
    empty_index.rebuild([documents[0]._replace(stored=odd), *documents[1:]], as_of=MOMENT)
    for _ in range(2):
        given = answer(empty_index, Ask())
        assert "forecast" not in [hit.filed.id for hit in given.hits]
        assert len(given.hits) == len(documents) - 1
    (told,) = (one for one in caplog.messages if "https://example.org/forecast" in one)
    assert "cannot read it: record.dataset.licence" in told


def test_an_index_that_was_never_written_answers(empty_index):
    given = answer(empty_index, Ask(q="anything"))
    assert (given.total, given.hits, given.as_of) == (0, (), NEVER)


def test_a_snippet_is_cut_around_the_first_match_without_cutting_words():
    text = " ".join(f"word{number}" for number in range(200)) + " needle " + "more words " * 50
    piece = snippet(text, read_query("needle", ("en",)), "en")
    assert shown(piece) == ["needle"]
    assert len(piece.text) <= SNIPPET + 2
    assert piece.text.startswith("…word")
    assert piece.text.endswith(" words…") or piece.text.endswith(" more…")


def test_a_snippet_without_a_match_is_the_beginning():
    assert snippet("Short  text.\nHere.", (), "en") == Passage(text="Short text. Here.")


@pytest.mark.parametrize(
    "text",
    ["<script>alert('forecast')</script>", "forecast\u202e", "İstanbul forecast ǅ", "a_forecast_b"],
)
def test_marks_fit_the_text_whatever_it_holds(text):
    piece = marked(text, read_query("forecast", ("en",)), "en")
    assert piece.text == text
    assert shown(piece) == ["forecast"]


def test_of_a_title_as_long_as_a_book_the_beginning_is_marked():
    piece = marked("forecast " * 2_000, read_query("forecast", ("en",)), "en")
    assert 60 < len(piece.marks) < 70
