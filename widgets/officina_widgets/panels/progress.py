"""How far somebody has come in a course, worked out from its exercises and what was handed in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Literal

from officina_courses.model import Frozen
from officina_widgets.wire import CourseDetail, ExerciseOut, SubmissionOut

State = Literal["open", "queued", "grading", "graded", "needs_manual", "ungradable", "superseded"]


class Step(Frozen):
    """One exercise."""

    id: str
    title: str
    state: State
    score: float | None
    max_score: float
    attempts: int
    deadline: datetime | None

    @property
    def is_done(self) -> bool:
        """Whether it was handed in so that it can be marked."""
        return self.state not in ("open", "ungradable", "superseded")


class Progress(Frozen):
    """All of a course."""

    course_id: str
    title: str
    steps: tuple[Step, ...]

    @property
    def done(self) -> int:
        """How many exercises were handed in."""
        return sum(step.is_done for step in self.steps)

    @property
    def next(self) -> Step | None:
        """The first that was not; None where all were."""
        return next((step for step in self.steps if not step.is_done), None)

    @property
    def points(self) -> tuple[float, float]:
        """Those that there are marks for, and the most that can be had."""
        return (
            sum(step.score or 0.0 for step in self.steps),
            sum(step.max_score for step in self.steps),
        )


def progress_of(course: CourseDetail, submissions: Iterable[SubmissionOut]) -> Progress:
    """From what the portal tells of the course and of one's own submissions, oldest first."""
    by_exercise: dict[str, list[SubmissionOut]] = {}
    for one in submissions:
        by_exercise.setdefault(one.exercise_id, []).append(one)
    steps = [_step(exercise, by_exercise.get(exercise.id, ())) for exercise in course.exercises]
    return Progress(course_id=course.course.id, title=course.course.title, steps=tuple(steps))


def _step(exercise: ExerciseOut, handed_in: Sequence[SubmissionOut]) -> Step:
    """Its state is that of the newest submission; its marks are the newest that there are."""
    grades = [one.grade for one in handed_in if one.grade is not None]
    return Step(
        id=exercise.id,
        title=exercise.title,
        state=handed_in[-1].state if handed_in else "open",
        score=grades[-1].score if grades else None,
        max_score=exercise.max_score,
        attempts=len(handed_in),
        deadline=exercise.deadline,
    )
