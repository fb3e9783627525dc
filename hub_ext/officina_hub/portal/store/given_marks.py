"""Marks that were given stay: what a submission returns to when a later grading was in vain."""

from __future__ import annotations

from sqlalchemy.orm import Session

from officina_courses.marks import Grade
from officina_hub.portal.db import tables as t


def return_to_marks(session: Session, submission: t.Submission) -> bool:
    """Let a submission stand as its last grading left it; false where it never had marks."""
    row = session.get(t.Grade, submission.id)
    if row is None:
        return False
    submission.state = "needs_manual" if row.needs_manual else "graded"
    notebooks = Grade.model_validate(row.document).notebooks
    said = (f"{notebook.name}: {notebook.message}" for notebook in notebooks if notebook.message)
    submission.message = " ".join(said)
    return True
