"""How the marks of a submission came to be what they are: every change, newest first."""

from __future__ import annotations

from typing import Literal

from pydantic import AwareDatetime
from sqlalchemy import select
from sqlalchemy.orm import Session

from officina_courses.marks import Grade
from officina_courses.model import Frozen
from officina_hub.portal.db import tables as t


class MarkChangeOut(Frozen):
    """One change of marks that had been given."""

    at: AwareDatetime
    kind: Literal["regrade", "undo", "other"]
    by: str
    reason: str
    before: Grade
    after: Grade | None


def mark_history(session: Session, submission_id: str) -> tuple[MarkChangeOut, ...]:
    """All changes, the newest first."""
    rows = select(t.MarkChange).where(t.MarkChange.submission_id == submission_id)
    return tuple(_out(row) for row in session.scalars(rows.order_by(t.MarkChange.id.desc())))


def newest_changes(session: Session, course_id: str, user: str) -> dict[str, MarkChangeOut]:
    """The last change of each of a learner's submissions that had one, by the submission's id."""
    rows = (
        select(t.MarkChange)
        .join(t.Submission, t.Submission.id == t.MarkChange.submission_id)
        .where(t.Submission.course_id == course_id, t.Submission.user == user)
    )
    changes = session.scalars(rows.order_by(t.MarkChange.id))
    return {row.submission_id: _out(row) for row in changes}


def _out(row: t.MarkChange) -> MarkChangeOut:
    return MarkChangeOut.model_validate(
        {
            "at": row.at,
            "kind": row.kind,
            "by": row.by,
            "reason": row.reason,
            "before": row.before,
            "after": row.after,
        }
    )
