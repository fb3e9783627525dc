"""All that nbgrader's own gradebook API says of submissions."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbgrader.api import Gradebook

SUMS = ("score", "code_score", "written_score", "task_score")
OF_A_SUBMISSION = (
    "max_score",
    "max_code_score",
    "max_written_score",
    "max_task_score",
    "timestamp",
    "total_seconds_late",
)
OF_A_GRADE = (
    "auto_score",
    "manual_score",
    "extra_credit",
    "score",
    "needs_manual_grade",
    "failed_tests",
    "max_score",
    "cell_type",
)
OF_A_COMMENT = ("auto_comment", "manual_comment", "comment")

Told = dict[str, Any]


def told(home: Path, exercise: str) -> dict[str, Told]:
    """Each student's submission, notebooks, grades and comments, by student."""
    with Gradebook(f"sqlite:///{home}/gradebook.db") as book:
        return {
            submission.student_id: {
                **_read(submission, (*SUMS, *OF_A_SUBMISSION)),
                "notebooks": {row.name: _notebook(row) for row in submission.notebooks},
            }
            for submission in book.assignment_submissions(exercise)
        }


def _notebook(row: Any) -> Told:
    return {
        "penalty": row.late_submission_penalty,
        "grades": {grade.name: _read(grade, OF_A_GRADE) for grade in row.grades},
        "comments": {comment.name: _read(comment, OF_A_COMMENT) for comment in row.comments},
    }


def _read(row: Any, names: tuple[str, ...]) -> Told:
    return {name: getattr(row, name) for name in names}
