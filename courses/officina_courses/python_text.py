"""What Python says of somebody's text that it cannot take in.

Texts of cells are anybody's: ``compile``, ``ast.parse`` and ``symtable`` end in any of these, and
so does a walk through the tree of one that is deeply nested.
"""

from __future__ import annotations

from typing import Final

UNREADABLE: Final = (
    SyntaxError,
    ValueError,  # NUL characters, as Python before 3.12 has it
    RecursionError,
    MemoryError,  # the parser's own stack is full, by about six thousand signs in a row
)
"""Catch these, and only around reading and walking, where they say nothing of the machine."""
