"""Writes one submission into the gradebook: rows that are not there, and what a grading changes.

What trainers give by hand (marks, comments, extensions) is in columns that no statement here sets
in a row that stands there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nbgrader import api
from sqlalchemy.dialects.sqlite import Insert, insert
from sqlalchemy.orm import Session

from officina_courses.grading.gradebook_rows import (
    COMMENT,
    GRADE,
    PART,
    SUBMITTED,
    Exercise,
    Submission,
)


def _kept(table: Any, *changed: str) -> Insert:
    """Insert a row; of one whose id stands there only these columns change."""
    new = insert(table)
    return new.on_conflict_do_update(
        index_elements=["id"], set_={name: new.excluded[name] for name in changed}
    )


STUDENT = insert(api.Student.__table__).on_conflict_do_nothing()
KEPT_SUBMISSION = _kept(SUBMITTED, "timestamp")
KEPT_PART = _kept(PART, "late_submission_penalty")
KEPT_GRADE = _kept(GRADE, "auto_score", "needs_manual_grade")
KEPT_COMMENT = _kept(COMMENT, "auto_comment")


def write(session: Session, submission: Submission, exercise: Exercise, student_id: str) -> None:
    """Make the gradebook say of the learner what ``submission`` says."""
    session.flush()
    connection = session.connection()
    for statement, rows in _rows(submission, exercise, student_id):
        if rows:
            connection.execute(statement, rows)


def _rows(
    submission: Submission, exercise: Exercise, student_id: str
) -> Iterator[tuple[Insert, list[dict[str, Any]]]]:
    yield STUDENT, [{"id": student_id}]
    place = {"id": submission.id, "assignment_id": exercise.id, "student_id": student_id}
    yield KEPT_SUBMISSION, [{**place, "timestamp": submission.timestamp}]
    yield KEPT_PART, _parts(submission)
    yield KEPT_GRADE, _grades(submission)
    yield KEPT_COMMENT, _comments(submission)


def _parts(submission: Submission) -> list[dict[str, Any]]:
    return [
        {
            "id": part.id,
            "assignment_id": submission.id,
            "notebook_id": part.notebook.id,
            "late_submission_penalty": part.late_submission_penalty,
        }
        for part in submission.notebooks
    ]


def _grades(submission: Submission) -> list[dict[str, Any]]:
    return [
        {
            "id": grade.id,
            "notebook_id": part.id,
            "cell_id": grade.cell.id,
            "auto_score": grade.auto_score,
            "needs_manual_grade": grade.needs_manual_grade,
        }
        for part in submission.notebooks
        for grade in part.grades
    ]


def _comments(submission: Submission) -> list[dict[str, Any]]:
    return [
        {
            "id": comment.id,
            "notebook_id": part.id,
            "cell_id": comment.cell.id,
            "auto_comment": comment.auto_comment,
        }
        for part in submission.notebooks
        for comment in part.comments
    ]
