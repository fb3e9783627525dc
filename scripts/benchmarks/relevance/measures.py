"""How good an order is: nDCG and whether anything useful stands among the first."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence

FIRST = 10
USEFUL = 2


def ndcg(found: Sequence[str], grades: Mapping[str, int]) -> float:
    """Normalised discounted cumulative gain of the first ten, with gains of 2^grade - 1."""
    best = _discounted(sorted(grades.values(), reverse=True)[:FIRST])
    return _discounted(grades.get(iri, 0) for iri in found[:FIRST]) / best


def hit(found: Sequence[str], grades: Mapping[str, int], *, first: int = FIRST) -> bool:
    """Whether a record of grade 2 or 3 is among the first, ten of them unless told otherwise."""
    return any(grades.get(iri, 0) >= USEFUL for iri in found[:first])


def _discounted(grades: Iterable[int]) -> float:
    return sum((2**grade - 1) / math.log2(place + 2) for place, grade in enumerate(grades))
