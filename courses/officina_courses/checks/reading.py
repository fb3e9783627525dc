"""Checks of Markdown cells: whether everybody can read them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from officina_courses.checks.codes import found
from officina_courses.checks.subject import Subject
from officina_courses.markdown_code import inline_code, lines_of
from officina_courses.model import Finding
from officina_courses.notebooks import Notebook

IMAGE: Final = re.compile(r"!\[\s*\](?=[(\[])")
HTML_IMAGE: Final = re.compile(r"<img\b[^<>]*>", re.IGNORECASE)
ALT: Final = re.compile(r"\balt\s*=", re.IGNORECASE)
HEADING: Final = re.compile(r" {0,3}(#{1,6})\s+(.*)")


def check_reading(subject: Subject) -> Iterator[Finding]:
    """Images without alternative text, and headings that skip a level."""
    for path, notebook in subject.notebooks():
        yield from _images(path, notebook)
        yield from _headings(path, notebook)


def prose_lines(markdown: str) -> Iterator[tuple[int, str]]:
    """The lines of a Markdown text that are not code, numbered from 1."""
    for line in lines_of(markdown):
        if not line.is_fenced:
            yield line.number, "".join(inline_code(line.text).around)


def _images(path: str, notebook: Notebook) -> Iterator[Finding]:
    for cell in notebook.cells:
        if cell.kind != "markdown":
            continue
        for number, line in prose_lines(cell.source):
            bare = [tag for tag in HTML_IMAGE.findall(line) if not ALT.search(tag)]
            if IMAGE.search(line) or bare:
                what = f"An image in cell {cell.index}, line {number}, has no alternative text."
                yield found("OFF050", what, path=path, cell=cell.name, line=number)


def _headings(path: str, notebook: Notebook) -> Iterator[Finding]:
    above = 0
    for cell in notebook.cells:
        if cell.kind != "markdown":
            continue
        for number, line in prose_lines(cell.source):
            if heading := HEADING.match(line):
                level = len(heading.group(1))
                if above and level > above + 1:
                    what = (
                        f"In cell {cell.index}, line {number}, a heading of level {level} follows "
                        f"on one of level {above}."
                    )
                    yield found("OFF051", what, path=path, cell=cell.name, line=number)
                above = level
