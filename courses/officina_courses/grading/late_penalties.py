"""Points taken from a late submission, by the two methods that nbgrader itself has.

How late it is stands in the gradebook: the due date of the exercise, the learner's extension and
the moment of submission. A course's own plug-in is a program and is not run here.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any

from officina_courses.grading.gradebook_rows import Submission
from officina_courses.grading.request import LatePenalty


def assign(
    submission: Submission, due: datetime | None, method: LatePenalty, *, read: Collection[str]
) -> None:
    """Set the penalty of each notebook anew, as the last step of ``nbgrader autograde`` does.

    Notebooks that are not among those ``read`` nbgrader passes over.
    """
    received = submission.timestamp and submission.timestamp.replace(tzinfo=UTC)
    costs_all = method == "zero" and is_late(due, submission.extension, received)
    for notebook in submission.notebooks:
        if notebook.name in read:
            notebook.late_submission_penalty = max(notebook.score, 0.0) if costs_all else None


def is_late(due: datetime | None, extension: timedelta | None, received: datetime | None) -> bool:
    """Whether it came after the due date, which the gradebook keeps in UTC without saying so."""
    if due is None or received is None:
        return False
    return received > due.replace(tzinfo=UTC) + (extension or timedelta(0))


def taken(submission: Any) -> float:
    """What a submission of the gradebook has lost for being late."""
    return sum(float(notebook.late_submission_penalty or 0) for notebook in submission.notebooks)
