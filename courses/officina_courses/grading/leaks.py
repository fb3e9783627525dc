"""Looks for answers in what learners will get: the last check before a release goes out.

nbgrader cuts marked regions and whole solution cells. What it cannot know: a solution pasted into a
text cell, a hidden test repeated in a data file, an attachment, a region whose marker has a typing
error. So every line of a cut region is searched for in everything that is released, however it is
set there.

A line that learners have in a code cell anyway is no leak: solutions are often built like the
worked example above them. A block of code in a text is no such place. It stands there to be copied.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, NamedTuple

from officina_courses.grading.errors import ReleaseLeaks
from officina_courses.grading.files import plain_files
from officina_courses.grading.hidden import HIDDEN_TESTS, MARK_SCHEME
from officina_courses.grading.searched import Searched, bare, program, words
from officina_courses.markdown_code import code_lines
from officina_courses.notebooks import Cell, Notebook, load_notebook
from officina_courses.utf8 import guessed_text

SOLUTION = ("BEGIN SOLUTION", "END SOLUTION")
REGIONS = (SOLUTION, HIDDEN_TESTS, MARK_SCHEME)
# Shorter lines, such as ``return x``, stand in every notebook.
TELLING_CHARACTERS = 16
# As a whole line of a block of code, shorter ones give something away, too.
TELLING_IN_CODE = 12
# What is to be written, and not how: an import, or the head of a function or class.
HEAD_OF_CODE: Final = re.compile(
    r"(?:import|from|def|async def|class|function|library|using)\b|.*\bfunction\s*\("
)
TEXT_FILE_BYTES = 4 << 20
SHOWN = 60  # characters of a line, to the trainer who wrote it


class Cut(NamedTuple):
    """A line that learners may not see, and where the trainer wrote it."""

    line: str
    bare: str  # as it is searched for
    notebook: str
    cell: str
    number: int  # of the line in its cell, from one

    def told_in(self, seen: Searched) -> Iterator[int]:
        """The numbers of the lines that give it away."""
        is_telling = self.is_of(TELLING_CHARACTERS)
        return seen.with_part(self.bare) if is_telling else seen.copied_whole(self.bare)

    def is_of(self, characters: int) -> bool:
        """Whether it has so many, and not mostly blanks, which are not searched for."""
        return len(self.line) >= characters and len(self.bare) * 2 >= characters


class Parted(NamedTuple):
    """A cell's lines with their numbers: those that are cut, and those that learners get."""

    hidden: list[tuple[int, str]]
    shown: list[tuple[int, str]]


class Text(NamedTuple):
    """What learners get in one place."""

    text: str
    searched: Searched


def refuse_leaks(source: Path, release: Path, exercise_id: str) -> None:
    """Raise ``ReleaseLeaks`` where ``release`` shows what ``source`` keeps from learners."""
    sources = ((path.name, load_notebook(path)) for path in sorted(source.glob("*.ipynb")))
    wanted = kept_back(sources)
    for path in plain_files(release):
        for place, seen in _texts(path):
            _search(seen, place, wanted, exercise_id)


def refuse_told(sources: Path, texts: Iterable[str], place: str) -> None:
    """Raise ``ReleaseLeaks`` where a course's description tells what an exercise keeps back."""
    shown = [_read(text) for text in texts]
    for folder in sorted(path for path in sources.iterdir() if path.is_dir()):
        notebooks = ((path.name, load_notebook(path)) for path in sorted(folder.glob("*.ipynb")))
        wanted = kept_back(notebooks)
        for each in shown:
            _search(each, place, wanted, folder.name)


def kept_back(notebooks: Iterable[tuple[str, Notebook]]) -> list[Cut]:
    """The telling lines of an exercise's notebooks that stand in no place that learners see."""
    cut: list[Cut] = []
    open_lines: set[str] = set()
    for name, notebook in notebooks:
        for cell in notebook.cells:
            lines = parted(cell)
            cut += [
                Cut(line.strip(), bare(line), name, cell.name, number)
                for number, line in lines.hidden
            ]
            to_copy = code_in_text(cell)
            open_lines.update(
                bare(line)
                for number, line in lines.shown
                if number not in to_copy or HEAD_OF_CODE.match(line.strip())
            )
    return [found for found in cut if found.is_of(TELLING_IN_CODE) and found.bare not in open_lines]


