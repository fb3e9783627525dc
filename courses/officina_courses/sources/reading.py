"""Reads a source: jupytext parses it, and each cell keeps the line that it begins in."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from officina_courses.sources.errors import JupytextMissing, SourceError, SourceProblem
from officina_courses.sources.short_keys import ID_RULE, grade_id_of, header_problems
from officina_courses.utf8 import NotUtf8, guessed_text, text_of

FORMAT: Final = {"extension": ".py", "format_name": "percent"}
CELL: Final = re.compile(r"#\s*%%")
YAML: Final = re.compile(r"#\s*---\s*$")
# jupytext's notes to itself on how the text was laid out.
LAYOUT: Final = ("lines_to_next_cell", "cell_marker", "region_name", "cell_depth")
MOST_BYTES: Final = 4 << 20
MOST_OF_HEAD: Final = 64 << 10


class SourceCell(NamedTuple):
    """One cell of a source, with its header as it was written."""

    kind: Literal["code", "markdown", "raw"]
    text: str
    header: dict[str, Any]
    line: int

    @property
    def grade_id(self) -> str | None:
        """What its short key names it."""
        return grade_id_of(self.header)

    @property
    def id(self) -> str | None:
        """The id that its header gives it."""
        return self.header.get("id", self.grade_id)


class Source(NamedTuple):
    """A whole source; ``metadata`` is what its YAML header says of the notebook."""

    path: str
    cells: tuple[SourceCell, ...]
    metadata: dict[str, Any]


def is_source(path: Path) -> bool:
    """Whether the file begins as sources do, with the header of a cell or of a notebook.

    In any encoding, and below comments: sources hold solutions, and what is none goes to learners.
    Whether it can be built is told by reading it. So is that of a file that nobody may read.
    """
    if not path.is_file():  # a pipe would be waited for
        return False
    try:
        with path.open("rb") as file:
            head = file.read(MOST_OF_HEAD)
    except OSError:
        return True
    lines = (line.strip() for line in guessed_text(head).splitlines())
    for line in lines:
        if CELL.match(line) or YAML.match(line):
            return True
        if line and not line.startswith("#"):
            return False
    return False


def read_source(path: Path, name: str) -> Source:
    """The cells of the file that messages call ``name``.

    Raises
    ------
    SourceError
        With everything that is wrong in it.
    JupytextMissing
        Where sources cannot be read.

    """
    return parse_source(source_text(path, name), name)


def source_text(path: Path, name: str) -> str:
    """The text of a source or of a wrong answer.

    Raises
    ------
    SourceError
        Where it cannot be read, is too long or is not UTF-8.

    """
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise SourceError([SourceProblem(name, 1, f"it has more than {MOST_BYTES} bytes")])
        return text_of(data)
    except OSError as error:
        what = f"it cannot be read ({error.strerror}); look at its owner and permissions"
        raise SourceError([SourceProblem(name, 1, what)]) from error
    except NotUtf8 as error:
        raise SourceError([SourceProblem(name, error.line, str(error))]) from error


def parse_source(text: str, name: str) -> Source:
    """The cells of a source; raises as ``read_source`` does."""
    body = text.lstrip("\n")
    above = len(text) - len(body)
    parsed, lines = _parsed(body, name)
    cells = tuple(
        SourceCell(cell.cell_type, cell.source, _header(cell.metadata), line + above)
        for cell, line in zip(parsed.cells, lines, strict=True)
    )
    metadata = {key: value for key, value in parsed.metadata.items() if key != "jupytext"}
    source = Source(name, cells, metadata)
    problems = [*_before(text, source), *_problems(source)]
    if problems:
        raise SourceError(problems)
    return source


def _parsed(text: str, name: str) -> tuple[Any, list[int]]:
    try:
        import jupytext
        from jupytext.cell_reader import DoublePercentScriptCellReader as CellReader
    except ImportError as error:
        raise JupytextMissing from error
    try:
        notebook = jupytext.reads(text, fmt=FORMAT)
        lines = text.splitlines()
        at = _after_yaml(lines)
        starts = []
        while at < len(lines):
            starts.append(at + 1)
            _, length = CellReader(FORMAT, "python").read(lines[at:])
            at += length
    except Exception as error:  # jupytext promises no family of errors for damaged text
        raise SourceError([SourceProblem(name, 1, f"jupytext stops at it: {error}")]) from error
    if len(starts) < len(notebook.cells):
        what = "the notebook's own header may have the key jupyter alone"
        raise SourceError([SourceProblem(name, 1, what)])
    return notebook, starts[: len(notebook.cells)]


def _after_yaml(lines: list[str]) -> int:
    """The first line after blank lines and the notebook's own header, counted from 0."""
    at = next((number for number, line in enumerate(lines) if line.strip()), 0)
    if lines and YAML.match(lines[at]):
        ends = (number for number in range(at + 1, len(lines)) if YAML.match(lines[number]))
        at = next(ends, at) + 1
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at


def _header(metadata: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in metadata.items() if key not in LAYOUT}


def _before(text: str, source: Source) -> Iterator[SourceProblem]:
    if not source.cells:
        yield SourceProblem(source.path, 1, "it has no cell; begin one with: # %% [markdown]")
        return
    first = source.cells[0].line
    if not CELL.match(text.splitlines()[first - 1]):
        what = "text stands before the first cell; put a header above it: # %%"
        yield SourceProblem(source.path, first, what)


def _problems(source: Source) -> Iterator[SourceProblem]:
    for cell in source.cells:
        for what in header_problems(cell.header, cell.kind):
            yield SourceProblem(source.path, cell.line, what)
    for which, names in (
        ("id", [cell.id for cell in source.cells]),
        ("grade id", [cell.grade_id for cell in source.cells]),
    ):
        yield from _doubled(source, which, names)


def _doubled(source: Source, which: str, names: list[Any]) -> Iterator[SourceProblem]:
    texts = [name for name in names if isinstance(name, str)]
    twice = {name for name, count in Counter(texts).items() if count > 1}
    first: dict[str, int] = {}
    for cell, name in zip(source.cells, names, strict=True):
        if name not in twice:
            continue
        if name in first:
            what = f"the {which} {name!a} stands in line {first[name]} already; take another one"
            if which == "id" or cell.header.get("id") not in {None, name}:
                yield SourceProblem(source.path, cell.line, f"{what} ({ID_RULE})")
        first.setdefault(name, cell.line)
