"""Where one learner stands in one course, in total: the attempts that count."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from officina_hub.portal.store.progress import ExerciseProgress
from officina_widgets.wire import ExerciseOut


class Tally(NamedTuple):
    """All exercises of a course for one learner."""

    exercises: tuple[ExerciseProgress, ...]

    @property
    def score(self) -> float:
        """Points in total."""
        return sum(score_of(exercise) for exercise in self.exercises)

    @property
    def max_score(self) -> float:
        """Points that can be had in total."""
        return sum(max_score_of(exercise) for exercise in self.exercises)

    @property
    def handed_in(self) -> int:
        """How many exercises have an attempt."""
        return sum(1 for exercise in self.exercises if exercise.submissions)

    @property
    def last_submitted_at(self) -> datetime | None:
        """When something was last handed in."""
        moments = (one.received_at for each in self.exercises for one in each.submissions)
        return max(moments, default=None)

    @property
    def next_exercise(self) -> ExerciseOut | None:
        """The first that has no attempt yet; the last one where all have."""
        for each in self.exercises:
            if not each.submissions:
                return each.exercise
        return self.exercises[-1].exercise if self.exercises else None


def score_of(progress: ExerciseProgress) -> float:
    """The points so far."""
    counts = progress.counts
    return counts.grade.score if counts and counts.grade else 0.0


def max_score_of(progress: ExerciseProgress) -> float:
    """The points that can be had: those of the version graded, else of the one released."""
    counts = progress.counts
    return counts.grade.max_score if counts and counts.grade else progress.exercise.max_score
