"""How slurmrestd writes values, in all its versions.

Until v0.0.38 (Slurm 22.05) a number is a number or null and a state is a word. Since v0.0.39 a
number may be ``{"set": true, "infinite": false, "number": 5}`` and a state is a list of words.
What cannot be read raises ``ValueError``, ``KeyError`` or ``TypeError``.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from officina_spawners.slurm.jobs import ENDING_STATES

ENDLESS = 2**32 - 1  # INFINITE of Slurm, and what it writes for "not set" is one less
NOT_SET = ENDLESS - 1

Record = Mapping[str, Any]


def number(value: Any) -> int | None:
    """None for no value and for no limit."""
    if isinstance(value, Mapping):
        value = value["number"] if value["set"] and not value.get("infinite") else None
    if value is None or value in {ENDLESS, NOT_SET}:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise TypeError(f"no number: {str(value)[:40]!r}")
    return int(value)


def count(value: Any) -> int:
    """A number where none means nothing."""
    return number(value) or 0


def moment(value: Any) -> datetime | None:
    """Seconds since 1970; 0 is no time."""
    found = number(value)
    return datetime.fromtimestamp(found, UTC) if found else None


def word(value: Any) -> str:
    """Also where a version writes null, ``None`` or nothing."""
    if value is None or value == "None":
        return ""
    if not isinstance(value, str):
        raise TypeError(f"no word: {str(value)[:40]!r}")
    return value


def words(value: Any) -> tuple[str, ...]:
    """A list, or one text with commas."""
    if isinstance(value, str):
        return tuple(part for part in value.split(",") if part)
    if value is None:
        return ()
    return tuple(str(part) for part in value)


def state(value: Any) -> str:
    """One state: that a job is COMPLETING says more than how it will have ended."""
    found = [value] if isinstance(value, str) else list(value)
    ending = [name for name in found if name in ENDING_STATES]
    chosen: str = (ending or found[1:] or found)[0]
    if not chosen.isascii() or not chosen.replace("_", "").isalpha():
        raise ValueError(f"no state: {chosen[:40]!r}")
    return chosen


def at(record: Record, path: str) -> Any:
    """``accounts/allowed``: a value some levels down; None where a level is missing."""
    value: Any = record
    for key in path.split("/"):
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def tres(found: Sequence[Record] | None) -> Mapping[str, int]:
    """``[{"type": "gres", "name": "gpu", "count": 2}]`` by name: ``gres/gpu``."""
    return {
        f"{entry['type']}/{entry['name']}" if entry.get("name") else entry["type"]: count(
            entry.get("count")
        )
        for entry in found or ()
    }
