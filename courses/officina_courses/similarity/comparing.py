"""All solutions of an exercise compared: which pairs are nearly the same, and how near.

What more than half of the class has says nothing; of the rest, what few share weighs more than what
many share. A pair is told only if enough is shared that chance does not explain it: enough code
that is rare, the nearer to the same the less code it is, and clearly nearer than solutions of this
exercise lie to each other anyway.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from statistics import median
from typing import Final, NamedTuple

from pydantic import Field

from officina_courses.model import Frozen
from officina_courses.similarity.fingerprints import TOKENS_EACH, runs, winnowed
from officina_courses.similarity.minhash import candidates
from officina_courses.similarity.passages import Passage, Side, passages, runs_of
from officina_courses.similarity.solution import Solution
from officina_courses.similarity.weights import LEAST_CLASS, Weights

LEAST_TOKENS: Final = 50  # of shared rare code; about five lines
PLENTY_TOKENS: Final = 300
LEAST_SHARE: Final = 0.6  # of the shorter solution, where plenty is shared
LEAST_SHARE_OF_LITTLE: Final = 0.95
MOST_PAIRS: Final = 300


class Likeness(Frozen):
    """What two solutions, the one and the other, have in common."""

    one_in_other: float = Field(description="The share of the one's rare code that the other has")
    other_in_one: float
    tokens: int = Field(description="How much rare code they share; common code counts less")
    passages: tuple[Passage, ...]

    @property
    def degree(self) -> float:
        """How much of one of them is in the other, at most."""
        return max(self.one_in_other, self.other_in_one)


class Pair(Likeness):
    """Two solutions that are nearly the same, by name."""

    one: str
    other: str


class Comparison(Frozen):
    """What came of comparing; ``usual`` is how near a solution's nearest one usually lies."""

    compared: int
    too_short: int
    cut: tuple[str, ...] = ()
    usual: float | None = None
    pairs: tuple[Pair, ...]
    is_shortened: bool = Field(default=False, description="Whether there were more pairs than told")


class _Prints(NamedTuple):
    """A solution's runs by place, and its fingerprints."""

    side: Side
    chosen: frozenset[int]


class _Near(NamedTuple):
    one: str
    other: str
    one_in_other: float
    other_in_one: float
    tokens: float

    @property
    def degree(self) -> float:
        return max(self.one_in_other, self.other_in_one)

    def order(self) -> tuple[float, float, str, str]:
        return (-self.degree, -self.tokens, self.one, self.other)

    def is_remarkable(self, usual: float | None) -> bool:
        """Whether chance does not explain it."""
        if self.tokens < LEAST_TOKENS:
            return False
        plenty = min(1.0, (self.tokens - LEAST_TOKENS) / (PLENTY_TOKENS - LEAST_TOKENS))
        least = LEAST_SHARE_OF_LITTLE - plenty * (LEAST_SHARE_OF_LITTLE - LEAST_SHARE)
        halfway = 0.0 if usual is None else (1 + usual) / 2
        return self.degree >= max(least, halfway)


def compare(solutions: Mapping[str, Solution]) -> Comparison:
    """The pairs of nearly the same solutions, the nearest first."""
    prints = {name: _prints(solution) for name, solution in solutions.items()}
    weights = Weights({run.hash for run in each.side.runs} for each in prints.values())
    rare = {name: frozenset(filter(weights.of, each.chosen)) for name, each in prints.items()}
    telling = {name: frozenset(filter(weights.tells, each)) for name, each in rare.items()}
    near = [_near(one, other, rare, weights) for one, other in candidates(telling)]
    long_enough = [name for name, each in prints.items() if each.chosen]
    usual = _usual(near, long_enough)
    remarkable = sorted((each for each in near if each.is_remarkable(usual)), key=_Near.order)
    told = remarkable[:MOST_PAIRS]
    return Comparison(
        compared=len(prints),
        too_short=len(prints) - len(long_enough),
        cut=tuple(sorted(name for name, each in solutions.items() if each.is_cut)),
        usual=usual,
        pairs=tuple(_pair(each, prints, weights) for each in told),
        is_shortened=len(remarkable) > len(told),
    )


def _prints(solution: Solution) -> _Prints:
    hashes = [runs([token.text for token in cell.tokens]) for cell in solution.cells]
    chosen = frozenset(element for each in hashes for element in winnowed(each))
    return _Prints(Side(solution, runs_of(solution, hashes)), chosen)


def _near(one: str, other: str, rare: Mapping[str, Set[int]], weights: Weights) -> _Near:
    mine, theirs = rare[one], rare[other]
    shared = weights.sum(mine & theirs)
    return _Near(
        one,
        other,
        one_in_other=shared / weights.sum(mine),
        other_in_one=shared / weights.sum(theirs),
        tokens=shared * TOKENS_EACH,
    )


def _usual(near: Iterable[_Near], names: Iterable[str]) -> float | None:
    """The median of how near each solution's nearest lies; ``None`` for a class that is small."""
    nearest = dict.fromkeys(names, 0.0)
    for each in near:
        for name in (each.one, each.other) if each.tokens >= LEAST_TOKENS else ():
            nearest[name] = max(nearest[name], each.degree)
    return median(nearest.values()) if len(nearest) >= LEAST_CLASS else None


def _pair(near: _Near, prints: Mapping[str, _Prints], weights: Weights) -> Pair:
    return Pair(
        one=near.one,
        other=near.other,
        one_in_other=round(near.one_in_other, 4),
        other_in_one=round(near.other_in_one, 4),
        tokens=round(near.tokens),
        passages=passages(prints[near.one].side, prints[near.other].side, weights.of),
    )
