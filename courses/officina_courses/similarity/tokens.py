"""Code as what it does: tokens that stay the same when names, comments or layout change.

The standard library's ``tokenize`` reads it, and goes on behind each line that it cannot read, so
that half-finished and broken code has tokens too.
"""

from __future__ import annotations

import builtins
import keyword
import token
import tokenize
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Final, NamedTuple

KEPT_NAMES: Final = frozenset({*keyword.kwlist, *keyword.softkwlist, *dir(builtins)})
NAMES_FOLLOW: Final = frozenset({".", "import", "from"})
CLOSING: Final = frozenset({")", "]", "}"})
MOST_WOUNDS: Final = 200  # each may cost reading to the end; code with more of them is none
NAME: Final = "v"
TEXT: Final = "s"
LAYOUT: Final = frozenset(
    {token.COMMENT, token.DEDENT, token.ENCODING, token.ENDMARKER, token.INDENT, token.NL}
)
# Python 3.12 and 3.14 read f- and t-strings in parts; here each is one text, as in 3.11.
STRINGS: Final = frozenset({"FSTRING_START", "TSTRING_START"})
STRING_ENDS: Final = frozenset({"FSTRING_END", "TSTRING_END"})


class Token(NamedTuple):
    """One token and the line it begins on, counted from 0."""

    text: str
    line: int


_Piece = tuple[int, str, int]  # of tokenize: the kind, the text, the line; thousands are made


def tokens_of(lines: Sequence[str]) -> Iterator[Token]:
    """The tokens that say what these lines do.

    Names that somebody chose are all the same, and so are texts; builtins, attributes and imported
    names stay. Comments, layout, docstrings and commas at an end are left out.
    """
    statement: list[_Piece] = []
    for piece in _whole_strings(_read(lines)):
        if piece[0] == token.NEWLINE or piece[1] == ";":
            yield from _statement(statement)
            statement = []
        else:
            statement.append(piece)
    yield from _statement(statement)


def _statement(pieces: Sequence[_Piece]) -> Iterator[Token]:
    if all(kind == token.STRING for kind, _, _ in pieces):
        return
    before = ""
    for place, (kind, text, line) in enumerate(pieces, 1):
        is_last_comma = text == "," and place < len(pieces) and pieces[place][1] in CLOSING
        if not is_last_comma:
            yield Token(_meaning(kind, text, before), line)
        before = text


def _meaning(kind: int, text: str, before: str) -> str:
    if kind == token.STRING:
        return TEXT
    if kind != token.NAME or text in KEPT_NAMES or before in NAMES_FOLLOW:
        return text
    return NAME


def _whole_strings(pieces: Iterable[_Piece]) -> Iterator[_Piece]:
    depth = 0
    for piece in pieces:
        name = token.tok_name[piece[0]]
        if name in STRINGS:
            depth += 1
            if depth == 1:
                yield token.STRING, piece[1], piece[2]
        elif name in STRING_ENDS:
            depth -= 1
        elif depth == 0:
            yield piece


def _read(lines: Sequence[str]) -> Iterator[_Piece]:
    """All that can be read but its layout; behind a line that cannot, it begins anew."""
    start = 0
    for _ in range(MOST_WOUNDS):
        last = start
        rest = map(_readable, lines[start:])
        try:
            for kind, text, (row, _), _, _ in tokenize.generate_tokens(partial(next, rest, "")):
                if kind not in LAYOUT:
                    last = max(last, start + row - 1)
                    yield kind, text, start + row - 1
        except (tokenize.TokenError, SyntaxError):
            yield token.NEWLINE, "", last
            start = last + 1
        else:
            return


def _readable(line: str) -> str:
    """The line; orders to the notebook (``%``, ``!``) are none of Python's."""
    return "\n" if line.lstrip().startswith(("%", "!")) else line + "\n"
