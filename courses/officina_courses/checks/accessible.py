"""Checks that a notebook can be used by who does not see it, or not its colours."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Final

from officina_courses.checks.codes import found
from officina_courses.checks.linking import links
from officina_courses.checks.reading import HEADING, prose_lines
from officina_courses.checks.subject import Subject
from officina_courses.model import Finding
from officina_courses.notebooks import Cell, Notebook

BOLD_LINE: Final = re.compile(r"\s*(\*\*|__)(?P<text>[^*_]+)\1:?\s*$")
BOLD: Final = re.compile(r"(\*\*|__).+\1")
COLOUR: Final = re.compile(r"<font\b|\bstyle\s*=\s*[\"'][^\"']*\bcolor\s*:|\bbgcolor\s*=", re.I)
DRAWS: Final = re.compile(r"\bplt\.(show|subplots|figure|plot|bar|scatter|hist|imshow)\b|\.plot\(")
SAYS: Final = re.compile(r"^(print|display)\(", re.MULTILINE)
EMPTY_ALT: Final = {"image", "picture", "figure", "plot", "photo", "diagram", "graph", "screenshot"}
FILE_NAME: Final = re.compile(r"[\w-]+\.(png|jpe?g|svg|gif|webp)$", re.I)
LONGEST_HEADING: Final = 80


def check_accessible(subject: Subject) -> Iterator[Finding]:
    """Headings that are none, colours, empty alternative texts, plots without words."""
    for path, notebook in subject.notebooks():
        for cell in notebook.cells:
            if cell.kind == "markdown":
                yield from _prose(path, cell)
        yield from _pictures(path, notebook)
        yield from _plots(path, notebook)


def _prose(path: str, cell: Cell) -> Iterator[Finding]:
    lines = cell.source.split("\n")
    for number, line in prose_lines(cell.source):
        heading = HEADING.match(line)
        if heading and BOLD.search(heading.group(2)):
            what = f'The heading "{heading.group(2).strip()}" is bold.'
            yield found("OFF192", what, path=path, cell=cell.name, line=number)
        if COLOUR.search(line):
            what = f"Cell {cell.index}, line {number}, sets a colour."
            yield found("OFF191", what, path=path, cell=cell.name, line=number)
        bold = BOLD_LINE.match(line)
        above = lines[number - 2] if number > 1 else ""
        below = lines[number] if number < len(lines) else ""
        alone = not above.strip() and not below.strip()
        if (
            bold
            and alone
            and len(line) <= LONGEST_HEADING
            and bold["text"].strip()[-1] not in ".!:"
        ):
            what = f'The line "{line.strip()}" looks like a heading, and is none.'
            yield found("OFF190", what, path=path, cell=cell.name, line=number)


def _pictures(path: str, notebook: Notebook) -> Iterator[Finding]:
    for link in links(notebook):
        if link.is_image and (link.text.lower() in EMPTY_ALT or FILE_NAME.match(link.text)):
            what = f'The picture {link.target} has the alternative text "{link.text}".'
            yield found("OFF194", what, path=path, cell=link.cell, line=link.line)


def _plots(path: str, notebook: Notebook) -> Iterator[Finding]:
    cells = notebook.cells
    for cell, after in zip_longest(cells, cells[1:]):
        if cell.kind != "code" or cell.grading is not None or not DRAWS.search(cell.source):
            continue
        if SAYS.search(cell.source) or (after is not None and after.kind == "markdown"):
            continue
        what = f"Cell {cell.index} draws, and neither it nor the next one says what is seen."
        yield found("OFF195", what, path=path, cell=cell.name)
