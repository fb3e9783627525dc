"""Reads the gradebook, marks by hand included, and renders a learner's feedback pages anew."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

from pydantic import AwareDatetime, ValidationError

from officina_courses.errors import NotebookError
from officina_courses.grading import gradebook, places
from officina_courses.grading.course_door import read_file, write_file
from officina_courses.grading.errors import NotPrepared
from officina_courses.grading.feedback import Page, render
from officina_courses.grading.hints import Hints, hints_of
from officina_courses.grading.request import GradeOutcome, Showing
from officina_courses.marks import CellMark, FeedbackPage, Grade, NotebookMark
from officina_courses.model import Frozen
from officina_courses.notebooks import NotebookLimits, parse_notebook

# With its outputs a graded notebook may be larger than a submitted one.
LIMITS = NotebookLimits(max_bytes=256 << 20, max_cells=10_000)
AS_USUAL = Showing()
RECORD = ".officina-grade.json"
RECORD_BYTES = 64 << 20
MOST_FEEDBACK_BYTES = 48 << 20  # as JSON; the portal takes 64 MiB with the marks
TOO_LARGE_TO_SHOW = (
    "This notebook shows so much that its page would be too large, so it is left out here; its "
    "marks count. Print less to see it with the next attempt."
)


class Record(Frozen):
    """What the gradebook has no place for: states, messages and notes of the last grading."""

    received_at: AwareDatetime | None
    is_late: bool
    notebooks: tuple[NotebookMark, ...]
    tests: str = ""

    @property
    def is_unread(self) -> bool:
        """Whether none of its notebooks could be read."""
        return all(notebook.is_unread for notebook in self.notebooks)


class Current(NamedTuple):
    """A notebook's marks as they stand, and the comments on its answers."""

    mark: NotebookMark
    comments: dict[str, str]


class Graded(NamedTuple):
    """All that the pages of a submission are made of: its notebooks by name, as they were run.

    ``hints`` are those of the exercise's tests, by notebook and cell.
    """

    record: Record
    current: tuple[Current, ...]
    notebooks: Mapping[str, dict[str, Any] | None]
    hints: Mapping[str, Hints] = MappingProxyType({})
    showing: Showing = AS_USUAL


def republish(
    *, course_home: Path, exercise_id: str, student_id: str, showing: Showing = AS_USUAL
) -> GradeOutcome:
    """The marks as they stand in the gradebook, and feedback pages that say the same.

    Raises ``NotPrepared`` where nothing of that learner was graded.
    """
    record = find_record(course_home, exercise_id, student_id)
    if record is None:
        raise _nothing_graded(exercise_id, student_id)
    with gradebook.open_gradebook(course_home) as session:
        submission = gradebook.find_submission(session, exercise_id, student_id)
        if submission is None:
            raise _nothing_graded(exercise_id, student_id)
        current = current_marks(submission, record)
        hints = {
            places.notebook_name(row.name): hints_of(
                {cell.name: cell.source or "" for cell in row.notebook.source_cells}
            )
            for row in submission.notebooks
        }
    inside = _inside(course_home, exercise_id, student_id)
    notebooks = {
        found.mark.name: _notebook(course_home, *inside, f"{found.mark.name}.ipynb")
        for found in current
    }
    graded = Graded(record, current, notebooks, hints, showing)
    return publish(graded, course_home=course_home, exercise_id=exercise_id, student_id=student_id)


def publish(
    graded: Graded, *, course_home: Path, exercise_id: str, student_id: str
) -> GradeOutcome:
    """Make the feedback pages and put them in the place of the former ones."""
    outcome = _outcome(exercise_id, student_id, graded)
    _write(course_home, exercise_id, student_id, outcome.feedback)
    return outcome


def current_marks(submission: Any, record: Record) -> tuple[Current, ...]:
    """The marks of the gradebook's submission, in the notebooks that were recorded of it."""
    recorded = {mark.name: mark for mark in record.notebooks}
    return tuple(
        _current_notebook(row, recorded[places.notebook_name(row.name)])
        for row in sorted(submission.notebooks, key=lambda row: str(row.name))
        if row.name in recorded
    )


def find_record(course_home: Path, exercise_id: str, student_id: str) -> Record | None:
    """What was recorded of the attempt whose marks stand in the gradebook; None where none is."""
    inside = _inside(course_home, exercise_id, student_id)
    try:
        content = read_file(course_home, *inside, RECORD, max_bytes=RECORD_BYTES)
        return Record.model_validate_json(content)
    except (OSError, ValidationError):
        return None


def write_record(home: Path, exercise_id: str, student_id: str, record: Record) -> None:
    """Replace what was recorded of the attempt whose marks stand in the gradebook."""
    inside = _inside(home, exercise_id, student_id)
    write_file(home, *inside, RECORD, content=record.model_dump_json().encode())


def beside_the_gradebook(exercise_id: str, student_id: str, record: Record) -> GradeOutcome:
    """The outcome of an attempt that leaves gradebook and folders to another one."""
    current = tuple(Current(mark, {}) for mark in record.notebooks)
    return _outcome(exercise_id, student_id, Graded(record, current, {}))


