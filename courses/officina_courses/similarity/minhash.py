"""Which sets are worth comparing: MinHash signatures, sorted into bands.

Broder, "On the resemblance and containment of documents", 1997; bands as in Leskovec, Rajaraman and
Ullman, "Mining of Massive Datasets", chapter 3. Two sets that share half of what they have together
meet in a band with a probability of 0.995, such that share a tenth with one of 0.04.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from itertools import combinations
from typing import Final

BANDS: Final = 40
ROWS: Final = 3
PRIME: Final = (1 << 31) - 1
# The same each time, so that the same work gives the same answer.
FACTORS: Final = tuple(
    (numbers.randrange(1, PRIME), numbers.randrange(PRIME))
    for numbers in [random.Random(2003)]  # noqa: S311 - no secret
    for _ in range(BANDS * ROWS)
)
MOST_IN_A_PLACE: Final = 400  # a set in every second solution tells nobody apart


def candidates(sets: Mapping[str, Set[int]]) -> set[tuple[str, str]]:
    """Pairs of names whose sets are probably alike; each pair in the order of the names."""
    places: dict[tuple[int, ...], list[str]] = defaultdict(list)
    shuffles: dict[int, tuple[int, ...]] = {}
    for name in sorted(sets):
        signature = _signature(sets[name], shuffles)
        for band in range(0, len(signature), ROWS):
            places[band, *signature[band : band + ROWS]].append(name)
    return {
        pair
        for names in places.values()
        if len(names) <= MOST_IN_A_PLACE
        for pair in combinations(names, 2)
    }


def signature_of(elements: Set[int]) -> tuple[int, ...]:
    """A set's signature, to be kept and compared later; empty for an empty set."""
    if not elements:
        return ()
    return tuple(min((f * each + shift) % PRIME for each in elements) for f, shift in FACTORS)


def equal_places(one: Sequence[int], other: Sequence[int]) -> int:
    """At how many of its places two signatures are equal; none where one is no signature.

    Divided by all places it is an estimate of how much of all that two sets have together both
    have: at a half, two of three are within 0.05 of the truth.
    """
    if len(one) != len(FACTORS) or len(other) != len(FACTORS):
        return 0
    return sum(map(int.__eq__, one, other))


def count_of(signature: Sequence[int]) -> float:
    """About how many elements the set of a signature has, within a tenth in two of three.

    The smallest of n numbers below m is m / (n + 1) on average.
    """
    if len(signature) != len(FACTORS):
        return 0.0
    return PRIME * len(FACTORS) / max(1, sum(signature)) - 1


def _signature(elements: Set[int], shuffles: dict[int, tuple[int, ...]]) -> tuple[int, ...]:
    """For each shuffle of all numbers the first element in it; empty where there are none."""
    for element in elements:
        if element not in shuffles:
            shuffles[element] = tuple((f * element + shift) % PRIME for f, shift in FACTORS)
    return tuple(map(min, zip(*(shuffles[element] for element in elements), strict=True)))
