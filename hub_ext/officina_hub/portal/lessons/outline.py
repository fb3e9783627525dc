"""The order of a page: which level each heading has, its anchor, and the table of contents.

A notebook's headings stand below the page's own, and none is deeper than one level below the one
before it, whatever the notebook did.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import Final, NamedTuple
from urllib.parse import unquote

TOP: Final = 2  # the page's own heading is the first
DEEPEST: Final = 6
PREFIX: Final = "s-"  # no anchor of a notebook is one of the page's own


class Heading(NamedTuple):
    """One line of the table of contents."""

    level: int
    anchor: str
    text: str


class Outline:
    """The headings of one notebook, as they come."""

    def __init__(self) -> None:
        self.headings: list[Heading] = []
        self._open: list[int] = []
        self._anchors: set[str] = set()
        # The last number of each, so that thousands of one name are not counted anew each time.
        self._numbers: Counter[str] = Counter()

    def level(self, written: int) -> int:
        """The page's level for a heading that the notebook wrote as ``written``."""
        while self._open and self._open[-1] >= written:
            self._open.pop()
        self._open.append(written)
        return min(TOP + len(self._open) - 1, DEEPEST)

    def anchor(self, text: str) -> str:
        """An anchor that no other heading has."""
        wanted = found = anchor_of(text)
        while found in self._anchors:
            self._numbers[wanted] += 1
            found = f"{wanted}-{self._numbers[wanted] + 1}"
        self._anchors.add(found)
        return found


def anchor_of(text: str) -> str:
    """The anchor of a heading, and of a link to it as JupyterLab writes one."""
    plain = unicodedata.normalize("NFKC", unquote(text)).casefold()
    words = re.findall(r"\w+", plain)
    return PREFIX + ("-".join(words)[:80] or "heading")
