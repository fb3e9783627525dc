"""Which cell of the course's own notebook is meant, in words that people find it by.

What runs has one cell more, with a profile's values, and what is graded has ids of its own.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from officina_courses.gates.home import INJECTED
from officina_courses.notebooks import Cell, Notebook

MOST_SHOWN: Final = 50  # characters of a line


class CellPlace(NamedTuple):
    """How messages call a cell; ``name`` is None for one that no file of the course has."""

    name: str | None
    words: str


def place_of(notebook: Notebook, index: int) -> CellPlace:
    """The place of the cell with that index, counted from 0, of a notebook as it ran."""
    cell = notebook.cells[index]
    if INJECTED in cell.tags:
        return CellPlace(None, "The cell with the profile's values")
    if cell.grading is not None and cell.grading.grade_id:
        return CellPlace(cell.grading.grade_id, f"The cell {cell.grading.grade_id}")
    number = sum(INJECTED not in each.tags for each in notebook.cells[: index + 1])
    first = _first_line(cell)
    return CellPlace(f"cell {number}", f"Cell {number} ({first})" if first else f"Cell {number}")


def _first_line(cell: Cell) -> str:
    lines = [line.strip() for line in cell.source.splitlines()]
    telling = [line for line in lines if line and not line.startswith("#")]
    line = next(iter(telling), "")
    return line if len(line) <= MOST_SHOWN else f"{line[:MOST_SHOWN]}…"
