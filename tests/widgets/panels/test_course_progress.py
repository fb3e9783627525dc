"""How far one is in a course, from what the portal tells of it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from officina_courses.marks import Grade
from officina_courses.model import Course, Exercise
from officina_widgets import CourseProgress
from officina_widgets.client import PortalClient
from officina_widgets.errors import BadName
from officina_widgets.panels.progress import progress_of
from officina_widgets.wire import CourseDetail, ExerciseOut, SubmissionOut

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def course(*names: str) -> CourseDetail:
    document = Course(
        id="first-steps",
        title="First <steps>",
        version="1.0.0",
        summary="One",
        minutes=60,
        licence="CC-BY-4.0",
        exercises=tuple(Exercise(id=name, title=name.upper()) for name in names),
    )
    exercises = tuple(
        ExerciseOut(
            id=name, title=name.upper(), minutes=15, max_score=3, has_manual=False, notebooks=()
        )
        for name in names
    )
    return CourseDetail(
        course=document, release_id=1, published_at=NOON, role="learner", exercises=exercises
    )


def handed_in(exercise: str, state: str, score: float | None = None) -> SubmissionOut:
    grade = score is not None and Grade(
        score=score, max_score=3, needs_manual=False, notebooks=(), graded_at=NOON
    )
    return SubmissionOut(
        id="s",
        sequence=1,
        course_id="first-steps",
        exercise_id=exercise,
        user="ada",
        attempt=1,
        received_at=NOON,
        sha256="0" * 64,
        size=1,
        is_late=False,
        state=state,
        grade=grade or None,
    )


def test_the_newest_submission_says_the_state_and_the_newest_marks_count():
    mine = [handed_in("a", "graded", 1), handed_in("a", "graded", 3), handed_in("a", "queued")]
    found = progress_of(course("a", "b"), [*mine, handed_in("b", "ungradable")])
    first, second = found.steps
    assert (first.state, first.score, first.attempts, first.is_done) == ("queued", 3, 3, True)
    assert (second.state, second.score, second.is_done) == ("ungradable", None, False)
    assert (found.done, found.next, found.points) == (1, second, (3, 6))
    assert progress_of(course(), []).next is None


class KeptClient:
    """Tells of one course."""

    def course(self, course_id: str) -> CourseDetail:
        return course("a", "b")

    def submissions(self, course_id: str) -> tuple[SubmissionOut, ...]:
        return (handed_in("a", "graded", 2.5),)


@pytest.fixture
def panel() -> CourseProgress:
    return CourseProgress("first-steps", client=KeptClient())  # type: ignore[arg-type]


def test_python_has_it_as_a_frame_and_the_next_exercise(panel: CourseProgress):
    frame = panel.to_frame()
    assert list(frame["state"]) == ["graded", "open"]
    assert (panel.done, panel.next, frame["score"][0]) == (1, "b", 2.5)


def test_whoever_shows_no_widgets_has_text_and_a_table_without_markup_of_others(
    panel: CourseProgress,
):
    told = panel._told()
    assert "First <steps>: 1 of 2 exercises handed in" in told["text/plain"]
    assert "- B: not handed in: - of 3" in told["text/plain"]
    assert "First &lt;steps&gt;" in told["text/html"]


def test_the_view_is_told_all_of_it(panel: CourseProgress):
    state = panel._answer("look")["state"]
    assert [step["state"] for step in state["steps"]] == ["graded", "open"]
    assert panel._answer("stop") == {
        "sentence": "The view asked something that this kernel does not know. Run the cell again."
    }


def test_without_a_name_it_is_the_course_of_the_notebook(tmp_path: Path, monkeypatch: Any):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BadName, match="CourseProgress\\('first-steps'\\)"):
        CourseProgress()


def test_in_a_session_the_portal_is_asked(ada: Path, portal: Any):
    panel = CourseProgress("first-steps")
    assert panel.progress.title == "First steps"
    assert isinstance(panel._client, PortalClient)
