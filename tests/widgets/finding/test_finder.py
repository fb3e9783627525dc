"""A finder answers Python and its view alike, also where nobody looks on."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pandas
import pytest
from finder_samples import HOSTILE, KeptCatalogue, dataset, filed, service, table, training

from officina_widgets import RecordCard, find_courses, find_datasets, find_services
from officina_widgets.catalogue.records import Dataset
from officina_widgets.errors import PortalUnreachable
from officina_widgets.finding.finder import Finder
from officina_widgets.finding.questions import NotAQuestion
from officina_widgets.finding.words import words


@pytest.fixture
def catalogue() -> KeptCatalogue:
    csv = (table("https://example.org/a.csv"),)
    return KeptCatalogue(
        filed(dataset(1, distributions=csv), 1),
        filed(dataset(2, themes=("TRAN",), title={"en": "Buses"}), 2),
        filed(service(), 3),
        filed(training(), 4),
    )


def heard(finder: Finder | RecordCard, message: dict[str, Any]) -> dict[str, Any]:
    """What the view gets back."""
    sent: list[dict[str, Any]] = []
    finder.send = lambda content, buffers=None: sent.append(content)  # type: ignore[method-assign]
    finder._handle_custom_msg(message, [])
    (answer,) = sent
    return answer


def asked(number: int = 1, **parts: Any) -> dict[str, Any]:
    return {"type": "ask", "view": "v", "number": number, "ask": parts}


def test_each_finder_finds_its_own_kinds_only(catalogue: KeptCatalogue):
    assert [one.kind for one in find_datasets(catalogue=catalogue).results] == ["dataset"] * 2
    assert [one.kind for one in find_services(catalogue=catalogue).results] == ["service"]
    assert [one.kind for one in find_courses(catalogue=catalogue).results] == ["training"]


def test_words_and_facets_narrow_what_is_found(catalogue: KeptCatalogue):
    finder = find_datasets("weather", theme="ENVI", catalogue=catalogue)
    (found,) = finder.results
    assert isinstance(found, Dataset)
    assert found.title["en"] == "Weather forecast 1"
    assert finder.total == 1
    assert find_datasets("weather", theme=["TRAN"], catalogue=catalogue).results == ()


def test_the_same_question_is_asked_once_and_another_anew(catalogue: KeptCatalogue):
    finder = find_datasets(catalogue=catalogue)
    assert (finder.total, len(finder.results), len(catalogue.asked)) == (2, 2, 1)
    finder.query = "buses"
    assert (finder.total, len(catalogue.asked)) == (1, 2)


def test_a_facet_that_is_none_is_told_with_those_that_are(catalogue: KeptCatalogue):
    with pytest.raises(NotAQuestion, match=r"no facet 'colour'.*choose one of kind, theme"):
        find_datasets("weather", colour="red", catalogue=catalogue)
    with pytest.raises(NotAQuestion, match="longer than 500 characters"):
        find_datasets("x" * 10_000, catalogue=catalogue)


def test_what_is_chosen_can_be_observed_as_typed_records(catalogue: KeptCatalogue):
    finder = find_datasets(catalogue=catalogue)
    seen: list[Any] = []
    finder.observe(lambda change: seen.append(change.new), "selection")
    finder.select("r2")
    (chosen,) = finder.selection
    assert chosen.title == {"en": "Buses"}
    assert seen == [(chosen,)]


def test_a_frame_has_what_was_chosen_else_what_was_found(catalogue: KeptCatalogue):
    finder = find_datasets(catalogue=catalogue)
    assert finder.to_frame()["id"].tolist() == ["r1", "r2"]
    finder.select("r2")
    frame = finder.to_frame()
    assert isinstance(frame, pandas.DataFrame)
    assert frame.loc[0, ["id", "title", "theme"]].tolist() == ["r2", "Buses", ("TRAN",)]


def test_the_view_gets_cards_and_counts_under_its_number(catalogue: KeptCatalogue):
    answer = heard(find_datasets(catalogue=catalogue), asked(7, q="buses"))
    assert (answer["type"], answer["view"], answer["number"]) == ("answer", "v", 7)
    assert [card["title"]["text"] for card in answer["cards"]] == ["Buses"]
    assert answer["facets"]["theme"] == [{"value": "TRAN", "count": 1, "is_chosen": False}]


def test_the_view_gets_all_of_a_record(catalogue: KeptCatalogue):
    message = {"type": "open", "view": "v", "number": 2, "id": "r1", "languages": ["fi"]}
    answer = heard(find_datasets(catalogue=catalogue), message)
    assert (answer["type"], answer["details"]["id"]) == ("record", "r1")
    assert "read_csv" in answer["details"]["code"]
    assert heard(RecordCard("r1", catalogue=catalogue), message)["details"] == answer["details"]


@pytest.mark.parametrize(
    "message",
    [
        {},
        "nonsense",
        asked(q="x" * 501),
        asked(facets={"colour": ["red"]}),
        asked(limit=10**9),
        {"type": "open", "view": "v", "number": 1, "id": "gone"},
    ],
    ids=range(6),
)
def test_whatever_the_view_says_it_gets_a_sentence(catalogue: KeptCatalogue, message: Any):
    answer = heard(find_datasets(catalogue=catalogue), message)
    assert answer["type"] == "failed"
    assert answer["sentence"].endswith(".")


def test_a_catalogue_that_is_away_or_broken_is_told_in_a_sentence(catalogue: KeptCatalogue):
    def away(_ask: object) -> Any:
        raise PortalUnreachable("The portal does not answer.")

    def broken(_ask: object) -> Any:
        raise ZeroDivisionError

    finder = find_datasets(catalogue=catalogue)
    catalogue.ask = away  # type: ignore[method-assign]
    assert heard(finder, asked())["sentence"] == words()["en"]["away"]
    assert heard(finder, asked())["is_away"]
    assert finder._repr_mimebundle_()[0]["text/plain"] == words()["en"]["away"]
    catalogue.ask = broken  # type: ignore[method-assign]
    assert "log of the kernel" in heard(finder, asked())["sentence"]


def test_without_a_view_the_records_are_shown_as_text_and_as_a_table():
    catalogue = KeptCatalogue(filed(dataset(title={"en": HOSTILE}, landing_page=None)))
    finder = find_datasets(catalogue=catalogue)
    data, _ = finder._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    assert "Met Office · CC-BY-4.0 · PUBLIC · https://example.org/data/1" in data["text/plain"]
    assert "<script" not in data["text/html"]
    assert "<img" not in data["text/html"]
    assert '<a href="https://example.org/data/1">' in data["text/html"]


def test_the_package_stays_light_until_a_finder_is_wanted():
    code = (
        "import sys, officina_widgets; print([name for name in ('anywidget', 'pydantic') "
        "if name in sys.modules]); officina_widgets.find_datasets; "
        "print('anywidget' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.split("\n")[:2] == ["[]", "True"]
