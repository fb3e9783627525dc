"""TOML that anybody may have written: its table, or in words why there is none."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, Final

MOST_BITS: Final = 64
TOO_LARGE: Final = f"a number in it needs more than the {MOST_BITS} bits that TOML has for one"


class NoToml(ValueError):  # noqa: N818 - reads as the sentence it is
    """The sentence says what is wrong, with its line where that is known."""


def toml_of(text: str) -> dict[str, Any]:
    """The table that the text is; raises ``NoToml``."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise NoToml(str(error)) from error
    except RecursionError as error:
        raise NoToml("it is nested too deep") from error
    except ValueError as error:  # of more digits than Python reads
        raise NoToml(TOO_LARGE) from error
    if has_large_number(table):
        raise NoToml(TOO_LARGE)
    return table


def has_large_number(table: Mapping[str, Any]) -> bool:
    """Whether a whole number is beyond TOML's; in hexadecimal they pass any reader.

    Python writes none of thousands of digits, so that even to tell of it would fail.
    """
    waiting: list[Any] = [table]
    while waiting:
        each = waiting.pop()
        if isinstance(each, int) and each.bit_length() > MOST_BITS:
            return True
        waiting += _inside(each)
    return False


def _inside(value: object) -> Iterator[Any]:
    if isinstance(value, Mapping):
        yield from value.values()
    elif isinstance(value, list):
        yield from value
