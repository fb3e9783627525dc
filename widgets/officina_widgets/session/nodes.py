"""The nodes of this session's job, by their names, the one that the session runs on first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

LIST_VARIABLE: Final = "SLURM_JOB_NODELIST"
HERE_VARIABLE: Final = "SLURMD_NODENAME"
MOST: Final = 1000

# Slurm writes g[1-3,07],c1 for g1,g2,g3,g07,c1; a name may have several brackets.
_ENTRY = re.compile(r"(?:[^,\[\]]|\[[0-9,-]*\])+")
_BRACKET = re.compile(r"\[([0-9,-]*)\]")
_RANGE = re.compile(r"([0-9]{1,9})(?:-([0-9]{1,9}))?")


def nodes_of(environment: Mapping[str, str]) -> tuple[str, ...]:
    """None where Slurm did not say so."""
    names = list(dict.fromkeys(_names(environment.get(LIST_VARIABLE, ""))))
    here = environment.get(HERE_VARIABLE, "")
    return tuple(sorted(names, key=lambda name: name != here))


def _names(text: str) -> Iterator[str]:
    for entry in _ENTRY.findall(text):
        yield from _expanded(entry)


def _expanded(entry: str) -> list[str]:
    bracket = _BRACKET.search(entry)
    if bracket is None:
        return [entry]
    before, after = entry[: bracket.start()], _expanded(entry[bracket.end() :] or "")
    return [f"{before}{number}{rest}" for number in _numbers(bracket[1]) for rest in after][:MOST]


def _numbers(text: str) -> Iterator[str]:
    for first, last in _RANGE.findall(text):
        most = min(int(last or first), int(first) + MOST)
        yield from (str(number).zfill(len(first)) for number in range(int(first), most + 1))
