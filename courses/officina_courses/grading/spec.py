"""What an exercise consists of, as the gradebook has it since the release was prepared.

The gradebook is nbgrader's truth: it holds the full source of every cell, hidden tests included.
The release has the same cells as learners got them, and their order, which the gradebook forgets.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from nbgrader.api import Assignment, Notebook
from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from officina_courses.errors import NotebookError
from officina_courses.grading.errors import NotPrepared
from officina_courses.grading.gradebook_loading import of_exercise
from officina_courses.grading.hidden import has_hidden_code, visible
from officina_courses.grading.places import notebook_name
from officina_courses.notebooks import load_notebook


class SpecCell(NamedTuple):
    """One cell that nbgrader knows."""

    grade_id: str
    cell_type: str
    locked: bool
    source: str
    visible_source: str
    checksum: str | None
    is_grade: bool
    is_solution: bool
    is_task: bool
    points: float

    @property
    def is_test(self) -> bool:
        """Whether running it decides its mark."""
        return self.is_grade and not self.is_solution and self.cell_type == "code"

    @property
    def is_marked(self) -> bool:
        """Whether it has points, by tests or by a trainer."""
        return self.is_grade or self.is_task

    @property
    def has_hidden_tests(self) -> bool:
        """Whether learners saw less of it than the grader runs."""
        return self.source != self.visible_source and has_hidden_code(self.source)


class NotebookSpec(NamedTuple):
    """One notebook of an exercise; ``layout`` holds every cell of the release, in order."""

    name: str
    cells: tuple[SpecCell, ...]
    layout: tuple[dict[str, Any], ...]
    kernelspec: dict[str, Any]

    def by_id(self) -> dict[str, SpecCell]:
        """The cells by their grade_id."""
        return {cell.grade_id: cell for cell in self.cells}

    @property
    def max_score(self) -> float:
        """The points of all marked cells."""
        return sum(cell.points for cell in self.cells if cell.is_marked)


def read_spec(session: Session, exercise_id: str, release: Path) -> tuple[NotebookSpec, ...]:
    """The exercise's notebooks, by name; raises ``NotPrepared`` where there are none."""
    query = (
        select(Assignment)
        .where(Assignment.name == exercise_id)
        .options(*of_exercise(), selectinload(Assignment.notebooks, Notebook.source_cells))
    )
    assignment = session.scalars(query).one_or_none()
    if assignment is None or not assignment.notebooks:
        raise NotPrepared(
            f"The gradebook does not know the exercise {exercise_id!a}.",
            why="Without its cells and points nothing can be graded.",
            todo="Publish the course again, or run: nbgrader generate_assignment " + exercise_id,
        )
    return tuple(_notebook(notebook, release) for notebook in assignment.notebooks)


def _notebook(row: Any, release: Path) -> NotebookSpec:
    layout = _layout(release / f"{notebook_name(row.name)}.ipynb")
    order = {grade_id_of(cell): index for index, cell in enumerate(layout)}
    grades = {cell.name: cell for cell in row.grade_cells}
    tasks = {cell.name: cell for cell in row.task_cells}
    solutions = {cell.name for cell in row.solution_cells}
    cells = [
        SpecCell(
            grade_id=cell.name,
            cell_type=cell.cell_type,
            locked=cell.locked,
            source=cell.source or "",
            visible_source=visible(cell.source or ""),
            checksum=cell.checksum,
            is_grade=cell.name in grades,
            is_solution=cell.name in solutions,
            is_task=cell.name in tasks,
            points=_points(cell.name, grades, tasks),
        )
        for cell in row.source_cells
    ]
    cells.sort(key=lambda cell: order.get(cell.grade_id, len(order)))
    kernelspec = json.loads(row.kernelspec) if row.kernelspec else {}
    return NotebookSpec(row.name, tuple(cells), tuple(layout), kernelspec)


def _points(name: str, grades: dict[str, Any], tasks: dict[str, Any]) -> float:
    row = grades.get(name) or tasks.get(name)
    return 0.0 if row is None else float(row.max_score)


def _layout(path: Path) -> list[dict[str, Any]]:
    try:
        notebook = load_notebook(path)
    except NotebookError:
        return []  # prepared elsewhere and not kept: the gradebook's own cells must do
    rows: Iterable[dict[str, Any]] = notebook.content["cells"]
    return [{**row, "source": cell.source} for row, cell in zip(rows, notebook.cells, strict=True)]


def grade_id_of(cell: dict[str, Any]) -> str | None:
    """The grade_id in a cell's metadata, where it has a usable one."""
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    found = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    return found if isinstance(found, str) and found else None
