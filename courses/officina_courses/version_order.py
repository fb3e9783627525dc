"""Which of two versions of a course is the later, by the precedence of SemVer 2.0, paragraph 11."""

from __future__ import annotations

from typing import Final, TypeAlias

Precedence: TypeAlias = tuple[tuple[int, ...], bool, tuple[tuple[bool, int, str], ...]]

NOTHING: Final[Precedence] = ((), False, ())  # before every version


def precedence(version: str) -> Precedence:
    """To be compared with that of another; what follows a plus says nothing about the order."""
    core, _, early = version.partition("+")[0].partition("-")
    numbers = core.split(".")
    if not all(map(str.isdecimal, numbers)):
        return NOTHING
    # A version that is finished comes after all that led to it.
    return tuple(map(int, numbers)), not early, tuple(map(_part, early.split(".")))


def is_older(version: str, other: str) -> bool:
    """Whether the first comes before the second."""
    return precedence(version) < precedence(other)


def _part(text: str) -> tuple[bool, int, str]:
    """Numbers come before words, and by their size."""
    is_word = not text.isdecimal()
    return (is_word, 0, text) if is_word else (is_word, int(text), "")
