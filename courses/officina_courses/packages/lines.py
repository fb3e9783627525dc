"""The lines that differ between two texts, within bounds of time and of what can be read."""

from __future__ import annotations

import difflib
import itertools
from typing import Final

from officina_courses.packages.difference import TextChange

MOST_LINES: Final = 400  # shown of one text
MOST_WIDE: Final = 400  # characters shown of one line
MOST_PAIRS: Final = 250_000  # lines of one text times lines of the other
MOST_PAIRS_OF_ALL: Final = 500_000  # texts of two lines that alternate take 0.7 seconds
CONTEXT: Final = 2


class Differ:
    """Compares texts until the work that one comparison may cost is done."""

    def __init__(self) -> None:
        self._pairs_left = MOST_PAIRS_OF_ALL

    def compare(self, old: str, new: str) -> TextChange:
        """What is otherwise in ``new``; beyond the bounds, that all of it is."""
        before, after = old.splitlines(), new.splitlines()
        pairs = len(before) * len(after)
        if pairs > min(MOST_PAIRS, self._pairs_left):
            found = [*(f"-{line}" for line in before), *(f"+{line}" for line in after)]
            return _shown(found)
        self._pairs_left -= pairs
        unified = difflib.unified_diff(before, after, n=CONTEXT, lineterm="")
        return _shown(list(itertools.islice(unified, 2, None)))  # without the names of two files


def _shown(lines: list[str]) -> TextChange:
    return TextChange(
        lines=tuple(_short(line) for line in lines[:MOST_LINES]),
        left_out=max(0, len(lines) - MOST_LINES),
    )


def _short(line: str) -> str:
    return line if len(line) <= MOST_WIDE else f"{line[:MOST_WIDE]}…"
