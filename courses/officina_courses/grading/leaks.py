"""Looks for answers in what learners will get: the last check before a release goes out.

nbgrader cuts marked regions and whole solution cells. What it cannot know: a solution pasted into a
text cell, a hidden test repeated in a data file, an attachment, a region whose marker has a typing
error. So every line of a cut region is searched for in everything that is released.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from officina_courses.grading.errors import ReleaseLeaks
from officina_courses.grading.files import plain_files
from officina_courses.grading.hidden import HIDDEN_TESTS, MARK_SCHEME
from officina_courses.notebooks import Cell, load_notebook

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


def refuse_leaks(source: Path, release: Path, exercise_id: str) -> None:
    """Raise ``ReleaseLeaks`` where ``release`` shows what ``source`` keeps from learners."""
    cut: list[Cut] = []
    open_lines: set[str] = set()
    for path in sorted(source.glob("*.ipynb")):
        for cell in load_notebook(path).cells:
            hidden, shown = _parted(cell)
            cut += [Cut(line, path.name, cell.name) for line in hidden]
            open_lines.update(shown)
    wanted = [found for found in cut if found.line not in open_lines]
    for path in plain_files(release):
        for place, text in _texts(path):
            _search(text, place, wanted, exercise_id)


def _parted(cell: Cell) -> tuple[list[str], list[str]]:
    """The cell's telling lines that nbgrader cuts, and those that it leaves."""
    hidden: list[str] = []
    shown: list[str] = []
    end: str | None = None
    has_region = False
    for line in cell.source.split("\n"):
        begun = next((pair for pair in REGIONS if pair[0] in line), None)
        if begun is not None:
            end, has_region = begun[1], has_region or begun is SOLUTION
        elif end is not None and end in line:
            end = None
        else:
            (shown if end is None else hidden).append(line.strip())
    is_answer = cell.grading is not None and cell.grading.solution
    if is_answer and not has_region:
        hidden, shown = [*hidden, *shown], []
    return [line for line in hidden if len(line) >= TELLING_CHARACTERS], shown


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    if path.suffix == ".ipynb":
        for cell in load_notebook(path).cells:
            yield f"{path.name}, {cell.name}", cell.source
        yield from _beside_sources(path)
    elif path.stat().st_size <= TEXT_FILE_BYTES:
        yield path.name, path.read_text(encoding="utf-8", errors="ignore")


def _beside_sources(path: Path) -> Iterator[tuple[str, str]]:
    """What else a notebook holds: outputs, metadata, and attachments, which are Base64."""
    content = load_notebook(path).content
    for number, cell in enumerate(content["cells"], 1):
        rest = {key: value for key, value in cell.items() if key not in {"source", "attachments"}}
        yield f"{path.name}, cell {number}, beside its text", "\n".join(_strings(rest))
        for text in _strings(cell.get("attachments", {})):
            with suppress(ValueError):
                attached = b64decode(text, validate=True).decode(errors="ignore")
                yield f"{path.name}, cell {number}, an attachment", attached
    rest = {key: value for key, value in content.items() if key != "cells"}
    yield f"{path.name}, its metadata", "\n".join(_strings(rest))


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
