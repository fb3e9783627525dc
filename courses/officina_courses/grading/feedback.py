"""The feedback page of one notebook: marks first, then the notebook with points and comments.

The page stands alone: no script, nothing loaded, images as data. Everything a learner or trainer
wrote goes through autoescape or ``cleaning``; the notebook comes from ``autograded`` and is clean
already, but is cleaned again here, because formgrader's owner may have changed the file since.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import Environment, StrictUndefined, Template
from markupsafe import Markup
from nbconvert.filters.ansi import ansi2html, strip_ansi
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from officina_courses.grading.cleaning import OutputCleaner, clean_html, markdown_html
from officina_courses.grading.hidden import visible
from officina_courses.grading.spec import grade_id_of
from officina_courses.marks import CellMark, NotebookMark

HEADING = re.compile(r"(</?h)([1-6])(?=[ >])")
MOST_HIGHLIGHTED = 200_000  # characters; colours of more cost seconds
MOST_REMEMBERED = 4000  # characters
REMEMBERED = 500  # cells


class Page(NamedTuple):
    """What one page is made of."""

    exercise_id: str
    student_id: str
    received_at: datetime | None
    is_late: bool
    mark: NotebookMark
    comments: dict[str, str]
    notebook: dict[str, Any] | None


class ShownCell(NamedTuple):
    """One cell as the template gets it: its body is safe HTML."""

    number: int
    kind: str
    body: Markup
    outputs: tuple[Markup, ...]
    mark: CellMark | None
    comment: str
    anchor: str
    is_answer: bool


def render(page: Page) -> str:
    """The page as HTML."""
    cells = tuple(_cells(page))
    received = _told(page.received_at)
    anchors = {cell.mark.grade_id: cell.anchor for cell in cells if cell.mark is not None}
    return _template().render(page=page, cells=cells, received=received, anchors=anchors)


def _told(received_at: datetime | None) -> str:
    if received_at is None:
        return ""
    return received_at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")


def points(value: float | None) -> str:
    """Points as people write them: 3, 2.5, 0.33."""
    return "-" if value is None else f"{value:.2f}".rstrip("0").rstrip(".")


@lru_cache(maxsize=1)
def _template() -> Template:
    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["points"] = points
    return environment.from_string(Path(__file__).with_name("feedback.html").read_text("utf-8"))


def _cells(page: Page) -> Iterator[ShownCell]:
    marks = {mark.grade_id: mark for mark in page.mark.cells}
    clean = OutputCleaner()
    rows = [] if page.notebook is None else page.notebook["cells"]
    for number, row in enumerate(rows, 1):
        grade_id = grade_id_of(row) or ""
        nbgrader = row.get("metadata", {}).get("nbgrader", {})
        is_code = row["cell_type"] == "code"
        source = visible("".join(row["source"]))
        yield ShownCell(
            number=number,
            kind="code" if is_code else "text",
            body=_code(source) if is_code else _text(source, row.get("attachments", {})),
            outputs=tuple(
                filter(None, (_output(output, clean) for output in row.get("outputs", ())))
            ),
            mark=marks.get(grade_id),
            comment=page.comments.get(grade_id, ""),
            anchor=f"cell-{number}",
            is_answer=bool(nbgrader.get("solution") or nbgrader.get("task")),
        )


def _code(source: str) -> Markup:
    if len(source) > MOST_HIGHLIGHTED:
        return Markup.escape(source)
    return _usual_code(source) if len(source) <= MOST_REMEMBERED else _highlighted(source)


def _highlighted(source: str) -> Markup:
    return Markup(highlight(source, *_highlighting()))  # noqa: S704 - escaped by pygments


@lru_cache(maxsize=1)
def _highlighting() -> tuple[PythonLexer, HtmlFormatter[str]]:
    return PythonLexer(stripnl=False), HtmlFormatter(nowrap=True, classprefix="tok-")


def _text(source: str, attachments: dict[str, Any]) -> Markup:
    if attachments or len(source) > MOST_REMEMBERED:
        return _rendered(source, attachments)
    return _usual_text(source)


def _rendered(source: str, attachments: dict[str, Any]) -> Markup:
    cleaned = clean_html(markdown_html(source, attachments))
    # The page's own headings are of level 1 and 2.
    lower = HEADING.sub(lambda tag: f"{tag[1]}{min(6, int(tag[2]) + 2)}", cleaned)
    return Markup(lower)  # noqa: S704 - cleaned


# Most cells are the exercise's own and stand in everybody's notebook.
_usual_code = lru_cache(maxsize=REMEMBERED)(_highlighted)


@lru_cache(maxsize=REMEMBERED)
def _usual_text(source: str) -> Markup:
    return _rendered(source, {})


def _output(output: dict[str, Any], clean: OutputCleaner) -> Markup:
    kind = output.get("output_type")
    if kind not in ("stream", "error", "display_data", "execute_result"):
        return Markup("")
    if kind == "stream":
        return _pre("".join(output["text"]), output["name"])
    if kind == "error":
        lines = "\n".join(output["traceback"]) or f"{output['ename']}: {output['evalue']}"
        return _pre(lines, "error")
    data = clean({**output, "data": {k: "".join(v) for k, v in output["data"].items()}})
    return _rich(data["data"])


def _rich(data: dict[str, str]) -> Markup:
    for mime in ("image/png", "image/jpeg"):
        if mime in data:
            alt = data.get("text/plain", "") or "Picture shown by the cell"
            source = f"data:{mime};base64,{''.join(data[mime].split())}"
            return Markup('<img class="shown" src="{}" alt="{}">').format(source, alt)
    if "text/html" in data:
        return Markup('<div class="shown">{}</div>').format(Markup(data["text/html"]))  # noqa: S704 - cleaned
    return _pre(data.get("text/plain") or data.get("text/latex", ""), "result")


def _pre(text: str, kind: str) -> Markup:
    shown = ansi2html(text) if len(text) < MOST_HIGHLIGHTED else Markup.escape(strip_ansi(text))
    return Markup('<pre class="{}">{}</pre>').format(kind, Markup(shown))  # noqa: S704 - escaped by both
