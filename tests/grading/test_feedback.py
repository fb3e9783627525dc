"""Feedback pages: useful to a learner, harmless in a browser, readable by everybody."""

from __future__ import annotations

from typing import Any

import pytest
from grading_classroom import RIGHT, Classroom, named
from harmless import wrong_in
from nbconvert.exporters import HTMLExporter

from officina_courses.grading import GradeOutcome

pytestmark = pytest.mark.sandbox

HOSTILE = (
    RIGHT
    + """
from IPython.display import display, HTML, SVG, Javascript, Markdown, Image
EVIL = '<script>alert("sentinel")</script><img src="https://example.org/x" onerror="sentinel()">'
print(EVIL)
display(HTML(EVIL), SVG(f'<svg onload="sentinel()">{EVIL}</svg>'), Markdown(EVIL))
display(Javascript('alert("sentinel")'))
display({'text/latex': EVIL, 'application/vnd.x+json': EVIL}, raw=True)
display({'image/png': '"><script>alert(1)</script>'}, raw=True)
display({'image/png': 'AAAA'}, raw=True, metadata={'image/png': {'width': '1 onload=x'}})
raise ValueError(EVIL)
"""
)


def answer(cells: list[dict[str, Any]]) -> list[dict[str, Any]]:
    evil = "<script>alert('sentinel')</script>"
    named(cells, "double")["source"] = HOSTILE
    named(cells, "essay")["source"] = f"My *answer* {evil}"
    raw = {"cell_type": "raw", "metadata": {"raw_mimetype": "text/html"}, "source": evil}
    tagged = {"cell_type": "code", "metadata": {"tags": ['"><script>']}, "source": "'tagged'"}
    named_oddly = {"cell_type": "markdown", "metadata": {}, "source": "x", "id": '"><script>'}
    return [*cells, raw, tagged, named_oddly]


@pytest.fixture(scope="module")
def outcome(classroom: Classroom) -> GradeOutcome:
    """The grading of a submission full of HTML."""
    return classroom.grade("eve", classroom.hand_in("eve", answer))


def test_no_markup_of_a_learner_is_alive_in_feedback(outcome: GradeOutcome) -> None:
    page = outcome.feedback[0].html
    body = page[page.index("<body") :]
    assert wrong_in(body) == []
    assert "&lt;script&gt;alert" in body


def test_no_markup_of_a_learner_is_alive_as_formgrader_renders_it(
    classroom: Classroom, outcome: GradeOutcome
) -> None:
    path = classroom.home / "autograded/eve/doubling/tasks.ipynb"
    page, _ = HTMLExporter(template_name="classic").from_filename(str(path))
    assert wrong_in(page[page.index("<body") :]) == []


def test_each_task_has_its_points_and_remarks(outcome: GradeOutcome) -> None:
    page = outcome.feedback[0].html
    assert "of 14 points" in page
    assert "not marked yet" in page
    assert "A trainer will look at it." in page
    assert 'href="#cell-4"><span data-told="heading">Doubling</span> · <span lang="en"' in page
    assert "<small>test_double</small>" in page


def test_the_page_says_its_language_and_has_headings(outcome: GradeOutcome) -> None:
    page = outcome.feedback[0].html
    assert '<html lang="en">' in page
    assert page.count("<h1>") == 1
    assert '<th scope="col">' in page
    assert "<img" not in page or 'alt="' in page


def test_formgrader_shows_the_mark_scheme_and_the_feedback_does_not(
    classroom: Classroom, outcome: GradeOutcome
) -> None:
    graded = classroom.home / "autograded/eve/doubling/tasks.ipynb"
    assert "One point for each axis label" in graded.read_text()
    assert "One point for each axis label" not in outcome.model_dump_json()


def test_a_late_submission_is_called_late(classroom: Classroom) -> None:
    late = classroom.solve("late", is_late=True)
    assert "after the deadline" in late.feedback[0].html
