"""Which marks differ between two gradebooks of one course, and the reason where it is known."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from officina_courses.folder_grading.order import FolderOrder
from officina_courses.grading import course_door, gradebook
from officina_courses.grading.publish import LIMITS, find_record
from officina_courses.marks import NotebookMark
from officina_courses.model import Frozen

PENALTY = "late penalty"
NO_MARKS = "nbgrader gave it no marks: it failed there, or stopped before"
NONE_HERE = "Officina could not grade it; the table has the reason"
TAMPERED = "something in the notebook changes how tests run"
STANDARD_ERROR = "the test writes to standard error, for which nbgrader gives 0"
ENDED = "the process ended or ran out of time; Officina keeps what was earned by then"
PERHAPS = "perhaps for what is noted of the cell: {note}"
UNKNOWN = "not among the documented deviations: please report it"


Marks = dict[str, float | None]


class Difference(Frozen):
    """One cell that has two marks; ``cell`` is empty where a whole notebook has none."""

    student: str
    notebook: str
    cell: str
    ours: float | None
    theirs: float | None
    reason: str


class _Place(NamedTuple):
    student: str
    notebook: str
    cell: str


def differences(order: FolderOrder, theirs: Path) -> tuple[Difference, ...]:
    """All cells of the order's submissions whose marks by the tests differ, by student."""
    return tuple(
        difference
        for collected in order.submissions
        for difference in _of_student(order, theirs, collected.student)
    )


def _of_student(order: FolderOrder, copy: Path, student: str) -> Iterator[Difference]:
    ours, theirs = (_marks(home, order.exercise_id, student) for home in (order.home, copy))
    for notebook in sorted(ours.keys() | theirs.keys()):
        here, there = ours.get(notebook, {}), theirs.get(notebook, {})
        if not here or not there:
            yield Difference(
                student=student,
                notebook=notebook,
                cell="",
                ours=_sum(here),
                theirs=_sum(there),
                reason=NO_MARKS if here else NONE_HERE,
            )
            continue
        for cell in sorted(here.keys() | there.keys()):
            if here.get(cell) != there.get(cell):
                place = _Place(student, notebook, cell)
                yield Difference(
                    **place._asdict(),
                    ours=here.get(cell),
                    theirs=there.get(cell),
                    reason=_reason(order, copy, place),
                )


def _marks(home: Path, exercise_id: str, student: str) -> dict[str, Marks]:
    """What the tests gave in each notebook of which anything was graded."""
    with gradebook.open_gradebook(home) as session:
        submission = gradebook.find_submission(session, exercise_id, student)
        notebooks = () if submission is None else submission.notebooks
        found = {row.name: {g.cell.name: g.auto_score for g in row.grades} for row in notebooks}
        late = {row.name: float(row.late_submission_penalty or 0) for row in notebooks}
    return {
        name: {**marks, PENALTY: late[name]}
        for name, marks in found.items()
        if any(mark is not None for mark in marks.values())
    }


def _sum(marks: Marks) -> float | None:
    """What the tests gave before any penalty; None where nothing was marked."""
    if not marks:
        return None
    return sum(mark or 0.0 for cell, mark in marks.items() if cell != PENALTY)


def _reason(order: FolderOrder, copy: Path, place: _Place) -> str:
    notebook = _our_notebook(order, place)
    if notebook is not None and notebook.state == "tampered":
        return TAMPERED
    if _writes_to_standard_error(order, copy, place):
        return STANDARD_ERROR
    if notebook is not None and notebook.state in ("crashed", "timeout"):
        return ENDED
    notes = [] if notebook is None else [c.note for c in notebook.cells if c.grade_id == place.cell]
    noted = " ".join(filter(None, notes))
    return PERHAPS.format(note=noted) if noted else UNKNOWN


def _our_notebook(order: FolderOrder, place: _Place) -> NotebookMark | None:
    record = find_record(order.home, order.exercise_id, place.student)
    notebooks = () if record is None else record.notebooks
    return next((mark for mark in notebooks if mark.name == place.notebook), None)


def _writes_to_standard_error(order: FolderOrder, copy: Path, place: _Place) -> bool:
    where = ("autograded", place.student, order.exercise_id, f"{place.notebook}.ipynb")
    try:
        content = json.loads(course_door.read_file(copy, *where, max_bytes=LIMITS.max_bytes))
        cells: list[dict[str, Any]] = content["cells"]
        return any(
            cell["metadata"].get("nbgrader", {}).get("grade_id") == place.cell
            and any(output.get("name") == "stderr" for output in cell.get("outputs", ()))
            for cell in cells
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False  # whatever learners' code made of nbgrader's copy