def code_in_text(cell: Cell) -> frozenset[int]:
    """The lines of a text cell that are blocks of code, by their numbers."""
    return code_lines(cell.source) if cell.kind == "markdown" else frozenset()


def searched_of(cell: Cell, lines: Iterable[tuple[int, str]]) -> Searched:
    """Those lines of the cell, ready to be searched."""
    return program(lines) if cell.kind == "code" else words(lines, code_in_text(cell))


def parted(cell: Cell) -> Parted:
    """What nbgrader cuts from the cell, and what it leaves."""
    lines = Parted([], [])
    end: str | None = None
    has_region = False
    for number, line in enumerate(cell.source.split("\n"), 1):
        begun = next((pair for pair in REGIONS if pair[0] in line), None)
        if begun is not None:
            end, has_region = begun[1], has_region or begun is SOLUTION
        elif end is not None and end in line:
            end = None
        else:
            (lines.shown if end is None else lines.hidden).append((number, line))
    is_answer = cell.grading is not None and cell.grading.solution
    if is_answer and not has_region:
        return Parted([*lines.hidden, *lines.shown], [])
    return lines


def _texts(path: Path) -> Iterator[tuple[str, Text]]:
    if path.suffix == ".ipynb":
        notebook = load_notebook(path)
        for cell in notebook.cells:
            lines = enumerate(cell.source.split("\n"), 1)
            yield f"{path.name}, {cell.name}", Text(cell.source, searched_of(cell, lines))
        for place, text in _beside_sources(path.name, notebook):
            yield place, Text(text, words([(0, text)]))
    elif path.stat().st_size <= TEXT_FILE_BYTES:
        text = guessed_text(path.read_bytes())
        yield path.name, Text(text, words([(0, text)]))


def _read(markdown: str) -> Text:
    return Text(markdown, words(enumerate(markdown.split("\n"), 1), code_lines(markdown)))


def _beside_sources(name: str, notebook: Notebook) -> Iterator[tuple[str, str]]:
    """What else a notebook holds: outputs, metadata, and attachments, which are Base64."""
    for number, cell in enumerate(notebook.content["cells"], 1):
        for what, text in beside_source(cell):
            yield f"{name}, cell {number}, {what}", text
    rest = {key: value for key, value in notebook.content.items() if key != "cells"}
    yield f"{name}, its metadata", "\n".join(_strings(rest))


def beside_source(cell: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What a cell holds beside its text, and where in it."""
    rest = {key: value for key, value in cell.items() if key not in {"source", "attachments"}}
    yield "beside its text", "\n".join(_strings(rest))
    for text in _strings(cell.get("attachments", {})):
        with suppress(ValueError):
            yield "an attachment", b64decode(text, validate=True).decode(errors="ignore")


def _strings(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for value in node.values():
            yield from _strings(value)
    elif isinstance(node, list):
        # Outputs are lists of lines; a line that is searched for has no end of line in it.
        for value in node:
            yield from _strings(value)


def _search(seen: Text, place: str, wanted: list[Cut], exercise_id: str) -> None:
    markers = [marker for pair in REGIONS for marker in pair if marker in seen.text]
    if markers and ".ipynb" in place:
        raise _leak(exercise_id, f"the marker {markers[0]!a} is still in {place}")
    for found in wanted:
        if next(found.told_in(seen.searched), None) is not None:
            where = f"{found.notebook}, {found.cell}"
            line = found.line if len(found.line) <= SHOWN else f"{found.line[:SHOWN]}…"
            what = f"the line {line!a}, which is cut from {where}, can be read in {place}"
            raise _leak(exercise_id, what)


def _leak(exercise_id: str, what: str) -> ReleaseLeaks:
    return ReleaseLeaks(
        f"The release of {exercise_id!a} would give an answer away: {what}.",
        why="Learners could read a solution or a hidden test.",
        todo="Take the text out there, or move the BEGIN and END lines, then publish or grade "
        "again.",
    )
