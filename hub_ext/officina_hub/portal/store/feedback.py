"""Feedback: which blob holds the page of a notebook, and what could not be published."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from officina_courses.model import Frozen
from officina_hub.portal.db import tables as t
from officina_hub.portal.errors import NotFound

NO_FEEDBACK = (
    "There is no feedback on the notebook {notebook!r} of this submission yet. It appears once the "
    "submission is graded; the course page shows where it stands."
)


class FailedFeedback(Frozen):
    """That feedback in one exercise could not be published: for how many, and why the last."""

    count: int
    user: str
    message: str


def feedback_blob(session: Session, submission_id: str, notebook: str) -> str:
    """The SHA-256 of the page; raises ``NotFound`` where there is none."""
    page = session.get(t.FeedbackFile, (submission_id, notebook))
    if page is None:
        raise NotFound("no-feedback", NO_FEEDBACK.format(notebook=notebook))
    return page.sha256


def failed_feedback(session: Session, course_id: str) -> dict[str, FailedFeedback]:
    """By exercise, the learners whose last try at feedback failed; grading them makes it too."""
    newest = (
        select(func.max(t.Job.id))
        .where(t.Job.course_id == course_id, t.Job.kind.in_(("feedback", "grade", "confirm")))
        .where(t.Job.state.in_(("done", "failed")))
        .group_by(t.Job.exercise_id, t.Job.user)
    )
    failed = select(t.Job).where(
        t.Job.id.in_(newest), t.Job.kind == "feedback", t.Job.state == "failed"
    )
    found: dict[str, FailedFeedback] = {}
    for job in session.scalars(failed.order_by(t.Job.id)):
        before = found.get(job.exercise_id or "")
        found[job.exercise_id or ""] = FailedFeedback(
            count=before.count + 1 if before else 1, user=job.user or "", message=job.message
        )
    return found
