"""Grades one notebook: reads it, puts it right, runs it once to three times, and marks it."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from IPython.core.inputtransformer2 import TransformerManager

from officina_courses.errors import NotebookError
from officina_courses.grading import autograded
from officina_courses.grading.believing import believed
from officina_courses.grading.engine import CellToRun, Engine, Pass, PassRan, Purpose
from officina_courses.grading.examiner.planning import Plan, make_plan, released_cells
from officina_courses.grading.examiner.touching import in_touch
from officina_courses.grading.marking import Marked, mark_notebook, unread_notebook
from officina_courses.grading.matching import Matched, match
from officina_courses.grading.outputless import load_outputless
from officina_courses.grading.request import Limits
from officina_courses.grading.shown_number import shown_number
from officina_courses.grading.spec import NotebookSpec, grade_id_of
from officina_courses.notebooks import Notebook, NotebookLimits
from officina_courses.python_text import UNREADABLE

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
    spec: NotebookSpec,
    submission: Path,
    files: Path,
    *,
    engine: Engine,
    limits: Limits,
    plan: Plan | None = None,
) -> Examined:
    """The marks of one notebook of a submission; never raises for what is wrong with it.

    Without a ``plan`` the release alone says how its tests are run.
    """
    plan = plan or make_plan(released_cells(spec), is_solved=False)
    bounds = NotebookLimits(max_bytes=limits.notebook_bytes, max_cells=limits.cells)
    name = f"{spec.name}.ipynb"
    try:
        notebook = load_outputless(
            submission / name, name=name, limits=bounds, file_bytes=limits.notebook_file_bytes
        )
    except NotebookError as error:
        state = STATES.get(error.code, "broken")
        message = MISSING.format(name=name) if state == "missing" else str(error)
        return Examined(unread_notebook(spec, state, message), None)
    if not notebook.cells:
        return Examined(unread_notebook(spec, "empty", NO_CELLS.format(name=name)), None)
    matched = match(spec, _in_own_language(spec, notebook))
    shown, counted = _run(spec, matched, files, engine, limits, plan)
    marked = mark_notebook(spec, matched, shown, counted)
    return Examined(marked, autograded.build(spec, matched, shown.by_key()))


def _in_own_language(spec: NotebookSpec, notebook: Notebook) -> list[dict[str, Any]]:
    """The cells with their source as text; tasks that came in another language are told in ours."""
    rows = _with_text(notebook)
    if notebook.content.get("metadata", {}).get("lang") == spec.lang:
        return rows
    own = {
        cell.grade_id: cell.visible_source
        for cell in spec.cells
        if cell.locked and cell.cell_type == "markdown"
    }
    return [
        {**row, "source": own.get(grade_id_of(row) or "", row["source"])}
        if row["cell_type"] == "markdown"
        else row
        for row in rows
    ]


def _with_text(notebook: Notebook) -> list[dict[str, Any]]:
    rows = notebook.content["cells"]
    return [{**row, "source": cell.source} for row, cell in zip(rows, notebook.cells, strict=True)]


def _run(
    spec: NotebookSpec, matched: Matched, files: Path, engine: Engine, limits: Limits, plan: Plan
) -> tuple[PassRan, PassRan]:
    """What is shown and what counts; hidden tests run only where nothing of them comes out."""
    purpose: Purpose = "show"
    if any(plan.is_examined(cell.grade_id) for cell in spec.cells):
        purpose = "examine"
    show = Pass(
        to_run(matched, plan),
        files,
        limits,
        purpose,
        given=plan.given,
        unwatched=plan.unwatched,
        alone=plan.alone,
    )
    shown = engine.run(show)
    fell = {cell.key for cell in shown.cells if cell.mode == "guarded"}
    fallen = {key for key in fell if plan.is_examined(key)}
    tests = {cell.grade_id for cell in spec.cells if cell.is_test}
    guarded = {key for key in tests if not plan.is_examined(key)} | fallen
    if not guarded:
        return shown, _unsaid(shown, plan.numbered)
    has_hidden = {cell.grade_id for cell in spec.cells if cell.is_test and cell.has_hidden_tests}
    again = show._replace(purpose="mark", cells=to_run(matched, plan, guarded=guarded))
    if guarded & has_hidden or fallen:
        counted = _joined(shown, believed(engine, again, engine.run(again), guarded), guarded)
    else:
        counted = believed(engine, again, shown, guarded)
        shown = counted
    return shown, _unsaid(_unearned(counted, fallen & plan.proven), plan.numbered)


def _joined(examined: PassRan, guarded: PassRan, keys: set[str]) -> PassRan:
    """The answers of the one pass for its tests, and of the other for ``keys``."""
    found = guarded.by_key()
    cells = [found.get(cell.key) if cell.key in keys else cell for cell in examined.cells]
    first = examined if examined.end != "finished" else guarded
    worst = guarded if guarded.end == "tampered" else first
    return PassRan(tuple(cell for cell in cells if cell), worst.end, worst.detail)


def _unearned(ran: PassRan, keys: set[str]) -> PassRan:
    """Tests that could be examined, but for this answer: one that passed waits for a trainer."""
    if not keys:
        return ran
    cells = tuple(
        cell._replace(trust="unjudged") if cell.key in keys and cell.trust == "sound" else cell
        for cell in ran.cells
    )
    return ran._replace(cells=cells)


def _unsaid(ran: PassRan, numbered: Collection[str]) -> PassRan:
    """A test that says its points itself, and for this answer says no number, waits for a trainer.

    By nbgrader's rule it gives all points, which an answer that is an array or ``NA`` would earn.
    """
    cells = tuple(
        cell._replace(trust="unjudged")
        if cell.key in numbered and cell.trust == "sound" and shown_number(cell.value) is None
        else cell
        for cell in ran.cells
    )
    return ran._replace(cells=cells)


def to_run(
    matched: Matched, plan: Plan, *, guarded: Collection[str] | None = None
) -> tuple[CellToRun, ...]:
    """The code cells of a submission in its order.

    Without ``guarded``: as much of a guarded test as learners have, and examined ones whole, for
    the examiner. With it: those tests whole, and of all others as much as learners have.
    """
    cells: list[CellToRun] = []
    for index, cell in enumerate(matched.cells):
        if cell.cell_type != "code":
            continue
        key = autograded.cell_key(index, cell)
        if cell.spec is None or not cell.spec.is_test:
            cells.append(CellToRun(key, cell.source))
            continue
        plain = _plain_python if plan.is_python else str
        known = plain(cell.spec.visible_source)
        is_examined = guarded is None and plan.is_examined(key)
        if is_examined:
            cells.append(
                CellToRun(key, cell.spec.source, known=known, is_test=True, mode="examined")
            )
        else:
            is_whole = guarded is not None and key in guarded
            source = plain(cell.spec.source) if is_whole else known
            telling = plan.telling.get(key, ())
            cells.append(CellToRun(key, source, is_test=True, known=known, telling=telling))
    return in_touch(cells, plan.bound) if plan.is_python else tuple(cells)


@lru_cache(maxsize=500)
def _plain_python(source: str) -> str:
    """Magics of a trainer's test become calls here, where no learner's transformer has been."""
    try:
        return str(TransformerManager().transform_cell(source))
    except UNREADABLE:
        return source
