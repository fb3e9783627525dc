"""JSON of strangers: bounded in depth and in digits, with line and column where it is wrong."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Final

from officina_hub.catalogue.readers.limits import Limits
from officina_hub.catalogue.readers.outcome import Unreadable
from officina_hub.catalogue.readers.syntax_faults import told_plainly

MOST_DIGITS: Final = 18


def load_json(text: str, limits: Limits, *, first_line: int = 1) -> object:
    """The document; control characters in strings are forgiven, as many exporters write them.

    ``first_line`` is where the text begins in its file.
    """
    try:
        document: object = json.loads(
            text, strict=False, parse_int=_integer, parse_constant=lambda name: None
        )
    except json.JSONDecodeError as error:
        line = error.lineno + first_line - 1
        raise Unreadable(
            f"line {line}, column {error.colno}",
            told_plainly("it is no JSON", error.msg),
        ) from error
    except RecursionError as error:
        raise too_deep(limits) from error
    check_depth(document, limits)
    return document


def _integer(digits: str) -> int | str:
    return int(digits) if len(digits) <= MOST_DIGITS else digits


def check_depth(document: object, limits: Limits) -> None:
    """Raise ``Unreadable`` where lists and objects stand in each other beyond the limits.

    YAML's aliases let a small file stand for billions of values, and for itself.
    """
    level, seen = [document], 0
    for _ in range(limits.depth):
        following: list[object] = []
        for each in level:
            following.extend(_inside(each))
            if seen + len(following) > limits.values:
                raise Unreadable(
                    "the file",
                    f"it stands for more than {limits.values:,} values, which is all that is read "
                    "at once; split it into several files",
                )
        if not following:
            return
        level, seen = following, seen + len(following)
    raise too_deep(limits)


def _inside(value: object) -> Iterator[object]:
    inner: Iterable[object] = ()
    if isinstance(value, dict):
        inner = value.values()
    elif isinstance(value, list):
        inner = value
    return (each for each in inner if isinstance(each, dict | list))


def too_deep(limits: Limits) -> Unreadable:
    """What is told of a document that nobody wrote by hand."""
    return Unreadable(
        "the file",
        f"its parts stand in each other more than {limits.depth} levels deep, which no catalogue "
        "needs; flatten it",
    )
