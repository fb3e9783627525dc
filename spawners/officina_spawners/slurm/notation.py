"""How Slurm writes times, lengths of time and resources, read strictly.

Every function takes one field of an answer; what cannot be that field raises ``ValueError``, so
that a garbled answer is noticed and not half believed. Times are read as UTC, because our commands
run with ``TZ=UTC``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime

ABSENT = frozenset({"", "(null)", "N/A", "n/a", "NONE", "None", "Unknown", "NULL"})
ENDLESS = frozenset({"UNLIMITED", "INFINITE", "NOT_SET", "Partition_Limit", "INVALID"}) | ABSENT

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d", re.ASCII)
_LENGTH = re.compile(r"(?:(\d+)-)?(?:(\d+):)?(\d+):(\d+)", re.ASCII)
_AMOUNT = re.compile(r"(\d+(?:\.\d+)?)([KMGTP]?)", re.ASCII)
_UNITS = {"": 0, "K": 1, "M": 2, "G": 3, "T": 4, "P": 5}


def lines(text: str) -> list[str]:
    """Whole lines only; other signs that end lines elsewhere stay within theirs."""
    *whole, rest = text.split("\n")
    if rest:
        raise ValueError(f"the last line is cut off: {rest[-80:]!r}")
    return whole


def word(text: str) -> str:
    """A field that may be absent in one of Slurm's many ways."""
    return "" if text in ABSENT else text


def moment(text: str) -> datetime | None:
    """``2026-11-22T10:00:00``, or None where Slurm knows no time."""
    if text in ABSENT:
        return None
    if not _TIME.fullmatch(text):
        raise ValueError(f"no time of Slurm's: {text[:40]!r}")
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def seconds(text: str) -> int | None:
    """``1-02:03:04``, ``2:03:04`` or ``3:04``; None for no limit."""
    if text in ENDLESS:
        return None
    found = _LENGTH.fullmatch(text)
    if not found:
        raise ValueError(f"no length of time of Slurm's: {text[:40]!r}")
    days, hours, minutes, rest = (int(part or 0) for part in found.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 + rest


def amount(text: str, *, thousand: int = 1024) -> int:
    """``2``, ``4K``, ``1.50G``: Slurm shortens what is large, counts and bytes alike."""
    found = _AMOUNT.fullmatch(text)
    if not found:
        raise ValueError(f"no amount of Slurm's: {text[:40]!r}")
    factor: int = thousand ** _UNITS[found[2]]
    return round(float(found[1]) * factor)


def resources(text: str) -> Mapping[str, str]:
    """``cpu=2,mem=2G,gres/gpu=1``: a TRES string, by name."""
    if text in ABSENT:
        return {}
    found = {}
    for part in text.split(","):
        name, sign, value = part.partition("=")
        if not (name and sign and value):
            raise ValueError(f"no TRES of Slurm's: {text[:80]!r}")
        found[name] = value
    return found


def gpus(text: str) -> int:
    """The GPUs of a TRES string, whose untyped count contains the typed ones."""
    counts = {
        name: amount(value, thousand=1000)
        for name, value in resources(text).items()
        if name == "gres/gpu" or name.startswith("gres/gpu:")
    }
    if "gres/gpu" in counts:
        return counts["gres/gpu"]
    return sum(counts.values())


def names(text: str) -> tuple[str, ...] | None:
    """``a,b,c``; None for ``ALL`` and for no list at all."""
    if text in ABSENT or text == "ALL":
        return None
    return tuple(text.split(","))
