"""Formulas of a Markdown text, and the text without them; each text is gone through once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

DOLLARS: Final = re.compile(r"(?<![\\$])(\$\$?)(?=\S)([^$]+?)(?<=\S)\1(?![\d$])")
# What opens or closes a formula in brackets or in an environment. What lies between is found by
# walking from mark to mark: one expression for the whole would look for each end to the text's.
MARK: Final = re.compile(r"(?<!\\)\\{1,2}([()\[\]])|\\(begin|end)\{([A-Za-z]{1,32}\*?)\}")
CLOSING: Final = {"(": ")", "[": "]"}


class Formulas(NamedTuple):
    """What stands in formulas, without blanks, and what stands around them."""

    found: list[str]
    rest: str


def formulas_of(text: str) -> Formulas:
    """The formulas between dollars, in brackets and in environments."""
    found = ["".join(formula.split()) for _, formula in DOLLARS.findall(text)]
    without = DOLLARS.sub(" ", text)
    rest, after = [], 0
    for start, end, said in _marked(without):
        found.append("".join(said.split()))
        rest.append(without[after:start])
        after = end
    return Formulas(found, " ".join([*rest, without[after:]]))


def _marked(text: str) -> Iterator[tuple[int, int, str]]:
    wanted, opening = "", None
    for mark in MARK.finditer(text):
        bracket, word, environment = mark.groups()
        if opening is None:
            closing = CLOSING.get(bracket or "", environment if word == "begin" else None)
            if closing is not None:
                wanted, opening = closing, mark
        elif (bracket or (environment if word == "end" else "")) == wanted:
            yield opening.start(), mark.end(), text[opening.start() : mark.end()]
            opening = None
    if opening is not None:
        yield opening.start(), opening.end(), opening.group()
