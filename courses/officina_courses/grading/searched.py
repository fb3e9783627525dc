"""Text made ready to be searched for lines, however somebody set them.

Two blanks for one, a blank that keeps words together, an entity of HTML, a backslash of Markdown or
a break within a line change nothing of what is read. So blanks and what nobody sees are left out on
both sides before they are compared.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Final

from officina_courses.entities import without_entities

UNSEEN: Final = re.compile(r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")
ESCAPED: Final = re.compile(r"\\([!-/:-@\[-`{-~])")


def bare(text: str) -> str:
    """The text without blanks, entities and escapes, in one form of each letter."""
    letters = unicodedata.normalize("NFKC", without_entities(text))
    return ESCAPED.sub(r"\1", UNSEEN.sub("", letters))


class Searched:
    """Numbered lines of a text; those of code that runs are told apart, those of words are not."""

    def __init__(
        self, lines: Iterable[tuple[int, str]], between: str, copied: frozenset[int] = frozenset()
    ) -> None:
        self._lines = [(number, bare(line)) for number, line in lines]
        self._text = between.join(line for _, line in self._lines)
        self._ends = list(accumulate(len(line) + len(between) for _, line in self._lines))
        self._copied = copied

    def with_part(self, wanted: str) -> Iterator[int]:
        """The numbers of the lines in which that bare text begins."""
        place = self._text.find(wanted)
        while place >= 0:
            yield self._lines[bisect_right(self._ends, place)][0]
            place = self._text.find(wanted, place + len(wanted))

    def copied_whole(self, wanted: str) -> Iterator[int]:
        """The numbers of the lines of blocks of code that are that bare text."""
        return (number for number, line in self._lines if line == wanted and number in self._copied)


def words(lines: Iterable[tuple[int, str]], copied: frozenset[int] = frozenset()) -> Searched:
    """What is read: a line may go on in the next. ``copied`` are its lines of blocks of code."""
    return Searched(lines, "", copied)


def program(lines: Iterable[tuple[int, str]]) -> Searched:
    """What runs: learners have a call over several lines, whatever its parts would be in one."""
    return Searched(lines, "\n")
