"""Formulas as JupyterLab finds them, before it reads Markdown; a text is gone through once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

DOLLARS: Final = re.compile(r"(?<![\\$])(\$\$?)(?!\$)((?:[^$\\]++|\\.)++)\1(?!\$)", re.DOTALL)
# "5 $ or 6 $" are prices: words between blanks, without anything that is TeX's.
WORD: Final = re.compile(r"[^\W\d_]{2}")
TEX: Final = re.compile(r"[\\^_={}]")
# What opens or closes a formula in brackets or in an environment. What lies between is found by
# walking from mark to mark: one expression for the whole would look for each end to the text's.
MARK: Final = re.compile(r"(?<!\\)\\{1,2}([()\[\]])|\\(begin|end)\{([A-Za-z]{1,32}\*?)\}")
CLOSING: Final = {"(": ")", "[": "]"}
# Blanks mean nothing in TeX, but where they end the name of a command.
BLANKS: Final = re.compile(r"(\\[A-Za-z]++)\s++(?=[A-Za-z])|\s++")


def formulas_in(text: str) -> list[str]:
    """The formulas between dollars, in brackets and in environments."""
    found, rest, after = [], [], 0
    for start, end, formula in _between_dollars(text):
        found.append(formula)
        rest.append(text[after:start])
        after = end
    return [*found, *_marked(" ".join([*rest, text[after:]]))]


def without_blanks(formula: str) -> str:
    """The formula as TeX reads it."""
    return BLANKS.sub(lambda blanks: f"{blanks[1]} " if blanks[1] else "", formula)


def _between_dollars(text: str) -> Iterator[tuple[int, int, str]]:
    place = 0
    while match := DOLLARS.search(text, place):
        dollars, formula = match.groups()
        if _is_formula(dollars, formula, text[match.end() : match.end() + 1]):
            yield match.start(), match.end(), formula
            place = match.end()
        else:
            place = match.end() - len(dollars)  # which may open one


def _is_formula(dollars: str, formula: str, after: str) -> bool:
    if not formula.strip():
        return False
    if len(dollars) == 2:  # no price
        return True
    begins, ends = formula[0].isspace(), formula[-1].isspace()
    if begins != ends or after.isdigit():
        return False
    return not begins or WORD.search(formula) is None or TEX.search(formula) is not None


def _marked(text: str) -> Iterator[str]:
    wanted, opening = "", None
    for mark in MARK.finditer(text):
        bracket, word, environment = mark.groups()
        if opening is None:
            closing = CLOSING.get(bracket or "", environment if word == "begin" else None)
            if closing is not None:
                wanted, opening = closing, mark
        elif (bracket or (environment if word == "end" else "")) == wanted:
            yield text[opening.start() : mark.end()]
            opening = None
    if opening is not None:
        yield opening.group()
