"""The gradebook has the marks of the attempt that counts, also when a newer one cannot be read."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from grading_classroom import NOON, RIGHT, TASKS, Classroom, scores, solved

from officina_courses.grading import (
    GradeOutcome,
    GradeRequest,
    grade_submission,
    gradebook,
    republish,
)
from officina_courses.release import prepare_exercise

pytestmark = pytest.mark.sandbox


@pytest.fixture
def room(tmp_path: Path) -> Classroom:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    room = Classroom(home)
    room.write_source("doubling", TASKS)
    prepare_exercise(home, "doubling")
    return room


def attempt(room: Classroom, number: int, content: str | None = None) -> GradeOutcome:
    folder = room.hand_in("ada", solved(RIGHT))
    if content is not None:
        (folder / "tasks.ipynb").write_text(content)
    return grade_submission(
        GradeRequest(
            course_home=room.home,
            exercise_id="doubling",
            student_id="ada",
            submission_dir=folder,
            received_at=NOON + timedelta(minutes=number),
            limits=room.limits,
        )
    )


def in_gradebook(room: Classroom) -> tuple[float, int]:
    """The points that stand there, and of which attempt."""
    with gradebook.open_gradebook(room.home) as session:
        found = gradebook.find_submission(session, "doubling", "ada")
        assert found is not None
        minutes = (found.timestamp - NOON.replace(tzinfo=None)).seconds // 60
        return sum(g.auto_score or 0.0 for book in found.notebooks for g in book.grades), minutes


def test_an_unread_attempt_leaves_the_gradebook_to_the_one_before(room: Classroom) -> None:
    attempt(room, 1)
    outcome = attempt(room, 2, "{cut")

    assert outcome.grade is not None
    assert (outcome.state, outcome.grade.score, outcome.grade.is_unread) == ("graded", 0.0, True)
    assert "not JSON" in outcome.message
    assert "not JSON" in outcome.feedback[0].html
    assert in_gradebook(room) == (6.0, 1)
    assert "not JSON" not in room.written("ada")
    again = republish(course_home=room.home, exercise_id="doubling", student_id="ada")
    assert scores(again)["test_double"] == 2.0


def test_the_next_attempt_that_can_be_read_takes_the_place(room: Classroom) -> None:
    attempt(room, 1, "{cut")
    assert in_gradebook(room) == (0.0, 1)
    attempt(room, 2, "")
    assert in_gradebook(room) == (0.0, 2)
    attempt(room, 3)
    assert in_gradebook(room) == (6.0, 3)


def test_the_same_attempt_graded_again_is_written_as_it_is(room: Classroom) -> None:
    attempt(room, 1)
    attempt(room, 1, "{cut")
    assert in_gradebook(room) == (0.0, 1)
