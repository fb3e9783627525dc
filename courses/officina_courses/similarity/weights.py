"""How much a piece of code says when two solutions share it: the less, the more have it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Set
from typing import Final

LEAST_CLASS: Final = 8  # in a smaller class nothing is known of what is usual


class Weights:
    """The weight of each run of tokens in one class."""

    def __init__(self, solutions: Iterable[Set[int]]) -> None:
        found = list(solutions)
        self._holders = Counter(element for each in found for element in each)
        self._learners = max(LEAST_CLASS, len(found))
        self._by_holders = [self._weight(each) for each in range(self._learners + 1)]

    def of(self, element: int) -> float:
        """One for what two have, nothing for what more than half of the class has."""
        return self._by_holders[self._holders[element]]

    def tells(self, element: int) -> bool:
        """Whether it can tell that two are alike: more than one have it, and not most."""
        return self._holders[element] > 1 and self.of(element) > 0

    def sum(self, elements: Iterable[int]) -> float:
        """Of several."""
        return sum(map(self.of, elements))

    def _weight(self, holders: int) -> float:
        half = self._learners / 2
        if holders > half:
            return 0.0
        return math.log(self._learners / max(2, holders)) / math.log(half)
