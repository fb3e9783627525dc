"""A learner's own code of one exercise: what the release did not give.

Left out are cells that are locked or that the release has just so, and single lines that it has.
What is longer than any answer is left out, and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import Final

from officina_courses.model import Frozen
from officina_courses.notebooks import Cell, Notebook
from officina_courses.similarity.tokens import Token, tokens_of

MOST_LINES: Final = 3000
LONGEST_LINE: Final = 500  # letters
MOST_LETTERS: Final = 200_000
MOST_TOKENS: Final = 6000


class OwnCell(Frozen):
    """One cell of code; ``is_given`` tells of each line whether the release has it."""

    notebook: str
    number: int
    lines: tuple[str, ...]
    is_given: tuple[bool, ...]

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The tokens of the learner's own lines."""
        found = islice(tokens_of(self.lines), MOST_TOKENS + 1)
        return tuple(each for each in found if not self.is_given[each.line])


class Solution(Frozen):
    """One learner's own code, bounded."""

    cells: tuple[OwnCell, ...]
    is_cut: bool = False


def own_code(released: Mapping[str, Notebook], submitted: Mapping[str, Notebook]) -> Solution:
    """What of these notebooks is the learner's; notebooks are known by their names."""
    cells: list[OwnCell] = []
    is_cut = False
    for name in sorted(submitted):
        for cell in _own_cells(released.get(name), submitted[name]):
            if _is_too_much([*cells, cell]):
                is_cut = True  # and on with the next: one huge cell hides no others
            else:
                cells.append(cell)
    return Solution(cells=tuple(cells), is_cut=is_cut)


def _is_too_much(cells: Sequence[OwnCell]) -> bool:
    """Tokens are asked for last: what has too many letters is not even read."""
    return (
        sum(len(cell.lines) for cell in cells) > MOST_LINES
        or sum(len(line) for cell in cells for line in cell.lines) > MOST_LETTERS
        or sum(len(cell.tokens) for cell in cells) > MOST_TOKENS
    )


def _own_cells(released: Notebook | None, submitted: Notebook) -> Iterator[OwnCell]:
    given = [cell for cell in released.cells if cell.kind == "code"] if released else []
    locked = {cell.name for cell in given if _is_locked(cell)}
    sources = {cell.source.strip() for cell in given}
    given_lines = {line.strip() for cell in given for line in cell.source.splitlines()}
    for cell in submitted.cells:
        is_own = cell.grading is None or cell.name not in locked
        if cell.kind == "code" and is_own and cell.source.strip() not in sources:
            lines = tuple(line[:LONGEST_LINE] for line in _first(cell.source.splitlines()))
            yield OwnCell(
                notebook=submitted.name,
                number=cell.index,
                lines=lines,
                is_given=tuple(line.strip() in given_lines for line in lines),
            )


def _is_locked(cell: Cell) -> bool:
    return cell.grading is not None and (cell.grading.locked or not cell.grading.solution)


def _first(lines: Iterable[str]) -> list[str]:
    """One line more than may be had is enough to see that there are too many."""
    return list(lines)[: MOST_LINES + 1]
