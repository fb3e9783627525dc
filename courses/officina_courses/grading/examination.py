"""Grades one notebook: reads it, puts it right, runs it two or three times, and marks it."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

from IPython.core.inputtransformer2 import TransformerManager

from officina_courses.errors import NotebookError
from officina_courses.grading import autograded
from officina_courses.grading.believing import believed
from officina_courses.grading.engine import CellToRun, Engine, Pass, PassRan
from officina_courses.grading.marking import Marked, mark_notebook, unread_notebook
from officina_courses.grading.matching import Matched, match
from officina_courses.grading.request import Limits
from officina_courses.grading.spec import NotebookSpec
from officina_courses.notebooks import Notebook, NotebookLimits, load_notebook

STATES = {
    "notebook-missing": "missing",
    "notebook-empty": "empty",
    "notebook-too-large": "too_large",
    "notebook-too-many-cells": "too_large",
}
MISSING = "The notebook {name} was not handed in, so it has no points."
NO_CELLS = "The notebook {name} has no cells, so there is nothing to grade."


class Examined(NamedTuple):
    """A notebook's marks, and the notebook as it was run where it could be."""

    marked: Marked
    notebook: dict[str, Any] | None


def examine(
    spec: NotebookSpec, submission: Path, files: Path, *, engine: Engine, limits: Limits
) -> Examined:
    """The marks of one notebook of a submission; never raises for what is wrong with it."""
    bounds = NotebookLimits(max_bytes=limits.notebook_bytes, max_cells=limits.cells)
    name = f"{spec.name}.ipynb"
    try:
        notebook = load_notebook(submission / name, name=name, limits=bounds)
    except NotebookError as error:
        state = STATES.get(error.code, "broken")
        message = MISSING.format(name=name) if state == "missing" else str(error)
        return Examined(unread_notebook(spec, state, message), None)
    if not notebook.cells:
        return Examined(unread_notebook(spec, "empty", NO_CELLS.format(name=name)), None)
    matched = match(spec, _with_text(notebook))
    shown, counted = _run(spec, matched, files, engine, limits)
    marked = mark_notebook(spec, matched, shown, counted)
    return Examined(marked, autograded.build(spec, matched, shown.by_key()))


def _with_text(notebook: Notebook) -> list[dict[str, Any]]:
    rows = notebook.content["cells"]
    return [{**row, "source": cell.source} for row, cell in zip(rows, notebook.cells, strict=True)]


def _run(
    spec: NotebookSpec, matched: Matched, files: Path, engine: Engine, limits: Limits
) -> tuple[PassRan, PassRan]:
    """What is shown and what counts; hidden tests run only where nothing comes out."""
    show = Pass(_to_run(matched, hidden=False), files, limits, "show")
    shown = engine.run(show)
    if any(cell.is_test and cell.has_hidden_tests for cell in spec.cells):
        mark = Pass(_to_run(matched, hidden=True), files, limits, "mark")
        return shown, believed(engine, mark, engine.run(mark))
    both = believed(engine, show, shown)
    return both, both


def _to_run(matched: Matched, *, hidden: bool) -> tuple[CellToRun, ...]:
    cells = []
    for index, cell in enumerate(matched.cells):
        if cell.cell_type != "code":
            continue
        key = autograded.cell_key(index, cell)
        if cell.spec is not None and cell.spec.is_test:
            source = cell.spec.source if hidden else cell.spec.visible_source
            known = _plain_python(cell.spec.visible_source)
            cells.append(CellToRun(key, _plain_python(source), is_test=True, known=known))
        else:
            cells.append(CellToRun(key, cell.source))
    return tuple(cells)


def _plain_python(source: str) -> str:
    """Magics become calls here, where no learner's transformer has been."""
    try:
        return str(TransformerManager().transform_cell(source))
    except SyntaxError:
        return source
