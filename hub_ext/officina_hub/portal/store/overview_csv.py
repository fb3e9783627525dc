"""The overview of an exercise for a spreadsheet: one line for each cell and one for each error."""

from __future__ import annotations

from collections.abc import Iterator

from officina_courses.marks import TaskName
from officina_hub.portal.store.overview import CellSummary, ErrorSummary, Overview
from officina_hub.portal.store.spreadsheet import as_csv

HEAD = (
    "kind", "notebook", "cell", "error", "full points", "some points", "no points",
    "waiting", "timed", "median seconds", "longest seconds", "submissions",
    "task", "part of it",
)  # fmt: skip


def overview_csv(shown: Overview) -> str:
    """Cells first, then errors; what a line has nothing to say about stays empty."""
    return as_csv([HEAD, *_lines(shown)])


def _lines(shown: Overview) -> Iterator[tuple[str, ...]]:
    yield from (_cell(cell) for cell in shown.cells)
    yield from (_error(error) for error in shown.errors)


def _cell(cell: CellSummary) -> tuple[str, ...]:
    counts = (cell.full, cell.part, cell.none, cell.waiting, cell.timed)
    times = (cell.median_seconds, cell.max_seconds)
    return (
        "cell",
        cell.place.notebook,
        cell.place.grade_id,
        "",
        *(str(count) for count in counts),
        *("" if time is None else f"{time:.3f}" for time in times),
        str(cell.marked + cell.waiting),
        *_task(cell.task),
    )


def _error(error: ErrorSummary) -> tuple[str, ...]:
    place, nothing = error.place, ("",) * 7
    count = str(len(error.submissions))
    return (
        "error",
        place.notebook,
        place.grade_id,
        error.error,
        *nothing,
        count,
        *_task(error.task),
    )


def _task(task: TaskName | None) -> tuple[str, str]:
    return (task.heading, str(task.number) if task.count > 1 else "") if task else ("", "")