def _inside(home: Path, exercise_id: str, student_id: str) -> tuple[str, ...]:
    return places.folder(home, "autograded", exercise_id, student_id).relative_to(home).parts


def _outcome(exercise_id: str, student_id: str, graded: Graded) -> GradeOutcome:
    pages = tuple(_pages(exercise_id, student_id, graded))
    outcome = outcome_of(grade_of(graded.current), graded.record.tests)
    return outcome.model_copy(update={"feedback": pages})


def _pages(exercise_id: str, student_id: str, graded: Graded) -> Iterator[FeedbackPage]:
    """The pages, as many of them with their notebooks as travel to the portal at once."""
    record, current, notebooks, hints, showing = graded
    room = MOST_FEEDBACK_BYTES
    for found in current:
        page = Page(
            exercise_id=exercise_id,
            student_id=student_id,
            received_at=record.received_at,
            is_late=record.is_late,
            mark=found.mark,
            comments=found.comments,
            notebook=notebooks.get(found.mark.name),
            hints=hints.get(found.mark.name, {}),
            showing=showing,
        )
        html = render(page)
        size = len(json.dumps(html))
        if size > room:
            html = render(_without_notebook(page))
            size = len(json.dumps(html))
        room -= size
        yield FeedbackPage(notebook=found.mark.name, html=html)


def _without_notebook(page: Page) -> Page:
    notes = (*page.mark.notes, TOO_LARGE_TO_SHOW)
    return page._replace(notebook=None, mark=page.mark.model_copy(update={"notes": notes}))


def grade_of(current: tuple[Current, ...]) -> Grade:
    """The marks of a whole submission."""
    return Grade(
        score=sum(found.mark.score for found in current),
        max_score=sum(found.mark.max_score for found in current),
        needs_manual=any(cell.needs_manual for found in current for cell in found.mark.cells),
        notebooks=tuple(found.mark for found in current),
        graded_at=datetime.now(UTC),
    )


def outcome_of(grade: Grade, tests: str) -> GradeOutcome:
    """What is to be told of these marks, without feedback."""
    messages = [f"{mark.name}: {mark.message}" for mark in grade.notebooks if mark.message]
    return GradeOutcome(
        state="needs_manual" if grade.needs_manual else "graded",
        message=" ".join(messages),
        grade=grade,
        tests=tests,
    )


def _current_notebook(row: Any, recorded: NotebookMark) -> Current:
    before = {cell.grade_id: index for index, cell in enumerate(recorded.cells)}
    told = {cell.grade_id: cell for cell in recorded.cells}
    unknown = CellMark(grade_id="", score=None, max_score=0)
    cells = [
        told.get(grade.cell.name, unknown).model_copy(
            update={
                "grade_id": grade.cell.name,
                "score": _score(grade),
                "max_score": float(getattr(grade.cell, "max_score", 0.0)),
                "needs_manual": bool(grade.needs_manual_grade),
                "by_hand": grade.manual_score is not None,
            }
        )
        for grade in row.grades
    ]
    cells.sort(key=lambda cell: before.get(cell.grade_id, len(before)))
    comments = {comment.cell.name: text for comment in row.comments if (text := _comment(comment))}
    mark = recorded.model_copy(
        update={
            "cells": tuple(cells),
            "score": sum(cell.score or 0.0 for cell in cells),
            "max_score": sum(cell.max_score for cell in cells),
        }
    )
    return Current(mark, comments)


def _score(grade: Any) -> float | None:
    """By nbgrader's rule, which it leaves to the database: what a trainer gave goes before."""
    given = grade.auto_score if grade.manual_score is None else grade.manual_score
    if given is None and not grade.extra_credit:
        return None
    return float((given or 0.0) + (grade.extra_credit or 0.0))


def _comment(comment: Any) -> str | None:
    by_hand: str | None = comment.manual_comment
    automatic: str | None = comment.auto_comment
    return automatic if by_hand is None else by_hand


def _notebook(home: Path, *parts: str) -> dict[str, Any] | None:
    """Our own autograded notebook; None where the submitted one could not be read."""
    try:
        content = read_file(home, *parts, max_bytes=LIMITS.max_bytes)
        return parse_notebook(content, name=parts[-1], limits=LIMITS).content
    except (FileNotFoundError, NotebookError):
        return None


def _write(home: Path, exercise_id: str, student_id: str, pages: tuple[FeedbackPage, ...]) -> None:
    target = places.folder(home, "feedback", exercise_id, student_id)
    with places.replacing(target, home=home) as fresh:
        for page in pages:
            (fresh / f"{page.notebook}.html").write_text(page.html, encoding="utf-8")


def _nothing_graded(exercise_id: str, student_id: str) -> NotPrepared:
    return NotPrepared(
        f"Nothing of {student_id!a} in {exercise_id!a} has been graded yet.",
        why="Feedback is made from the marks in the gradebook and the graded notebook.",
        todo="Wait until the submission is graded, or grade it again.",
        code="nothing-graded",
    )
