"""Generic resources of a node, as ``scontrol --details`` writes them: GPUs, their types, shards.

``gpu:a100:4(S:0-1),gpu:1g.5gb:7,shard:a100:8`` is offered; ``gpu:a100:2(IDX:0,3)`` is in use. A
GPU of which shards are in use cannot be given to anybody whole. Which GPUs these are stands in the
brackets: ``(IDX:1-2)`` until Slurm 22.05, ``(0/2,1/2,0/2,0/2)`` (in use of each GPU's) since.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from officina_spawners.slurm import notation

UNTYPED = "gpu"
INDICES = "IDX:"
_PART = re.compile(
    r"(?P<name>\w+)(?::(?!no_consume)(?P<kind>\(null\)|[^:(),]+))??(?::no_consume)?"
    r":(?P<count>\d+[KMG]?)(?:\((?P<detail>[^)]*)\))?(?:,|$)"
)


@dataclass(frozen=True)
class Gres:
    """One entry of such a list."""

    name: str
    kind: str
    count: int
    detail: str


def read(text: str) -> tuple[Gres, ...]:
    """``ValueError`` when any of it is no generic resource."""
    found, at = [], 0
    while text not in notation.ABSENT and at < len(text):
        part = _PART.match(text, at)
        if not part:
            raise ValueError(f"no generic resources of Slurm's: {text[:120]!r}")
        found.append(
            Gres(
                name=part["name"],
                kind=notation.word(part["kind"] or ""),
                count=notation.amount(part["count"]),
                detail=part["detail"] or "",
            )
        )
        at = part.end()
    return tuple(found)


def gpus(offered: Sequence[Gres]) -> Mapping[str, int]:
    """How many of each type."""
    counts: dict[str, int] = {}
    for entry in offered:
        if entry.name == "gpu":
            kind = entry.kind or UNTYPED
            counts[kind] = counts.get(kind, 0) + entry.count
    return counts


def gpus_in_use(offered: Sequence[Gres], used: Sequence[Gres]) -> Mapping[str, int]:
    """Of each type that is offered: given away whole, or in shards."""
    totals, whole = gpus(offered), gpus(used)
    counts = {kind: whole.get(kind, 0) for kind in totals}
    for entry in used:
        kind = entry.kind if entry.kind in counts else next(iter(counts), None)
        if entry.name == "shard" and kind:
            counts[kind] = min(totals[kind], counts[kind] + _shared_gpus(entry.detail))
    return counts


def shards(offered: Sequence[Gres]) -> int:
    """All of a node."""
    return sum(entry.count for entry in offered if entry.name == "shard")


def shards_in_use(used: Sequence[Gres]) -> int | None:
    """None when there are some and Slurm does not say how many."""
    counts = [_shards(entry) for entry in used if entry.name == "shard"]
    return None if None in counts else sum(count or 0 for count in counts)


def shards_given_away(offered: Sequence[Gres], used: Sequence[Gres]) -> int:
    """Those of GPUs that are given away whole: in nobody's use, and to be had by nobody.

    Slurm spreads the shards of a node evenly over the GPUs of their type.
    """
    totals, whole = gpus(offered), gpus(used)
    found = 0
    for entry in offered:
        if entry.name == "shard":
            kinds = [entry.kind] if entry.kind in totals else list(totals)
            given = sum(min(totals[kind], whole.get(kind, 0)) for kind in kinds)
            found += given * entry.count // max(1, sum(totals[kind] for kind in kinds))
    return found


def _shards(entry: Gres) -> int | None:
    if entry.detail.startswith(INDICES):
        return None if entry.count else 0
    if entry.detail:
        return sum(int(part.partition("/")[0]) for part in entry.detail.split(","))
    return entry.count


def _shared_gpus(detail: str) -> int:
    if detail.startswith(INDICES):
        return sum(_width(part) for part in detail.removeprefix(INDICES).split(","))
    return sum(1 for part in detail.split(",") if part and not part.startswith("0/"))


def _width(indices: str) -> int:
    """``1-2`` are two; ``N/A`` is none."""
    low, _, high = indices.partition("-")
    if not low.isdecimal():
        return 0
    return int(high or low) - int(low) + 1
