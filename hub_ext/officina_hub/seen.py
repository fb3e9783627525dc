"""Which signs are seen where a stranger's words are shown: one that is not may hide the others."""

from __future__ import annotations

from typing import Final

# Printable by their category, and yet nothing is seen of them.
BLANKS: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def is_seen(character: str) -> bool:
    """Whether it takes its place and shows something in it, or is a plain space."""
    return character.isprintable() and character not in BLANKS
