"""Grading beside other graders: what is between two looks at the course is seen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from grading_classroom import NOON, RIGHT, Classroom, solved

from officina_courses.grading import GradeRequest, grade_submission
from officina_courses.grading.errors import ExerciseReplaced
from officina_courses.release import prepare_exercise


class Turns:
    """Counts the turns that grading takes, and does something in front of one of them."""

    def __init__(self, before: dict[int, object]) -> None:
        self.taken = 0
        self.is_inside = False
        self._before = before

    @contextmanager
    def __call__(self) -> Iterator[None]:
        self.taken += 1
        deed = self._before.get(self.taken)
        if callable(deed):
            deed()
        self.is_inside = True
        yield
        self.is_inside = False


def grade(classroom: Classroom, student: str, turns: Turns) -> None:
    grade_submission(
        GradeRequest(
            course_home=classroom.home,
            exercise_id="doubling",
            student_id=student,
            submission_dir=classroom.hand_in(student, solved(RIGHT)),
            received_at=NOON,
            limits=classroom.limits,
        ),
        engine=classroom.engine,
        turn=turns,
    )


def test_a_course_is_held_twice_and_not_while_notebooks_run(classroom: Classroom) -> None:
    turns = Turns({})
    grade(classroom, "kim", turns)
    assert (turns.taken, turns.is_inside) == (2, False)


def test_marks_of_a_release_that_was_replaced_meanwhile_are_not_written(
    classroom: Classroom,
) -> None:
    turns = Turns({2: lambda: prepare_exercise(classroom.home, "doubling")})
    with pytest.raises(ExerciseReplaced):
        grade(classroom, "lea", turns)
    assert not (classroom.home / "autograded" / "lea").exists()
