"""Which lines of a Markdown text are code: fenced, or indented by four."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

FENCE: Final = re.compile(r" {0,3}(`{3,}|~{3,})")
INDENTED: Final = ("    ", "\t")


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
