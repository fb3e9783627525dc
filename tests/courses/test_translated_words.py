"""Hints and what tests say are translated, found again by their words, and never out of date."""

from __future__ import annotations

from pathlib import Path

import polib
import pytest

from officina_courses.check import check_course
from officina_courses.errors import CourseError
from officina_courses.grading.feedback import Page, render
from officina_courses.grading.feedback_told import told_in
from officina_courses.marks import CellMark, NotebookMark, TaskName
from officina_courses.notebooks import load_notebook
from officina_courses.sources.folder import build_course
from officina_courses.translations.applying import Overlay
from officina_courses.translations.folder import translate_course
from officina_courses.translations.overlay import read_entries
from officina_courses.translations.release import release_languages
from officina_courses.translations.wording import words_of
from officina_courses.translations.words import NO_WORDS, Words, filled, values_in

SOURCE = """\
# %% [markdown] id="rule"
# ## Task 1: squares
#
# A square has the area $a^2$.

# %% answer="square"
def square(a):
    ### BEGIN SOLUTION
    return a * a
    ### END SOLUTION

# %% tests="square-test" points=2
# HINT: Multiply table[0]: the side, by itself.
assert square(2) is not None, "square gave nothing back."
assert square(2) == 4, f"Of a side of {2} the area is 4, not {square(2)!r}."
### BEGIN HIDDEN TESTS
# HINT: A side below zero is none.
assert square(3) == 9, "Of a side of 3 the area is 9."
### END HIDDEN TESTS
"""
RULE = "## Task 1: squares\n\nA square has the area $a^2$."
HINT = "Multiply table[0]: the side, by itself."
GERMAN = {
    "rule": "## Aufgabe 1: Quadrate\n\nEin Quadrat hat die Fläche $a^2$.",
    "square-test/hint/1": "Nehmen Sie table[0] mit sich selbst mal: die Seite.",
    "square-test/message/1": "square hat nichts zurückgegeben.",
    "square-test/message/2": "Nicht {2}, sondern 4 ist die Fläche zur Seite {1}.",
}
NOTEBOOK = "source/ps1/squares.ipynb"
OVERLAY = "translations/de/ps1/squares.po"


@pytest.fixture
def course(course_folder: Path) -> Path:
    (course_folder / "source/ps1/squares.py").write_text(SOURCE)
    build_course(course_folder)
    translate_course(course_folder, "de")
    fill(course_folder, GERMAN)
    return course_folder


def fill(folder: Path, texts: dict[str, str]) -> None:
    file = polib.pofile(str(folder / OVERLAY))
    for entry in file:
        entry.msgstr = texts.get(entry.msgctxt, entry.msgstr)
    file.save()


def words(course: Path) -> Words:
    overlay = Overlay(read_entries(course / OVERLAY, OVERLAY))
    return words_of(load_notebook(course / NOTEBOOK), overlay, "de")


def page(*, answer: str = "mine") -> str:
    """Feedback on a test that failed, as the grader makes it, in the course's language."""
    said = "Of a side of 2 the area is 4, not '<b>'."
    error = {"output_type": "error", "ename": "AssertionError", "evalue": said, "traceback": [said]}
    graded = {"nbgrader": {"grade_id": "t"}}
    cells = [
        {"cell_type": "markdown", "source": RULE, "metadata": {}},
        {
            "cell_type": "markdown",
            "source": answer,
            "metadata": {"nbgrader": {"grade_id": "why", "solution": True}},
        },
        {"cell_type": "code", "source": "x", "metadata": graded, "outputs": [error]},
    ]
    task = TaskName(heading="Task 1: squares")
    mark = CellMark(grade_id="t", task=task, score=0.0, max_score=2.0, mode="examined")
    marks = NotebookMark(name="squares", state="graded", score=0, max_score=2, cells=(mark,))
    hints = {"t": (HINT, "A side below zero is none.")}
    return render(Page("ps1", "ada", None, False, marks, {}, {"cells": cells}, hints))


def test_translators_are_offered_what_visible_tests_tell_and_nothing_hidden(course: Path) -> None:
    offered = {entry.key: entry.source for entry in read_entries(course / OVERLAY, OVERLAY)}
    assert offered == {
        "rule": RULE,
        "square-test/hint/1": HINT,
        "square-test/message/1": "square gave nothing back.",
        "square-test/message/2": "Of a side of {1} the area is 4, not {2}.",
    }


def test_feedback_is_told_in_german_and_what_the_learner_wrote_stays(course: Path) -> None:
    told = told_in(page(answer=RULE), words(course))
    assert "Ein Quadrat hat die Fläche" in told
    assert told.count(">Aufgabe 1: Quadrate<") == 3  # the row of marks, the cell's, the text's
    assert "Nehmen Sie table[0] mit sich selbst mal" in told
    assert '<p class="in-words" lang="de">Nicht &#x27;&lt;b&gt;&#x27;, sondern 4 ist' in told
    assert told.count("A square has the area") == 1  # the answer, although it is the course's text
    assert "A side below zero is none." in told
    assert told_in(page(), NO_WORDS) == page()


@pytest.mark.parametrize(
    ("before", "after", "gone"),
    [
        ("has the area", "of paper has the area", "Ein Quadrat hat die Fläche"),
        ("by itself", "with itself", "Nehmen Sie table[0] mit sich selbst mal: die Seite."),
        ("gave nothing", "gave nothing whatever", "square hat nichts zurückgegeben."),
    ],
    ids=["text", "hint", "message"],
)
def test_what_changed_has_no_words(course: Path, before: str, after: str, gone: str) -> None:
    assert gone in words(course).model_dump_json()
    (course / "source/ps1/squares.py").write_text(SOURCE.replace(before, after))
    build_course(course)
    for _ in range(2):  # before and after its translator's file is brought up to date
        assert gone not in words(course).model_dump_json()
        translate_course(course, "de")


def test_a_translation_that_lost_the_place_of_a_value_is_told_and_not_shown(course: Path) -> None:
    fill(course, {"square-test/message/2": "Die Fläche ist 4, nicht {2}."})
    assert "Die Fläche ist 4" not in words(course).model_dump_json()
    [state] = check_course(course).translations
    assert state.broken == 1


def test_a_hint_that_gives_the_solution_away_stops_the_release(
    course: Path, tmp_path: Path
) -> None:
    source = SOURCE.replace("return a * a", "return a * a * one_of_both")
    (course / "source/ps1/squares.py").write_text(source)
    build_course(course)
    fill(course, {"square-test/hint/1": "Schreiben Sie return a * a * one_of_both"})
    released = tmp_path / "released"
    (released / "ps1").mkdir(parents=True)
    (released / "ps1/squares.ipynb").write_bytes((course / NOTEBOOK).read_bytes())
    with pytest.raises(CourseError, match="one_of_both"):
        release_languages(course, released, "ps1")


@pytest.mark.parametrize(
    ("template", "said", "values"),
    [
        ("It is 4.", "It is 4.", ()),
        ("It is 4.", "It is 5.", None),
        ("It is {1}.", "It is 5..", ("5.",)),
        ("{1} and {2}", "a and b and c", ("a", "b and c")),
        ("a{1}a", "a", None),
        ("{1}{2}", "ab", ("", "ab")),
        ("from {1} to {2} to", "from x to", None),
    ],
)
def test_values_are_found_where_the_template_has_them(
    template: str, said: str, values: tuple[str, ...] | None
) -> None:
    assert values_in(template, said) == values


def test_values_are_put_as_they_are() -> None:
    assert filled("{2} {1} {3}", ("{2}", r"\1")) == r"\1 {2} {3}"
