"""JSON from strangers: bounded before it is read, and read in one way only."""

from __future__ import annotations

import json
from typing import Any

from officina_courses.packages.limits import PackageLimits


class NoJsonText(Exception):  # noqa: N818 - reads as the sentence it is
    """What is wrong with the text, to go on a sentence that names it."""


def read_json(data: bytes, limits: PackageLimits) -> Any:
    """The value; raises ``NoJsonText`` where two readers could read two."""
    if data.count(b"{") + data.count(b"[") > limits.max_json_containers:
        raise NoJsonText("has more objects and lists than a package's files need")
    if data.count(b",") > limits.max_json_commas:
        raise NoJsonText("has more values than a package's files need")
    try:
        return json.loads(data.decode("utf-8"), object_pairs_hook=_once, parse_constant=_constant)
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise NoJsonText("is not JSON in UTF-8") from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise NoJsonText("names one key twice")
    return made


def _constant(name: str) -> Any:
    raise NoJsonText(f"has {name}, which is no JSON")
