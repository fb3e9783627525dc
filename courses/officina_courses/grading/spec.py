"""What an exercise consists of, as the gradebook has it since the release was prepared.

The gradebook is nbgrader's truth: it holds the full source of every cell, hidden tests included.
The release has the same cells as learners got them, and their order, which the gradebook forgets.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from nbgrader import api
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from officina_courses import notebooks
from officina_courses.errors import NotebookError
from officina_courses.grading.gradebook_rows import NOTEBOOK, Notebook, asked, exercise_of
from officina_courses.grading.hidden import has_hidden_code, visible
from officina_courses.grading.places import notebook_name
from officina_courses.grading.task_names import Role, Row, task_names
from officina_courses.marks import TaskName
from officina_courses.notebooks import NotebookLimits, parse_notebook

MOST_REMEMBERED = 1 << 20  # bytes
REMEMBERED = 32  # notebooks
SOURCE = api.SourceCell.__table__
SOURCES = (
    select(
        SOURCE.c.notebook_id,
        SOURCE.c.name,
        SOURCE.c.cell_type,
        SOURCE.c.locked,
        SOURCE.c.source,
        SOURCE.c.checksum,
    )
    .select_from(SOURCE.join(NOTEBOOK))
    .where(NOTEBOOK.c.assignment_id == bindparam("exercise"))
)


class Source(NamedTuple):
    """A cell of the trainer's, as nbgrader keeps it."""

    name: str
    cell_type: str
    locked: bool
    source: str | None
    checksum: str | None


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
    task: TaskName | None = None

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
    """One notebook of an exercise; ``layout`` holds every cell of the release, in order.

    ``lang`` is the language of the release as it says so itself.
    """

    name: str
    cells: tuple[SpecCell, ...]
    layout: tuple[dict[str, Any], ...]
    kernelspec: dict[str, Any]
    lang: str | None = None

    def by_id(self) -> dict[str, SpecCell]:
        """The cells by their grade_id."""
        return {cell.grade_id: cell for cell in self.cells}

    @property
    def max_score(self) -> float:
        """The points of all marked cells."""
        return sum(cell.points for cell in self.cells if cell.is_marked)


def read_spec(session: Session, exercise_id: str, release: Path) -> tuple[NotebookSpec, ...]:
    """The exercise's notebooks, by name; raises ``NotPrepared`` where there are none."""
    exercise = exercise_of(session, exercise_id)
    sources: dict[str, list[Source]] = {}
    for notebook, *source in asked(session, SOURCES, exercise=exercise.id):
        sources.setdefault(notebook, []).append(Source(*source))
    return tuple(
        _spec(row, tuple(sources.get(row.id, ())), _released(release, row.name))
        for row in exercise.notebooks
    )


def _released(release: Path, name: str) -> bytes | None:
    """The release's notebook, up to one byte more than a notebook may have."""
    try:
        with (release / f"{notebook_name(name)}.ipynb").open("rb") as file:
            return file.read(NotebookLimits().max_bytes + 1)
    except OSError:
        return None


def _spec(row: Notebook, sources: tuple[Source, ...], released: bytes | None) -> NotebookSpec:
    size = len(released or b"") + sum(len(source.source or "") for source in sources)
    if size > MOST_REMEMBERED:
        return _made(row, sources, released)
    return _usual(row, sources, released)


def _made(row: Notebook, sources: tuple[Source, ...], released: bytes | None) -> NotebookSpec:
    release = None if released is None else _parsed(row.name, released)
    layout = [] if release is None else _layout(release)
    lang = None if release is None else release.content.get("metadata", {}).get("lang")
    order = {grade_id_of(cell): index for index, cell in enumerate(layout)}
    kinds = {(cell.name, cell.kind) for cell in row.cells}
    points = {cell.name: cell.max_score for cell in row.cells if cell.is_marked}
    cells = [
        SpecCell(
            grade_id=cell.name,
            cell_type=cell.cell_type,
            locked=cell.locked,
            source=cell.source or "",
            visible_source=visible(cell.source or ""),
            checksum=cell.checksum,
            is_grade=(cell.name, "GradeCell") in kinds,
            is_solution=(cell.name, "SolutionCell") in kinds,
            is_task=(cell.name, "TaskCell") in kinds,
            points=points.get(cell.name, 0.0),
        )
        for cell in sources
    ]
    cells.sort(key=lambda cell: order.get(cell.grade_id, len(order)))
    names = task_names(_rows(layout, cells))
    cells = [cell._replace(task=names.get(cell.grade_id)) for cell in cells]
    kernelspec = json.loads(row.kernelspec) if row.kernelspec else {}
    return NotebookSpec(row.name, tuple(cells), tuple(layout), kernelspec, lang)


def _rows(layout: list[dict[str, Any]], cells: list[SpecCell]) -> Iterator[Row]:
    known = {cell.grade_id: cell for cell in cells}
    for released in layout:
        is_text, source = released["cell_type"] == "markdown", released["source"]
        cell = known.get(grade_id_of(released) or "")
        if cell is None:
            yield Row(is_text, source)
        else:
            yield Row(is_text, source, cell.grade_id, _role(cell), cell.is_marked)


def _role(cell: SpecCell) -> Role | None:
    if cell.is_task:
        return "task"
    if cell.is_solution:
        return "answer"
    return "test" if cell.is_grade else None


# All submissions to an exercise are graded by the same rows and the same release.
_usual = lru_cache(maxsize=REMEMBERED)(_made)


def _parsed(name: str, released: bytes) -> notebooks.Notebook | None:
    try:
        return parse_notebook(released, name=f"{name}.ipynb")
    except NotebookError:
        return None  # prepared elsewhere and not kept: the gradebook's own cells must do


def _layout(notebook: notebooks.Notebook) -> list[dict[str, Any]]:
    rows: Iterable[dict[str, Any]] = notebook.content["cells"]
    return [{**row, "source": cell.source} for row, cell in zip(rows, notebook.cells, strict=True)]


def grade_id_of(cell: dict[str, Any]) -> str | None:
    """The grade_id in a cell's metadata, where it has a usable one."""
    metadata = cell.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    found = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    return found if isinstance(found, str) and found else None
