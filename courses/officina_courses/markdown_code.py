"""Which lines and words of a Markdown text are code."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterator
from typing import Final, NamedTuple

FENCE: Final = re.compile(r" {0,3}(`{3,}|~{3,})")
INDENTED: Final = ("    ", "\t")
ITEM: Final = re.compile(r"(?:[-*+]|\d{1,9}[.)])(?:\s|$)")
HEADING: Final = re.compile(r" {0,3}#{1,6}(?:\s|$)")
BACKTICKS: Final = re.compile(r"`+")


class Line(NamedTuple):
    """A line that is no fence itself."""

    number: int  # from 1
    text: str
    is_fenced: bool


def lines_of(markdown: str) -> Iterator[Line]:
    """Each line with whether a fence is around it; the fences themselves are left out."""
    fence = ""
    for number, line in enumerate(markdown.split("\n"), 1):
        mark = FENCE.match(line)
        if fence and mark and mark.group(1).startswith(fence) and not line.strip(" `~"):
            fence = ""
        elif mark and not fence:
            fence = mark.group(1)
        else:
            yield Line(number, line, bool(fence))


def code_lines(markdown: str) -> frozenset[int]:
    """The numbers of the lines that are shown as code."""
    return frozenset(
        line.number
        for line in lines_of(markdown)
        if line.is_fenced or line.text.startswith(INDENTED)
    )


def indented_code(markdown: str) -> frozenset[int]:
    """The numbers of lines that are code by their indent alone, below a paragraph and in lists.

    In a list four blanks only go on with an item, so there eight make code.
    """
    found: set[int] = set()
    is_after_blank, is_in_list = True, False
    for line in lines_of(markdown):
        text = line.text.expandtabs(4)
        indent = len(text) - len(text.lstrip(" "))
        if line.is_fenced or not text.strip():
            is_after_blank = True
        elif indent >= (8 if is_in_list else 4) and is_after_blank:
            found.add(line.number)
        else:
            is_item = ITEM.match(text.lstrip(" ")) is not None
            is_in_list = is_item or (is_in_list and (indent > 0 or not is_after_blank))
            is_after_blank = HEADING.match(text) is not None
    return frozenset(found)


class InlineCode(NamedTuple):
    """What stands between backticks, and the pieces of text around that."""

    found: list[str]
    around: list[str]


def inline_code(text: str) -> InlineCode:
    """Code between runs of backticks of the same length; the text is gone through once."""
    runs = list(BACKTICKS.finditer(text))
    later: defaultdict[int, deque[int]] = defaultdict(deque)
    for place, run in enumerate(runs):
        later[len(run.group())].append(place)
    found, around, after, place = [], [], 0, 0
    while place < len(runs):
        opening = runs[place]
        same = later[len(opening.group())]
        while same and same[0] <= place:
            same.popleft()
        place = same[0] if same else place
        if runs[place] is not opening:
            found.append(text[opening.end() : runs[place].start()])
            around.append(text[after : opening.start()])
            after = runs[place].end()
        place += 1
    return InlineCode(found, [*around, text[after:]])
