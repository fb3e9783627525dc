"""Who does something, when, and under which request: handed to every function that writes."""

from __future__ import annotations

from pydantic import AwareDatetime
from sqlalchemy.orm import Session

from officina_courses.model import Frozen
from officina_hub.portal.db import tables as t


class Act(Frozen):
    """One deed of one person or service."""

    user: str
    at: AwareDatetime
    correlation_id: str = ""


def note(
    session: Session,
    act: Act,
    what: str,
    *,
    course_id: str | None = None,
    exercise_id: str | None = None,
    submission_id: str | None = None,
    detail: str = "",
) -> None:
    """Write one line of the audit trail, in the same transaction as what it tells of."""
    session.add(
        t.Event(
            at=act.at,
            user=act.user,
            what=what,
            course_id=course_id,
            exercise_id=exercise_id,
            submission_id=submission_id,
            detail=detail,
            correlation_id=act.correlation_id,
        )
    )
