"""Names of files and people as a terminal can show them: one line each, and as wide as they look.

A folder's name may be anything. Control characters would move the cursor or turn the line around.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from officina_hub.seen import is_seen

MOST = 40  # columns
END = 12  # of these, for a name's last characters: long ones often differ only there
GOES_ON = "  \N{HORIZONTAL ELLIPSIS} "
WIDTH = 78  # columns that a terminal has at least


def plain(text: str) -> str:
    """The text with what cannot be printed, or would change other text, written as Python does."""
    return "".join(each if is_seen(each) else ascii(each)[1:-1] for each in text)


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


def folded(text: str) -> Iterator[str]:
    """As many lines as a terminal needs, each after the first with a mark where it begins.

    Where the terminal broke it, a stranger's words could look like a line of ours.
    """
    rest = text.lstrip(" ")
    begin = indent = text[: len(text) - len(rest)]
    while rest:
        line = _within(rest, WIDTH - len(begin))
        is_broken = len(line) < len(rest) and " " in line
        cut = line.rindex(" ") + 1 if is_broken else len(line)
        yield f"{begin}{rest[:cut].rstrip()}"
        rest, begin = rest[cut:], f"{indent}{GOES_ON}"


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
