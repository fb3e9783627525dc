"""Names of files and people as a terminal can show them: one line each, and as wide as they look.

A folder's name may be anything. Control characters would move the cursor or turn the line around.
"""

from __future__ import annotations

import unicodedata

MOST = 40  # columns
END = 12  # of these, for a name's last characters: long ones often differ only there


def plain(text: str) -> str:
    """The text with what cannot be printed, or would change other text, written as Python does."""
    return "".join(each if each.isprintable() else ascii(each)[1:-1] for each in text)


def one_line(text: str) -> str:
    """As above, with one space at a time: many would push what follows to where a line begins."""
    return " ".join(plain(text).split())


def short(name: str) -> str:
    """A name that fits into a table's column; of one that does not, its beginning and its end."""
    told = plain(name)
    if columns(told) <= MOST:
        return told
    begin, end = MOST - END - 1, END
    return f"{_within(told, begin)}\N{HORIZONTAL ELLIPSIS}{_within(told[::-1], end)[::-1]}"


def padded(text: str, width: int) -> str:
    """The text and spaces up to so many columns."""
    return text + " " * max(0, width - columns(text))


def columns(text: str) -> int:
    """How wide a terminal shows it: Chinese and Japanese take two columns, accents above none."""
    return sum(_width(each) for each in text)


def _width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _within(text: str, width: int) -> str:
    kept = ""
    for each in text:
        if columns(kept + each) > width:
            break
        kept += each
    return kept
