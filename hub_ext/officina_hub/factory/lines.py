"""Find the line of a key in a TOML text, for error messages.

No TOML reader keeps line numbers, so this looks the key up in the text itself: tables and arrays of
tables are followed by their headers, the key by its name at the start of a line.
"""

from __future__ import annotations

import re

HEADER = re.compile(r"^\s*\[(\[)?\s*([A-Za-z0-9_.\"' -]+?)\s*\]?\]\s*(#.*)?$")
KEY = re.compile(r"^\s*([A-Za-z0-9_.\"'-]+)\s*=")


def line_of(text: str, keys: tuple[int | str, ...]) -> int | None:
    """The line, counted from 1, where this key stands, or the nearest table above it."""
    table: tuple[int | str, ...] = ()
    counts: dict[str, int] = {}
    best: tuple[int, int] | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        header = HEADER.match(line)
        if header:
            table = _table(header, counts)
            place = table
        else:
            key = KEY.match(line)
            if key is None:
                continue
            place = (*table, *_parts(key.group(1)))
        depth = len(place)
        if depth <= len(keys) and keys[:depth] == place and (best is None or depth > best[0]):
            best = (depth, number)
    return best[1] if best else None


def _table(header: re.Match[str], counts: dict[str, int]) -> tuple[int | str, ...]:
    name = header.group(2)
    if header.group(1) is None:
        return _parts(name)
    index = counts.get(name, 0)
    counts[name] = index + 1
    return (*_parts(name), index)


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple(part.strip().strip("\"'") for part in dotted.split("."))
