"""The lines of keys in a TOML text, for error messages.

No TOML reader keeps line numbers, so the text is read once more, for its keys alone: headers, keys
in inline tables, and elements of arrays. It is TOML already when it comes here, so nothing is
checked again.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from typing import NamedTuple

Keys = tuple[int | str, ...]

TOKEN = re.compile(
    r"""
    (?P<blank>[ \t\r]+ | \#[^\n]*)
    | (?P<newline>\n)
    | (?P<text>\"{3}(?:[^\\]|\\.)*?\"{3,5} | '{3}.*?'{3,5} | "(?:[^"\\]|\\.)*" | '[^']*')
    | (?P<mark>[\[\]{}=,.])
    | (?P<bare>[^\s\[\]{}=,.\#]+)
    """,
    re.VERBOSE | re.DOTALL,
)


class Token(NamedTuple):
    """A piece of the text that counts, and the line where it begins."""

    kind: str
    text: str
    line: int


def line_of(lines: Mapping[Keys, int], keys: Keys) -> int | None:
    """The line of this key, or of the nearest table around it."""
    around = (keys[:end] for end in range(len(keys), 0, -1))
    return next((lines[place] for place in around if place in lines), None)


def lines_of(text: str) -> Mapping[Keys, int]:
    """The line, counted from 1, of each table, key and element of an array."""
    return _Reader(_tokens(text)).document()


def _tokens(text: str) -> list[Token]:
    found, line = [], 1
    for match in TOKEN.finditer(text):
        kind, piece = str(match.lastgroup), match.group()
        if kind != "blank":
            found.append(Token(kind, piece, line))
        line += piece.count("\n")
    return found


class _Reader:
    """Goes through the tokens once."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._lines: dict[Keys, int] = {}
        self._lengths: dict[Keys, int] = {}  # of arrays of tables, so far

    def document(self) -> Mapping[Keys, int]:
        table: Keys = ()
        while self._at < len(self._tokens):
            if self._takes("\n"):
                continue
            table = self._header() if self._sees("[") else self._pair(table)
        return self._lines

    def _header(self) -> Keys:
        line = self._next().line
        is_array = self._takes("[")
        names = self._dotted()
        while self._takes("]"):
            pass
        if is_array:
            array = (*self._inside(names[:-1]), names[-1])
            self._note(array, line)
            self._lengths[array] = self._lengths.get(array, 0) + 1
        for end in range(len(names)):
            self._note(self._inside(names[: end + 1]), line)
        return self._inside(names)

    def _inside(self, names: list[str]) -> Keys:
        """Where names lead: through an array of tables into its last one so far."""
        place: Keys = ()
        for name in names:
            place = (*place, name)
            if place in self._lengths:
                place = (*place, self._lengths[place] - 1)
        return place

    def _pair(self, table: Keys) -> Keys:
        line, place = self._tokens[self._at].line, table
        for name in self._dotted():
            place = (*place, name)
            self._note(place, line)
        self._takes("=")
        self._value(place)
        return table

    def _value(self, place: Keys) -> None:
        if self._takes("["):
            self._elements(place)
        elif self._takes("{"):
            while not self._takes("}"):
                if not (self._takes("\n") or self._takes(",")):
                    self._pair(place)
        else:
            while self._at < len(self._tokens) and self._tokens[self._at].text not in "\n,]}":
                self._at += 1

    def _elements(self, place: Keys) -> None:
        index = 0
        while not self._takes("]"):
            if self._takes("\n"):
                continue
            if self._takes(","):
                index += 1
                continue
            self._note((*place, index), self._tokens[self._at].line)
            self._value((*place, index))

    def _dotted(self) -> list[str]:
        names = [_name(self._next())]
        while self._takes("."):
            names.append(_name(self._next()))
        return names

    def _note(self, place: Keys, line: int) -> None:
        self._lines.setdefault(place, line)

    def _next(self) -> Token:
        self._at += 1
        return self._tokens[self._at - 1]

    def _sees(self, text: str) -> bool:
        return self._at < len(self._tokens) and self._tokens[self._at].text == text

    def _takes(self, text: str) -> bool:
        is_next = self._sees(text)
        self._at += is_next
        return is_next


def _name(token: Token) -> str:
    if token.kind == "bare":
        return token.text
    return str(tomllib.loads(f"name = {token.text}")["name"])
