"""Reads somebody's text as Python, and says what Python tells of a text that it cannot take in.

Texts of cells are anybody's: ``compile``, ``ast.parse`` and ``symtable`` end in any of these, and
so does a walk through the tree of one that is deeply nested.
"""

from __future__ import annotations

import ast
from typing import Final

UNREADABLE: Final = (
    SyntaxError,
    ValueError,  # NUL characters, as Python before 3.12 has it
    RecursionError,
    MemoryError,  # the parser's own stack is full, by about six thousand signs in a row
)
"""Catch these, and only around reading and walking, where they say nothing of the machine."""

TRIES: Final = 20


def tree_of(text: str | bytes) -> ast.Module:
    """The tree of a text; raises what ``UNREADABLE`` says.

    CPython 3.11 counts how deep it is for all threads in one number (gh-106905). Where two of them
    read at a time, it ends in a ``SystemError`` that says nothing of the text, and begins anew with
    the next. Delete this with Python 3.11.
    """
    for _ in range(TRIES):
        try:
            return ast.parse(text)
        except SystemError:
            continue
    return ast.parse(text)
