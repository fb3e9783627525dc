"""Reads a submitted notebook without what its cells once showed.

Outputs and widgets' states decide no mark: cells are run anew. They are often large, and may be
nested or broken in any way, so they are passed over piece by piece and never parsed or kept.
"""

from __future__ import annotations

import re
from pathlib import Path

from officina_courses.errors import NotebookError
from officina_courses.notebook_refusals import NotebookLimits, refused, too_large
from officina_courses.notebooks import Notebook, load_notebook, parse_notebook

PIECE_BYTES = 1 << 16
MOST_BRACKETS = 2_000_000
LONGEST_KEY = 64  # with the white space around its colon
# What is passed over: the depth at which it starts, and the key and bracket that start it.
PASSED_OVER = {
    3: re.compile(rb'(?<!\\)"outputs"[ \t\r\n]*:[ \t\r\n]*\[\Z'),
    2: re.compile(rb'(?<!\\)"widgets"[ \t\r\n]*:[ \t\r\n]*\{\Z'),
}
# Not by Python 3.11's "possessive" repeats, which take in half of what they do not match.
UP_TO_A_BRACKET = re.compile(rb'(?>[^"\[\]{}]+|"(?>[^"\\]+|\\.)*")*', re.DOTALL)
REST_OF_A_STRING = re.compile(rb'(?>[^"\\]+|\\.)*', re.DOTALL)


def load_outputless(path: Path, *, name: str, limits: NotebookLimits, file_bytes: int) -> Notebook:
    """Read a notebook of up to ``file_bytes``; ``limits`` are those of all but its outputs.

    Raises
    ------
    NotebookError
        Whose ``code`` is a key of ``REFUSALS``.

    """
    if not path.is_file():
        return load_notebook(path, name=name, limits=limits)  # which says that it is not there
    size = path.stat().st_size
    if size > file_bytes:
        raise too_large(name, size, NotebookLimits(max_bytes=file_bytes))
    skimmer = Skimmer(limits.max_bytes)
    with path.open("rb") as file:
        while piece := file.read(PIECE_BYTES):
            skimmer.feed(piece)
            if skimmer.is_full:
                raise _too_much(name, limits)
    return parse_notebook(skimmer.finished(), name=name, limits=limits)


class Skimmer:
    """Takes the text of a notebook piece by piece and keeps up to ``most_bytes`` of it.

    It looks at strings and brackets only. What is no JSON comes out as what is no JSON either.
    """

    def __init__(self, most_bytes: int) -> None:
        self._room = most_bytes
        self._brackets_left = MOST_BRACKETS
        self._kept: list[bytes] = []
        self._rest = b""
        self._last = b""  # of what is kept, for the key before a bracket
        self._depth = 0
        self._passing_from: int | None = None
        self._in_string = False

    @property
    def is_full(self) -> bool:
        """Whether there is more than may be read."""
        return self._room < 0 or self._brackets_left < 0

    def feed(self, piece: bytes) -> None:
        """Take the next piece."""
        data = self._rest + piece
        place = 0
        while place < len(data) and not self.is_full:
            start, place = place, self._step(data, place)
            if place == start:
                break
        self._rest = data[place:]

    def finished(self) -> bytes:
        """What is kept, when all pieces are in."""
        self._keep(self._rest)
        return b"".join(self._kept)

    def _step(self, data: bytes, start: int) -> int:
        """Take what follows up to a bracket, or the bracket; the place after it.

        The same place where only the next piece can tell: after a backslash.
        """
        if self._in_string:
            end = _end_of(REST_OF_A_STRING, data, start)
            if data[end : end + 1] == b'"':
                self._in_string = False
                end += 1
        else:
            end = _end_of(UP_TO_A_BRACKET, data, start)
            if end == start:
                if data[start : start + 1] != b'"':
                    return self._bracket(data[start : start + 1], start + 1)
                self._in_string = True  # it ends in a piece that is still to come
                end += 1
        self._keep(data[start:end])
        return end

    def _bracket(self, bracket: bytes, end: int) -> int:
        self._brackets_left -= 1
        if bracket in b"[{":
            begins = PASSED_OVER.get(self._depth)
            self._keep(bracket)
            self._depth += 1
            is_key = begins is not None and begins.search(self._last) is not None
            if is_key and self._passing_from is None:
                self._passing_from = self._depth
            return end
        self._depth -= 1
        if self._passing_from is not None and self._depth < self._passing_from:
            self._passing_from = None
        self._keep(bracket)
        return end

    def _keep(self, text: bytes) -> None:
        if self._passing_from is not None:
            text = b"\n" * text.count(b"\n")  # so that messages name the right line
        if text:
            self._kept.append(text)
            self._room -= len(text)
            self._last = (self._last + text[-LONGEST_KEY:])[-LONGEST_KEY:]


def _end_of(pattern: re.Pattern[bytes], data: bytes, start: int) -> int:
    found = pattern.match(data, start)
    return start if found is None else found.end()


def _too_much(name: str, limits: NotebookLimits) -> NotebookError:
    mib = limits.max_bytes / (1 << 20)
    return refused(
        name,
        "notebook-too-large",
        f"without its outputs it still has more than {mib:.1f} MiB",
        "Take large pictures and tables out of its cells; put them into files, and save it.",
    )
