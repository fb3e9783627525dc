"""Which lines and words of a Markdown text are code."""

from __future__ import annotations

import re
from collections import defaultdict, deque
from collections.abc import Iterator
from typing import Final, NamedTuple

FENCE: Final = re.compile(r" {0,3}(`{3,}|~{3,})")
INDENTED: Final = ("    ", "\t")
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
