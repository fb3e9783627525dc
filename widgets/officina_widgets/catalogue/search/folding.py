"""Words as they are compared: without case, accents and other marks, at both ends alike.

Unicode's form KD takes marks off their letters in every script that has them (so Greek's tonos goes
too, which folding to ASCII leaves); letters that it does not take apart are in a table.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

LONGEST_WORD: Final = 64
"""Longer runs are no words that anybody types; both ends are cut alike."""

# Marks that stand behind their letter in form KD: Latin, Greek, Cyrillic, Hebrew, Arabic.
MARKS: Final = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
)
ANY_MARKS: Final = re.compile(f"[{MARKS}]+")
WORD: Final = re.compile(rf"[^\W_][\w{MARKS}]*")  # of a text whose low lines are gone
WHOLE_LETTERS: Final = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h",
     "\u0131": "i", "ŧ": "t", "ŋ": "n", "ĸ": "k", "ə": "e"}
)  # fmt: skip


def fold(word: str) -> str:
    """The word as it is compared; "" of what holds neither letter nor digit."""
    if word.isascii():
        return word.lower()[:LONGEST_WORD]
    bare = ANY_MARKS.sub("", unicodedata.normalize("NFKD", word.casefold()))
    return "".join(WORD.findall(bare.translate(WHOLE_LETTERS)))[:LONGEST_WORD]


def words_in(text: str) -> list[str]:
    """All words of a text in small letters, each with its marks."""
    return WORD.findall(text.replace("_", " ").lower())


def places_of_words(text: str) -> Iterator[re.Match[str]]:
    """Where each word of a text stands, as it is written."""
    return WORD.finditer(text.replace("_", " "))
