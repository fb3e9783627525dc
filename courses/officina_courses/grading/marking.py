"""From what happened to the cells to marks, by nbgrader's rules.

Two rules differ on purpose. Text on standard error costs nothing: a warning is no failure. And
points come only with an explicit pass that its twins confirm, never because no output was seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from officina_courses.grading.engine import PassRan
from officina_courses.grading.matching import Matched, Placed
from officina_courses.grading.seen import builtin_error, seen_error, seen_seconds
from officina_courses.grading.shown_number import shown_number
from officina_courses.grading.spec import NotebookSpec, SpecCell
from officina_courses.marks import CellMark, NotebookMark

TAMPERED = (
    "Something in this notebook changes how tests run, so this test could not be believed. "
    "A trainer will look at it."
)
UNJUDGED = (
    "This test passed, but the grader could not make sure of it. A trainer has still to mark it."
)
NO_POINTS = "The test ended in no number from 0 to {points}. A trainer will look at it."
HIDDEN_FAILED = "A hidden test did not pass."
FAILED_BESIDE_HIDDEN = "The test did not pass."
FAILED = "The test did not pass ({error})."
TIMED_OUT = "The test took longer than it may and was stopped."
NOT_REACHED = "The test was not reached: {reason}"
ENDS = {
    "crashed": "the Python process ended in the middle of the notebook, as after os._exit() or "
    "when memory ran out.",
    "timeout": "the notebook took longer than it may and was stopped.",
    "tampered": "the notebook wrote into the grader's own messages.",
}
NO_RESPONSE = "No response."


class Marked(NamedTuple):
    """A notebook's marks and the comments nbgrader would write beside its answers."""

    mark: NotebookMark
    comments: Mapping[str, str | None]
    was_read: bool = True


def mark_notebook(spec: NotebookSpec, matched: Matched, shown: PassRan, counted: PassRan) -> Marked:
    """The marks; ``shown`` is the pass that learners see, ``counted`` the one for marks."""
    cells = {cell.spec.grade_id: cell for cell in matched.cells if cell.spec is not None}
    marks = []
    for cell in spec.cells:
        if cell.is_marked:
            mark = _mark(cell, cells[cell.grade_id], shown, counted)
            note = " ".join(filter(None, [matched.cell_notes.get(cell.grade_id), mark.note]))
            ran = shown.by_key().get(cell.grade_id)
            seen = {
                "task": cell.task,
                "seconds": seen_seconds(cell, ran),
                "error": seen_error(ran),
            }
            marks.append(mark.model_copy(update={"note": note, **seen}))
    state, message = _state(shown, counted)
    comments = {
        cell.grade_id: _comment(cell, cells.get(cell.grade_id))
        for cell in spec.cells
        if cell.is_solution or cell.is_task
    }
    unmarked_notes = [
        f"{grade_id}: {note}"
        for grade_id, note in matched.cell_notes.items()
        if not spec.by_id()[grade_id].is_marked
    ]
    notebook = NotebookMark(
        name=spec.name,
        state=state,
        score=sum(mark.score or 0.0 for mark in marks),
        max_score=spec.max_score,
        message=message,
        notes=(*matched.notes, *unmarked_notes),
        cells=tuple(marks),
    )
    return Marked(notebook, comments)


def unread_notebook(spec: NotebookSpec, state: str, message: str) -> Marked:
    """The marks of a notebook that could not be read: nothing, and nothing left to mark by hand."""
    marks = tuple(
        CellMark(grade_id=cell.grade_id, task=cell.task, score=0.0, max_score=cell.points)
        for cell in spec.cells
        if cell.is_marked
    )
    notebook = NotebookMark.model_validate(
        {
            "name": spec.name,
            "state": state,
            "score": 0.0,
            "max_score": spec.max_score,
            "message": message,
            "cells": marks,
        }
    )
    return Marked(notebook, {}, was_read=False)


def _mark(spec: SpecCell, cell: Placed, shown: PassRan, counted: PassRan) -> CellMark:
    if spec.is_test:
        return _test_mark(spec, shown, counted)
    if spec.is_solution and cell.is_unchanged:
        return CellMark(grade_id=spec.grade_id, score=0.0, max_score=spec.points)
    return CellMark(grade_id=spec.grade_id, score=None, max_score=spec.points, needs_manual=True)


def _test_mark(spec: SpecCell, shown: PassRan, counted: PassRan) -> CellMark:
    ran = counted.by_key().get(spec.grade_id)
    mark = CellMark(
        grade_id=spec.grade_id, score=0.0, max_score=spec.points, mode=ran.mode if ran else None
    )

    def points(score: float, note: str = "") -> CellMark:
        return mark.model_copy(update={"score": score, "note": note})

    def to_look_at(score: float | None, note: str) -> CellMark:
        return points(0.0, note).model_copy(update={"score": score, "needs_manual": True})

    if counted.end == "tampered":
        return to_look_at(0.0, TAMPERED)
    if ran is None:
        return points(0.0, NOT_REACHED.format(reason=ENDS.get(counted.end, counted.detail)))
    if ran.status == "timeout":
        return points(0.0, TIMED_OUT)
    if ran.status == "error":
        return points(0.0, _why_failed(spec, shown, counted))
    if ran.trust == "tampered":
        return to_look_at(0.0, TAMPERED)
    score = partial_credit(ran.value, spec.points)
    if ran.trust != "sound" and score != 0:  # a test that says 0 itself gives nothing away
        return to_look_at(None, UNJUDGED)
    if score is None:
        return to_look_at(0.0, NO_POINTS.format(points=spec.points))
    return points(score)


def partial_credit(value: str | None, points: float) -> float | None:
    """Nbgrader's rule for a test cell that ends in a value: a number from 0 to its points counts.

    A value that is no number is full credit. A number outside of the points, or none (NaN), is
    None: nbgrader stops with an error above them, and gives full credit below.
    """
    number = shown_number(value)
    if number is None:
        return points
    return number if 0 <= number <= points else None


def _why_failed(spec: SpecCell, shown: PassRan, counted: PassRan) -> str:
    """A sentence that says no more of a hidden test than that it did not pass.

    An exception is named only where the pass that ran it had nothing to hide and is itself shown.
    """
    ran = counted.by_key()[spec.grade_id]
    if ran.mode == "examined":
        return HIDDEN_FAILED if ran.is_hidden else FAILED.format(error=_known_error(ran.error))
    visible = shown.by_key().get(spec.grade_id)
    if shown is counted and visible is not None and not spec.has_hidden_tests:
        return FAILED.format(error=_known_error(visible.error))
    if spec.has_hidden_tests and visible is not None and visible.status == "ok":
        return HIDDEN_FAILED
    return FAILED_BESIDE_HIDDEN


def _known_error(name: str | None) -> str:
    return builtin_error(name) or "an error"


def _comment(spec: SpecCell, cell: Placed | None) -> str | None:
    answered = cell is not None and not cell.is_unchanged
    return None if answered or spec.is_task else NO_RESPONSE


def _state(shown: PassRan, counted: PassRan) -> tuple[str, str]:
    signs = (shown.end, counted.end, *(cell.trust for cell in counted.cells))
    if "tampered" in signs:
        return "tampered", TAMPERED
    for end in ("crashed", "timeout"):
        if end in (shown.end, counted.end):
            words = ENDS[end]
            return end, words[0].upper() + words[1:] + " What had been graded so far counts."
    slow = [cell for cell in (*shown.cells, *counted.cells) if cell.status == "timeout"]
    if slow:
        return "timeout", "A cell took longer than it may and was stopped; the others were run."
    return "graded", ""
