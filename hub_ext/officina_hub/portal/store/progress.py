"""A learner's own way through a course: each exercise with the attempts made at it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from officina_courses.model import Frozen
from officina_hub.portal.db import tables as t
from officina_hub.portal.store.attempts import counting
from officina_hub.portal.store.courses import course_detail
from officina_hub.portal.store.jobs import LIVE
from officina_hub.portal.store.submissions import list_submissions
from officina_widgets.wire import ExerciseOut, SubmissionOut


class ExerciseProgress(Frozen):
    """One exercise, all that one learner handed in for it, oldest first, and what of it counts."""

    exercise: ExerciseOut
    submissions: tuple[SubmissionOut, ...]
    counts: SubmissionOut | None

    @property
    def newest(self) -> SubmissionOut | None:
        """The attempt handed in last, which need not be the one that counts."""
        return self.submissions[-1] if self.submissions else None


def learner_progress(session: Session, course_id: str, user: str) -> tuple[ExerciseProgress, ...]:
    """The released exercises of a course in their order; raises ``NotFound`` for no course."""
    detail = course_detail(session, course_id, user=user)
    submissions = list_submissions(session, course_id, user=user)
    counts = set(session.scalars(counting(course_id, user=user)))
    return tuple(_progress(exercise, submissions, counts) for exercise in detail.exercises)


def awaits_feedback(session: Session, course_id: str, user: str) -> bool:
    """Whether feedback or new marks that a trainer gave are still on their way to this learner."""
    coming = (
        select(t.Job.id)
        .join(t.Submission, t.Submission.id == t.Job.submission_id)
        .where(t.Job.kind.in_(("feedback", "confirm", "undo")), t.Job.state.in_(LIVE))
        .where(t.Submission.course_id == course_id, t.Submission.user == user)
    )
    return session.scalars(coming.limit(1)).first() is not None


def _progress(
    exercise: ExerciseOut, submissions: tuple[SubmissionOut, ...], counts: set[int]
) -> ExerciseProgress:
    mine = tuple(one for one in submissions if one.exercise_id == exercise.id)
    return ExerciseProgress(
        exercise=exercise,
        submissions=mine,
        counts=next((one for one in mine if one.sequence in counts), None),
    )
