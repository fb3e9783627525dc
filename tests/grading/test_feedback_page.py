"""The feedback page of a notebook, made from its pieces without running anything."""

from __future__ import annotations

from typing import Any

import pytest
from bs4 import BeautifulSoup

from officina_courses.grading import publish
from officina_courses.grading.feedback import Page, render
from officina_courses.grading.feedback_words import in_language
from officina_courses.grading.request import Showing
from officina_courses.marks import CellMark, NotebookMark, TaskName

FAILED = CellMark(grade_id="t", score=0.0, max_score=2.0, mode="examined")
TOLD = {"seconds": 0.25, "expected": "[1, 2]", "got": "[1, 3]"}


def code(source: str, outputs: tuple[dict[str, Any], ...] = (), **officina: Any) -> dict[str, Any]:
    metadata: dict[str, Any] = {"nbgrader": {"grade_id": "t"}}
    if officina:
        metadata["officina"] = officina
    return {"cell_type": "code", "source": source, "metadata": metadata, "outputs": list(outputs)}


def text(source: str) -> dict[str, Any]:
    return {"cell_type": "markdown", "source": source, "metadata": {}}


def page(*cells: dict[str, Any], mark: CellMark = FAILED, **more: Any) -> str:
    marks = NotebookMark(name="nb", state="graded", score=1.5, max_score=2.0, cells=(mark,))
    content = {"cells": list(cells)}
    return render(Page("leaf", "ada", None, False, marks, {}, content, **more))


def soup(html: str) -> BeautifulSoup:
    return BeautifulSoup(html, "html.parser")


def printed(lines: int) -> dict[str, Any]:
    said = "".join(f"line {number}\n" for number in range(lines))
    return {"output_type": "stream", "name": "stdout", "text": said}


def test_a_long_output_is_folded_and_a_short_one_is_not() -> None:
    folded = soup(page(code("x", (printed(200),)))).select("details pre")
    assert [each.get_text().count("\n") for each in folded] == [200]
    assert "200 lines" in soup(page(code("x", (printed(200),)))).summary.get_text()
    assert not soup(page(code("x", (printed(5),)))).select("details")


def test_of_a_long_traceback_the_last_line_stays_in_sight() -> None:
    error = {
        "output_type": "error",
        "ename": "ValueError",
        "evalue": "no",
        "traceback": [*("  a line" for _ in range(60)), "ValueError: no"],
    }
    found = soup(page(code("x", (error,)))).select("section > pre.error")
    assert [each.get_text() for each in found] == ["ValueError: no"]


def test_each_cell_tells_how_long_it_took() -> None:
    assert "0.25 s" in soup(page(code("x", seconds=0.25))).get_text()
    assert "under 0.01 s" in soup(page(code("x", seconds=0.0004))).get_text()
    assert not soup(page(code("x", seconds=None))).select(".took")


def test_a_failed_test_shows_what_was_expected_and_what_came() -> None:
    found = soup(page(code("x", **TOLD)))
    assert [each.get_text() for each in found.select("dt")] == ["Expected", "Got"]
    assert [each.get_text() for each in found.select("dd")] == ["[1, 2]", "[1, 3]"]


def test_several_lines_are_compared_line_by_line() -> None:
    many = {"seconds": 0.1, "expected": "a\nb\nc", "got": "a\nx\nc"}
    found = soup(page(code("x", **many)))
    assert [each.get_text() for each in found.select("del, ins")] == ["- b", "+ x"]


def test_a_trainer_may_forbid_differences() -> None:
    shown = page(code("x", **TOLD), showing=Showing(differences=False))
    assert "[1, 3]" not in shown


@pytest.mark.parametrize(
    ("score", "is_shown"), [(0.0, True), (1.0, True), (2.0, False), (None, False)]
)
def test_hints_are_for_those_whose_test_did_not_pass(score: float | None, is_shown: bool) -> None:
    mark = FAILED.model_copy(update={"score": score})
    shown = page(code("x"), mark=mark, hints={"t": ("Think of <zero>.",)})
    assert ("Think of &lt;zero&gt;." in shown) is is_shown


def test_an_answer_that_a_person_marks_has_no_hints() -> None:
    mark = FAILED.model_copy(update={"mode": None})
    assert "zero" not in page(code("x"), mark=mark, hints={"t": ("zero",)})


def test_metadata_that_somebody_changed_is_left_out() -> None:
    strange = page(code("x", seconds="<b>", expected=["a"], got=None))
    assert not soup(strange).select("dl, .took")


def test_the_learners_headings_come_below_the_pages_own() -> None:
    found = soup(page(text("# Mine\n\n## Smaller"), code("x")))
    assert [each.name for each in found.select("h1, h2, h3, h4, h5, h6")] == [
        *("h1", "h2", "h2"),
        *("h3", "h4", "h3"),
    ]


def test_the_notebook_is_in_the_courses_language_and_the_words_around_it_in_the_readers() -> None:
    made = page(code("x", **TOLD), showing=Showing(language="fi"))
    shown = in_language(made, "de", german, str)
    assert soup(shown).html["lang"] == "de"
    assert soup(shown).select_one("section").parent["lang"] == "fi"
    assert soup(shown).select_one("dt span")["lang"] == "de"


