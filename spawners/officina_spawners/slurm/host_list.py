"""Slurm's short way to write many nodes: ``c1,gpu[01-03,7],rack[1-2]n[1-4]``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product

MOST_NODES = 200_000  # more is no cluster

_NAME = re.compile(r"(?:[^\[\],\s]|\[[^\[\]]*\])+")
_PART = re.compile(r"\[([^\[\]]*)\]|([^\[\]]+)")
_RANGE = re.compile(r"(\d+)(?:-(\d+))?", re.ASCII)


def node_names(text: str) -> frozenset[str]:
    """Each name; ``ValueError`` for what cannot be such a list."""
    found: set[str] = set()
    for word in _words(text):
        parts = [_choices(*match.groups()) for match in _PART.finditer(word)]
        for name in product(*parts):
            found.add("".join(name))
            if len(found) > MOST_NODES:
                raise ValueError(f"more nodes than any cluster has: {text[:80]!r}")
    return frozenset(found)


def _words(text: str) -> list[str]:
    words = [match[0] for match in _NAME.finditer(text)]
    if ",".join(words) != text:
        raise ValueError(f"no list of nodes: {text[:80]!r}")
    return words


def _choices(numbers: str | None, plain: str | None) -> list[str]:
    if plain is not None:
        return [plain]
    return [each for part in (numbers or "").split(",") for each in _numbers(part)]


def _numbers(part: str) -> Iterator[str]:
    found = _RANGE.fullmatch(part)
    if not found:
        raise ValueError(f"no range of nodes: {part[:40]!r}")
    first, last = found[1], found[2] or found[1]
    if not int(first) <= int(last) < int(first) + MOST_NODES:
        raise ValueError(f"no range of nodes: {part[:40]!r}")
    return (str(number).zfill(len(first)) for number in range(int(first), int(last) + 1))
