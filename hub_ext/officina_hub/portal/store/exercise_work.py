"""What learners handed in for one exercise, one attempt of each, with its marks."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from officina_courses.marks import Grade
from officina_courses.model import Frozen
from officina_hub.portal.db import tables as t
from officina_hub.portal.store.attempts import counting
from officina_widgets.wire import SubmissionState

Which = Literal["counts", "first"]


class Work(Frozen):
    """One attempt; ``grade`` is ``None`` where it has no marks."""

    submission_id: str
    user: str
    state: SubmissionState
    version: str
    grade: Grade | None


def exercise_work(
    session: Session, course_id: str, exercise_id: str, which: Which
) -> tuple[Work, ...]:
    """One attempt of each learner, by name: the one that counts, or the first."""
    chosen = counting(course_id) if which == "counts" else _first(course_id)
    rows = session.execute(
        select(t.Submission, t.Release.version, t.Grade.document)
        .join(t.Release, t.Release.id == t.Submission.release_id)
        .outerjoin(t.Grade, t.Grade.submission_id == t.Submission.id)
        .where(t.Submission.exercise_id == exercise_id, t.Submission.sequence.in_(chosen))
        .order_by(t.Submission.user)
    )
    return tuple(_work(*row) for row in rows)


def _first(course_id: str) -> Select[int]:
    return select(t.Submission.sequence).where(
        t.Submission.course_id == course_id, t.Submission.attempt == 1
    )


def _work(submission: t.Submission, version: str, document: dict[str, object] | None) -> Work:
    return Work.model_validate(
        {
            "submission_id": submission.id,
            "user": submission.user,
            "state": submission.state,
            "version": version,
            "grade": document,
        }
    )
