"""Numbers with their nouns, for lines in English that no catalogue of translations holds."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """``1 error``, ``2 errors``; for nouns whose plural ends in a plain s."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