def german(text: str) -> str:
    return {
        "Expected": "Erwartet",
        "%(score)s of %(most)s points": "%(score)s von %(most)s Punkten",
        "Feedback: %(exercise)s, %(notebook)s": "Rückmeldung: %(exercise)s, %(notebook)s",
    }.get(text, text)


def test_the_fixed_words_and_the_numbers_are_put_into_the_readers_language() -> None:
    shown = in_language(page(code("x", **TOLD)), "de", german, lambda n: str(n).replace(".", ","))
    assert soup(shown).dt.get_text() == "Erwartet"
    assert soup(shown).title.get_text() == "Rückmeldung: leaf, nb"
    assert "1,5 von 2,0 Punkten" in soup(shown).get_text()


@pytest.mark.parametrize("source", ['<span lang="en" data-say="x">a</span>', "<script>1</script>"])
def test_no_learner_can_write_what_is_translated(source: str) -> None:
    shown = page(text(source), code(source, ({**printed(1), "text": source},)))
    html = {"output_type": "display_data", "data": {"text/html": source}, "metadata": {}}
    shown += page(code("x", (html,)))
    assert 'data-say="x"' not in shown
    assert "<script>1" not in shown


def test_a_saying_that_somebody_spoiled_stays_as_it_is() -> None:
    spoiled = '<span lang="en" data-say="{}">Marks</span>'
    assert in_language(spoiled, "de", german, str) == spoiled


def test_a_page_that_is_too_large_is_made_without_the_notebook(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(publish, "MOST_FEEDBACK_BYTES", 40_000)
    marks = [
        NotebookMark(name=name, state="graded", score=1, max_score=2, cells=(FAILED,))
        for name in ("large", "small")
    ]
    notebooks = {
        "large": {"cells": [code("x", (printed(5000),))]},
        "small": {"cells": [code("y = 1")]},
    }
    record = publish.Record(received_at=None, is_late=False, notebooks=tuple(marks))
    graded = publish.Graded(record, tuple(publish.Current(each, {}) for each in marks), notebooks)
    large, small = publish._pages("leaf", "ada", graded)
    assert "would be too large" in soup(large.html).get_text()
    assert "line 7" not in large.html
    assert soup(large.html).select_one("td.number")
    assert "would be too large" not in small.html
    assert soup(small.html).select("section")


def test_a_task_is_called_as_its_heading_says_and_its_id_stands_below() -> None:
    task = TaskName(heading="The mean of <b> & co", number=2, count=3)
    mark = FAILED.model_copy(update={"task": task})
    shown = soup(page(code("x"), mark=mark, showing=Showing(language="fi")))
    called = "The mean of <b> & co · part 2 of 3"
    assert [" ".join(link.get_text().split()) for link in shown.select("th a")] == [called]
    (heading,) = shown.select("h3")
    assert " ".join(heading.get_text().split()) == f"{called}: 0 of 2 points t"
    assert [each.get_text() for each in shown.select("small")] == ["t", "t"]
    assert [each["lang"] for each in shown.select("h3 > span[lang=fi]")] == ["fi"]


def test_a_task_without_a_heading_is_called_by_its_id() -> None:
    shown = soup(page(code("x")))
    assert [link.get_text(strip=True) for link in shown.select("th a")] == ["t"]
    assert not shown.select("small")


def raised(name: str, said: str) -> tuple[dict[str, Any], ...]:
    shown = [f"{name}: {said}"]
    return ({"output_type": "error", "ename": name, "evalue": said, "traceback": shown},)


def graded(cell: dict[str, Any], **nbgrader: bool) -> dict[str, Any]:
    return {**cell, "metadata": {"nbgrader": {**cell["metadata"]["nbgrader"], **nbgrader}}}


@pytest.mark.parametrize(
    ("source", "ended", "missed", "is_told_once"),
    [
        ("raise NotImplementedError()", ("NotImplementedError", ""), "mean", True),
        ("raise NotImplementedError()", ("NotImplementedError", ""), "totl", False),
        ("maen = 3", (), "mean", False),
    ],
    ids=["not-answered", "missed-elsewhere", "misspelt"],
)
def test_a_value_that_is_not_answered_yet_is_told_as_such_and_as_no_name_that_is_missed(
    source: str, ended: tuple[str, ...], missed: str, *, is_told_once: bool
) -> None:
    answer = graded(code(source, raised(*ended) if ended else ()), solution=True)
    answer["metadata"]["nbgrader"]["grade_id"] = "mean"
    test = graded(code("assert mean == 2", raised("NameError", f"name '{missed}' is not defined")))
    test["metadata"]["nbgrader"]["grade"] = True
    mark = FAILED.model_copy(update={"note": "The test did not pass (NameError)."})
    shown = page(answer, test, mark=mark)
    told = " ".join(soup(shown).get_text().split())
    assert ("Nothing is answered here yet" in told) is is_told_once
    assert ("NameError" in told) is not is_told_once
    assert "0 of 2 points" in told
    german = in_language(shown, "de", lambda text: text.replace("Nothing", "Nichts"), str)
    assert ("Nichts is answered" in soup(german).get_text()) is is_told_once
