"""Figures for a table: what a row of measurements comes to, and how it is written."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Spread:
    """Several measurements of the same thing."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    @property
    def low(self) -> float:
        return min(self.values)

    @property
    def high(self) -> float:
        return max(self.values)

    def row(self, digits: int = 1) -> str:
        """Median, and the least to the most; a dash where nothing was measured."""
        if not self.values:
            return "-"
        return f"{self.median:.{digits}f} ({self.low:.{digits}f} to {self.high:.{digits}f})"


def ratio(theirs: float, ours: float) -> str:
    """How many times as much theirs is."""
    if ours <= 0 or theirs < 0:
        return "-"
    times = theirs / ours
    return f"{times:,.0f}" if times >= 10 else f"{times:.1f}"


def verdict(*, is_met: bool) -> str:
    """The word beside a target."""
    return "met" if is_met else "**missed**"


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Markdown."""
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)
