"""Looks for answers in what learners will get: the last check before a release goes out.

nbgrader cuts marked regions and whole solution cells. What it cannot know: a solution pasted into a
text cell, a hidden test repeated in a data file, an attachment, a region whose marker has a typing
error. So every line of a cut region is searched for in everything that is released.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from officina_courses.grading.errors import ReleaseLeaks
from officina_courses.grading.files import plain_files
from officina_courses.grading.hidden import HIDDEN_TESTS, MARK_SCHEME
from officina_courses.notebooks import Cell, Notebook, load_notebook

SOLUTION = ("BEGIN SOLUTION", "END SOLUTION")
REGIONS = (SOLUTION, HIDDEN_TESTS, MARK_SCHEME)
# Shorter lines, such as ``return x``, stand in every notebook.
TELLING_CHARACTERS = 16
TEXT_FILE_BYTES = 4 << 20
SHOWN = 60  # characters of a line, to the trainer who wrote it


class Cut(NamedTuple):
    """A line that learners may not see, and where the trainer wrote it."""

    line: str
    notebook: str
    cell: str
    number: int  # of the line in its cell, from one


class Parted(NamedTuple):
    """A cell's lines with their numbers: those that are cut, and those that learners get."""

    hidden: list[tuple[int, str]]
    shown: list[tuple[int, str]]


def refuse_leaks(source: Path, release: Path, exercise_id: str) -> None:
    """Raise ``ReleaseLeaks`` where ``release`` shows what ``source`` keeps from learners."""
    sources = ((path.name, load_notebook(path)) for path in sorted(source.glob("*.ipynb")))
    wanted = kept_back(sources)
    for path in plain_files(release):
        for place, text in _texts(path):
            _search(text, place, wanted, exercise_id)


def kept_back(notebooks: Iterable[tuple[str, Notebook]]) -> list[Cut]:
    """The telling lines of an exercise's notebooks that stand in no place that learners see."""
    cut: list[Cut] = []
    open_lines: set[str] = set()
    for name, notebook in notebooks:
        for cell in notebook.cells:
            lines = parted(cell)
            cut += [Cut(line.strip(), name, cell.name, number) for number, line in lines.hidden]
            open_lines.update(line.strip() for _, line in lines.shown)
    return [
        found
        for found in cut
        if len(found.line) >= TELLING_CHARACTERS and found.line not in open_lines
    ]


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


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    if path.suffix == ".ipynb":
        notebook = load_notebook(path)
        for cell in notebook.cells:
            yield f"{path.name}, {cell.name}", cell.source
        yield from _beside_sources(path.name, notebook)
    elif path.stat().st_size <= TEXT_FILE_BYTES:
        yield path.name, path.read_text(encoding="utf-8", errors="ignore")


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


def _search(text: str, place: str, wanted: list[Cut], exercise_id: str) -> None:
    markers = [marker for pair in REGIONS for marker in pair if marker in text]
    if markers and ".ipynb" in place:
        raise _leak(exercise_id, f"the marker {markers[0]!a} is still in {place}")
    for found in wanted:
        if found.line in text:
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
