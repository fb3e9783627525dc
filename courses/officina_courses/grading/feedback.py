"""The feedback page of one notebook: marks first, then the notebook with points and comments.

The page stands alone: no script, nothing loaded, images as data. Everything a learner or trainer
wrote goes through autoescape or ``cleaning``; the notebook comes from ``autograded`` and is clean
already, but is cleaned again here, because formgrader's owner may have changed the file since.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from officina_courses.grading.cleaning import OutputCleaner
from officina_courses.grading.feedback_outputs import shown
from officina_courses.grading.feedback_text import MOST_REMEMBERED, REMEMBERED, text_html
from officina_courses.grading.feedback_told import error_message, heading, hint, told_text
from officina_courses.grading.feedback_words import points, remark, say, say_title
from officina_courses.grading.hidden import visible
from officina_courses.grading.plain_errors import PLAIN
from officina_courses.grading.request import Showing
from officina_courses.grading.spec import grade_id_of
from officina_courses.grading.unanswered import PLACEHOLDER, unanswered_tests
from officina_courses.marks import CellMark, NotebookMark

MOST_HIGHLIGHTED = 200_000  # characters; colours of more cost seconds
MOST_COMPARED = 60  # lines; difflib takes time squared


class Page(NamedTuple):
    """What one page is made of."""

    exercise_id: str
    student_id: str
    received_at: datetime | None
    is_late: bool
    mark: NotebookMark
    comments: Mapping[str, str]
    notebook: dict[str, Any] | None
    hints: Mapping[str, tuple[str, ...]] = MappingProxyType({})
    showing: Showing = Showing()


class Differing(NamedTuple):
    """Expected and got, and line by line how one differs from the other where both have several."""

    expected: str
    got: str
    lines: tuple[str, ...]


class ShownCell(NamedTuple):
    """One cell as the template gets it: its body is safe HTML."""

    number: int
    kind: str
    body: Markup
    outputs: tuple[Markup, ...]
    mark: CellMark | None
    comment: str
    anchor: str
    seconds: float | None
    differing: Differing | None
    hints: tuple[str, ...]


def render(page: Page) -> str:
    """The page as HTML."""
    page = _without_followers(page)
    cells = tuple(_cells(page))
    anchors = {cell.mark.grade_id: cell.anchor for cell in cells if cell.mark is not None}
    return _template().render(
        page=page,
        cells=cells,
        anchors=anchors,
        received=_told(page.received_at),
        remark=remark,
        say=say,
        say_title=say_title,
        heading=heading,
        hint=hint,
    )


def _without_followers(page: Page) -> Page:
    """The page on which a test whose answer is not there yet says that, and of no name missed."""
    if page.notebook is None:
        return page
    rows = list(page.notebook["cells"])
    silent = {grade_id_of(rows[place]) for place in unanswered_tests(rows)}
    told = {"note": str(PLAIN[PLACEHOLDER])}
    marks = tuple(
        each.model_copy(update=told) if each.grade_id in silent and not each.needs_manual else each
        for each in page.mark.cells
    )
    cells = [{**row, "outputs": []} if grade_id_of(row) in silent else row for row in rows]
    return page._replace(
        mark=page.mark.model_copy(update={"cells": marks}),
        notebook={**page.notebook, "cells": cells},
    )


def _told(received_at: datetime | None) -> str:
    if received_at is None:
        return ""
    return received_at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["points"] = points
    return environment.from_string(Path(__file__).with_name("feedback.html").read_text("utf-8"))


def _cells(page: Page) -> Iterator[ShownCell]:
    marks = {mark.grade_id: mark for mark in page.mark.cells}
    clean = OutputCleaner()
    rows = [] if page.notebook is None else page.notebook["cells"]
    for number, row in enumerate(rows, 1):
        grade_id = grade_id_of(row) or ""
        mark = marks.get(grade_id)
        is_code = row["cell_type"] == "code"
        source = visible("".join(row["source"]))
        seen = _seen(row)
        has_failed = _has_failed(mark)
        yield ShownCell(
            number=number,
            kind="code" if is_code else "text",
            body=_code(source) if is_code else _text(source, row),
            outputs=tuple(filter(None, (_output(one, clean) for one in row.get("outputs", ())))),
            mark=mark,
            comment=page.comments.get(grade_id, ""),
            anchor=f"cell-{number}",
            seconds=_seconds(seen),
            differing=_differing(seen) if has_failed and page.showing.differences else None,
            hints=page.hints.get(grade_id, ()) if has_failed else (),
        )


def _text(source: str, row: dict[str, Any]) -> Markup:
    attachments = row.get("attachments", {})
    found = text_html(source, attachments)
    is_answer = row["metadata"].get("nbgrader", {}).get("solution", False)
    return found if attachments or is_answer else told_text(source, found)


def _output(output: dict[str, Any], clean: OutputCleaner) -> Markup:
    is_error = output.get("output_type") == "error"
    told = error_message(output["ename"], output["evalue"]) if is_error else Markup("")
    return shown(output, clean) + told


def _has_failed(mark: CellMark | None) -> bool:
    """Whether it is a test that did not give all its points."""
    return (
        mark is not None
        and mark.mode is not None
        and mark.score is not None
        and mark.score < mark.max_score
    )


def _seen(row: dict[str, Any]) -> dict[str, Any]:
    kept = row.get("metadata", {}).get("officina")
    return kept if isinstance(kept, dict) else {}


def _seconds(seen: Mapping[str, Any]) -> float | None:
    found = seen.get("seconds")
    return float(found) if isinstance(found, int | float) else None


def _differing(seen: Mapping[str, Any]) -> Differing | None:
    expected, got = seen.get("expected"), seen.get("got")
    if not isinstance(expected, str) or not isinstance(got, str):
        return None
    sides = (expected.splitlines(), got.splitlines())
    is_worth_it = 1 < max(map(len, sides)) <= MOST_COMPARED
    lines = difflib.ndiff(*sides) if is_worth_it else iter(())
    return Differing(expected, got, tuple(line for line in lines if not line.startswith("?")))


def _code(source: str) -> Markup:
    if len(source) > MOST_HIGHLIGHTED:
        return Markup.escape(source)
    return _usual_code(source) if len(source) <= MOST_REMEMBERED else _highlighted(source)


def _highlighted(source: str) -> Markup:
    return Markup(highlight(source, *_highlighting()))  # noqa: S704 - escaped by pygments


@lru_cache(maxsize=1)
def _highlighting() -> tuple[PythonLexer, HtmlFormatter[str]]:
    return PythonLexer(stripnl=False), HtmlFormatter(nowrap=True, classprefix="tok-")


# Most cells are the exercise's own and stand in everybody's notebook.
_usual_code = lru_cache(maxsize=REMEMBERED)(_highlighted)
