"""Where two solutions are the same: passages, each with its lines on both sides.

Passages are found from the start of the one to its end, the longest first at each place, so that
code that was put into another order is found too; nothing of the other belongs to two of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from officina_courses.model import Frozen
from officina_courses.similarity.fingerprints import RUN
from officina_courses.similarity.solution import Solution

MOST_PLACES: Final = 20  # where one run is looked for; a run that is everywhere says little
MOST_PASSAGES: Final = 60


class Span(Frozen):
    """Lines of one cell, both counted from 0 and both belonging to it."""

    notebook: str
    cell: int
    first: int
    last: int


class Passage(Frozen):
    """The same code in both."""

    one: Span
    other: Span


class Run(NamedTuple):
    """A run of tokens: its hash, and where it stands."""

    hash: int
    cell: int
    first: int
    last: int


def runs_of(solution: Solution, hashes: Sequence[Sequence[int]]) -> tuple[Run, ...]:
    """All runs of a solution in their order; ``hashes`` has those of each cell."""
    return tuple(
        Run(each, place, cell.tokens[start].line, cell.tokens[start + RUN - 1].line)
        for place, (cell, found) in enumerate(zip(solution.cells, hashes, strict=True))
        for start, each in enumerate(found)
    )


class Side(NamedTuple):
    """One of two solutions."""

    solution: Solution
    runs: tuple[Run, ...]

    def span(self, start: int, length: int) -> Span:
        """The lines of that many runs."""
        first, last = self.runs[start], self.runs[start + length - 1]
        cell = self.solution.cells[first.cell]
        return Span(notebook=cell.notebook, cell=cell.number, first=first.first, last=last.last)


def passages(one: Side, other: Side, says: Callable[[int], object]) -> tuple[Passage, ...]:
    """The passages that both have; each begins with a run that ``says`` something."""
    places: dict[int, list[int]] = defaultdict(list)
    for place, run in enumerate(other.runs):
        places[run.hash].append(place)
    free = [True] * len(other.runs)
    found: list[Passage] = []
    start = 0
    while start < len(one.runs) and len(found) < MOST_PASSAGES:
        key = one.runs[start].hash
        tried = places.get(key, [])[:MOST_PLACES] if says(key) else []
        lengths = [(_length(one.runs, start, other.runs, place, free), place) for place in tried]
        length, place = max(lengths, default=(0, 0))
        if length:
            found.append(Passage(one=one.span(start, length), other=other.span(place, length)))
            free[place : place + length] = [False] * length
        start += max(1, length)
    return tuple(found)


def _length(
    mine: Sequence[Run], start: int, theirs: Sequence[Run], place: int, free: Sequence[bool]
) -> int:
    """How many runs are the same from there on, within one cell on each side."""
    length = 0
    for one, other, is_free in zip(mine[start:], theirs[place:], free[place:], strict=False):
        same_cells = one.cell == mine[start].cell and other.cell == theirs[place].cell
        if one.hash != other.hash or not (is_free and same_cells):
            break
        length += 1
    return length
