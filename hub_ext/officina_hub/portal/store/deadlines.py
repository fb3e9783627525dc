"""Deadlines: set by a trainer, judged by the portal's clock."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from officina_hub.portal.store.act import Act, note
from officina_hub.portal.store.courses import exercise_out, find_exercise
from officina_widgets.wire import ExerciseOut


def is_late(deadline: datetime | None, received_at: datetime) -> bool:
    """Whether something that arrived then is late; the moment of the deadline itself is not."""
    return deadline is not None and received_at > deadline


def set_deadline(
    session: Session, course_id: str, exercise_id: str, deadline: datetime | None, act: Act
) -> ExerciseOut:
    """Set a trainer's own deadline, or say that there is none; later releases do not change it.

    What was received before keeps the verdict of its receipt.
    """
    exercise = find_exercise(session, course_id, exercise_id)
    exercise.deadline = deadline
    exercise.has_own_deadline = True
    said = deadline.isoformat() if deadline else "none"
    note(session, act, "deadline set", course_id=course_id, exercise_id=exercise_id, detail=said)
    return exercise_out(exercise)
