"""The story of work that did not succeed at once: what each try ended with, and when."""

from __future__ import annotations

from pydantic import AwareDatetime
from sqlalchemy import select
from sqlalchemy.orm import Session

from officina_courses.model import Frozen
from officina_hub.portal.db import tables as t
from officina_hub.portal.store.act import Act, note

TRY_ENDED = "try ended"


class EndedTry(Frozen):
    """One try that came to nothing, in English as graders and operators write it."""

    at: AwareDatetime
    how: str


def tell_of_try(session: Session, job: t.Job, how: str, act: Act) -> None:
    """Add a try to the story, which is part of the audit trail."""
    note(
        session,
        act,
        TRY_ENDED,
        course_id=job.course_id,
        exercise_id=job.exercise_id,
        submission_id=job.submission_id,
        detail=f"{job.kind}, try {job.tries} on {job.worker}: {how}",
    )


def story_of(session: Session, submission: t.Submission) -> tuple[EndedTry, ...]:
    """The tries with a submission that came to nothing, the first one first."""
    rows = (
        select(t.Event)
        .where(t.Event.course_id == submission.course_id, t.Event.at >= submission.received_at)
        .where(t.Event.submission_id == submission.id, t.Event.what == TRY_ENDED)
    )
    found = session.scalars(rows.order_by(t.Event.id))
    return tuple(EndedTry(at=event.at, how=event.detail) for event in found)
