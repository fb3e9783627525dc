"""Notebooks changed at random: as JSON, cell by cell and value by value, and as bytes.

A mutation is a few numbers and words, so that hypothesis can make it smaller; the same mutation of
the same notebook is always the same.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from hypothesis import strategies as st

HTML = '<img src=x onerror=alert(1)><script>alert(1)</script><svg onload="alert(1)">'
WEIRD_TEXTS = [
    "",
    "\ud800",
    "\x00\x1b[31m\u202e\u2066",
    "\U0001d4ed\U0001d4ee\U0001d4ef \uff21\uff33 \ufb01 e\u0301 \U0001f469\u200d\U0001f4bb",
    HTML,
    "```\n" + HTML,
    "[a](javascript:alert(1)) ![b](attachment:b.png) $\\href{javascript:1}{x}$",
    "| a | b |\n|---|---|\n" * 20 + "\n\n" + "> " * 90,
    "\\begin{" * 300,
    "### BEGIN SOLUTION\n### BEGIN HIDDEN TESTS\n=== BEGIN MARK SCHEME ===",
    "### END HIDDEN TESTS\n%%bash\n!ls\n%run x",
    "double",
    "test_double",
    "../../../gradebook.db",
    "a" * 5000,
    "\r\n\u2028\x85\x0b",
]
WEIRD_VALUES: list[Any] = [
    *WEIRD_TEXTS,
    None,
    True,
    False,
    0,
    -1,
    4,
    10**400,
    1e308,
    float("inf"),
    float("nan"),
    [],
    {},
    [None],
    [[]],
    ["a\n", 5],
    {"": {}},
    {"nbgrader": {"grade_id": "double", "grade": True, "points": "1e999"}},
    {"nbgrader": []},
    {"image/png": "A" * 99, "text/html": HTML},
    {"a.png": {"image/png": "AAAA"}, HTML: {"image/png": 5}, "b": []},
    json.loads("[" * 120 + "]" * 120),
]
KEYS = [
    "cells", "cell_type", "source", "metadata", "nbgrader", "grade_id", "points", "locked", "grade",
    "solution", "task", "schema_version", "checksum", "outputs", "attachments", "id", "nbformat",
    "nbformat_minor", "kernelspec", "execution_count", "tags", "language_info", "widgets", "",
]  # fmt: skip
TOKENS = [
    b"", b"{", b"}", b"[", b"]", b'"', b"\\", b",", b":", b"\\ud800", b"\\u0000", b"\xff", b"\x00",
    b"\xef\xbb\xbf", b"NaN", b"-Infinity", b"1e999", b"9" * 5000, b"null", b"true", b'"outputs": [',
    b'"source": ["', b"[" * 3000, b'{"a":' * 300, b"\n" * 50, b"\xf0\x9f",
]  # fmt: skip
OPERATIONS = ["put", "drop", "double", "move", "key", "nest", "splice", "join"]


class Mutation(NamedTuple):
    """One change: where, which, to where, and with what."""

    place: int
    operation: str
    other: int
    value: int


def mutations(operations: list[str]) -> st.SearchStrategy[list[Mutation]]:
    """One to eight changes."""
    place = st.integers(0, 1 << 16)
    made = st.builds(Mutation, place, st.sampled_from(operations), place, st.integers(0, 63))
    return st.lists(made, min_size=1, max_size=8)


def mutated(content: dict[str, Any], changes: list[Mutation]) -> bytes:
    """The notebook with those changes, as JSON."""
    content = copy.deepcopy(content)
    for change in changes:
        _change(content, change)
    text = json.dumps(content, ensure_ascii=len(changes) % 2 == 0, indent=changes[0].value % 2)
    return text.encode("utf-8", "surrogatepass")


def mutated_bytes(data: bytes, changes: list[Mutation]) -> bytes:
    """The bytes with those changes."""
    for place, operation, other, value in changes:
        start = place * 7 % (len(data) + 1)
        end = min(len(data), start + other % 300)
        token = TOKENS[value % len(TOKENS)]
        parts = {
            "put": (data[:start], token, data[start:]),
            "drop": (data[:start], b"", data[end:]),
            "double": (data[:end], data[start:end], data[end:]),
            "move": (data[:start], data[end:], data[start:end]),
            "splice": (data[:start], token, data[end:]),
            "cut": (data[:start], b"", b""),
            "flip": (data[:start], bytes([value * 4 % 256]), data[start + 1 :]),
        }
        data = b"".join(parts[operation])
    return data


def _change(content: dict[str, Any], change: Mutation) -> None:
    places = list(_places(content))
    holder, key = places[change.place % len(places)]
    value = copy.deepcopy(WEIRD_VALUES[change.value % len(WEIRD_VALUES)])
    if change.operation == "put":
        holder[key] = value
    elif change.operation == "drop":
        del holder[key]
    elif change.operation == "nest":
        holder[key] = [holder[key]] if change.value % 2 else {"a": holder[key]}
    elif change.operation == "splice" and isinstance(holder[key], str):
        at = change.other % (len(holder[key]) + 1)
        text = WEIRD_TEXTS[change.value % len(WEIRD_TEXTS)]
        holder[key] = holder[key][:at] + text + holder[key][at:]
    elif isinstance(holder, dict):
        holder[KEYS[change.other % len(KEYS)]] = copy.deepcopy(holder[key])
    elif change.operation == "double":
        holder.insert(change.other % (len(holder) + 1), copy.deepcopy(holder[key]))
    elif change.operation == "move":
        holder.insert(change.other % len(holder), holder.pop(key))


def _places(content: dict[str, Any]) -> Iterator[tuple[Any, Any]]:
    """Every place that holds a value; there always is one."""
    content.setdefault("metadata", {})
    waiting: list[Any] = [content]
    while waiting:
        node = waiting.pop()
        for key, child in list(node.items() if isinstance(node, dict) else enumerate(node)):
            yield node, key
            if isinstance(child, dict | list):
                waiting.append(child)
