"""Grading again: looking writes nothing, and writing keeps what was seen or nothing at all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from grading_classroom import NOON, TASKS, Cell, Classroom, named, scores
from nbgrader.api import Gradebook

from officina_courses.grading.errors import AnotherAttempt, MarksDiffer
from officina_courses.grading.gradebook_connection import GradebookConnection
from officina_courses.grading.regrade import Place, Seen, preview, put_back, write
from officina_courses.grading.request import GradeOutcome, GradeRequest
from officina_courses.marks import ExerciseBuilt
from officina_courses.release import prepare_exercise

pytestmark = pytest.mark.sandbox

HALF = "def double(x):\n    return 2 * x if x < 3 else 0"


def mended(cells: list[Cell]) -> list[Cell]:
    """The course with a milder first test."""
    milder = {**named(cells, "test_double"), "source": "assert double(1) == 2"}
    return [milder if cell is named(cells, "test_double") else cell for cell in cells]


@pytest.fixture
def room(classroom: Classroom) -> Iterator[Classroom]:
    yield classroom
    classroom.write_source("doubling", TASKS)
    prepare_exercise(classroom.home, "doubling")


def mend(room: Classroom) -> ExerciseBuilt:
    room.write_source("doubling", mended(TASKS))
    return prepare_exercise(room.home, "doubling")


def request_of(room: Classroom, student: str, **changes: object) -> GradeRequest:
    folder = room.home.parent / "handed-in" / student / "doubling"
    request = GradeRequest(
        course_home=room.home,
        exercise_id="doubling",
        student_id=student,
        submission_dir=folder,
        received_at=NOON,
        limits=room.limits,
    )
    return request.model_copy(update=changes)


def everything(home: Path) -> dict[str, tuple[str, int]]:
    """Each file of the course: its content and when it was written."""
    return {
        str(file.relative_to(home)): (
            hashlib.sha256(file.read_bytes()).hexdigest(),
            file.stat().st_mtime_ns,
        )
        for file in sorted(home.rglob("*"))
        if file.is_file()
    }


def seen(outcome: GradeOutcome) -> Seen:
    assert outcome.grade is not None
    return Seen(outcome.grade, outcome.tests)


def give_by_hand(room: Classroom, student: str, cell: str, points: float) -> None:
    with Gradebook(f"sqlite:///{room.home / 'gradebook.db'}") as book:
        grade = book.find_grade(cell, "tasks", "doubling", student)
        grade.manual_score = points
        grade.needs_manual_grade = False
        book.db.commit()


def test_a_mended_test_changes_the_fingerprint_and_a_mended_text_does_not(room: Classroom) -> None:
    before = prepare_exercise(room.home, "doubling").tests
    told_better = [{**TASKS[0], "source": "# Doubling, with pleasure"}, *TASKS[1:]]
    room.write_source("doubling", told_better)
    assert prepare_exercise(room.home, "doubling").tests == before
    assert mend(room).tests != before


def test_marks_bear_the_fingerprint_of_the_tests_that_gave_them(room: Classroom) -> None:
    built = prepare_exercise(room.home, "doubling")
    assert room.solve("berta").tests == built.tests


def test_a_preview_tells_the_new_marks_and_leaves_every_file_as_it_was(room: Classroom) -> None:
    assert scores(room.solve("carla", HALF))["test_double"] == 0.0
    built = mend(room)
    before = everything(room.home)

    outcome = preview(request_of(room, "carla"), engine=room.engine)

    assert scores(outcome)["test_double"] == 2.0
    assert outcome.tests == built.tests
    assert outcome.feedback == ()
    assert everything(room.home) == before


def test_what_was_seen_is_written_and_writing_it_twice_does_no_harm(room: Classroom) -> None:
    room.solve("dora", HALF)
    mend(room)
    shown = preview(request_of(room, "dora"), engine=room.engine)

    for _ in range(2):
        written = write(request_of(room, "dora"), seen(shown), engine=room.engine)
        assert scores(written) == scores(shown)
        assert [page.notebook for page in written.feedback] == ["tasks"]
    with Gradebook(f"sqlite:///{room.home / 'gradebook.db'}") as book:
        assert book.find_grade("test_double", "tasks", "doubling", "dora").score == 2.0


def test_a_mark_by_hand_stays_and_asks_for_no_second_look(room: Classroom) -> None:
    room.solve("emma", HALF)
    give_by_hand(room, "emma", "drawing", 4.0)
    mend(room)
    shown = preview(request_of(room, "emma"), engine=room.engine)
    assert shown.grade is not None
    drawing = next(c for c in shown.grade.notebooks[0].cells if c.grade_id == "drawing")
    assert (drawing.score, drawing.by_hand, drawing.needs_manual) == (4.0, True, False)


def test_a_trainers_mark_on_a_test_that_gives_other_points_now_is_looked_at_again(
    room: Classroom,
) -> None:
    room.solve("frida", HALF)
    give_by_hand(room, "frida", "test_double", 1.0)
    mend(room)
    shown = preview(request_of(room, "frida"), engine=room.engine)
    assert shown.grade is not None
    test = next(c for c in shown.grade.notebooks[0].cells if c.grade_id == "test_double")
    assert (test.score, test.by_hand, test.needs_manual) == (1.0, True, True)


def test_a_mark_given_by_hand_since_the_preview_stops_the_writing(room: Classroom) -> None:
    room.solve("gerda", HALF)
    mend(room)
    shown = preview(request_of(room, "gerda"), engine=room.engine)
    give_by_hand(room, "gerda", "drawing", 5.0)
    before = everything(room.home)
    with pytest.raises(MarksDiffer, match="preview"):
        write(request_of(room, "gerda"), seen(shown), engine=room.engine)
    assert everything(room.home) == before


def test_tests_changed_since_the_preview_stop_the_writing(room: Classroom) -> None:
    room.solve("hilde", HALF)
    shown = preview(request_of(room, "hilde"), engine=room.engine)
    mend(room)
    with pytest.raises(MarksDiffer, match="tests were changed"):
        write(request_of(room, "hilde"), seen(shown), engine=room.engine)


def test_another_attempt_in_the_gradebook_keeps_its_place(room: Classroom) -> None:
    room.solve("ilse", HALF)
    older = request_of(room, "ilse", received_at=NOON - timedelta(hours=1))
    with pytest.raises(AnotherAttempt, match="another attempt"):
        preview(older, engine=room.engine)


def place_of(room: Classroom, student: str) -> Place:
    return Place(room.home, "doubling", student, NOON)


def test_marks_from_before_come_back_and_putting_them_back_twice_does_no_harm(
    room: Classroom,
) -> None:
    earlier = room.solve("jana", HALF)
    mend(room)
    shown = preview(request_of(room, "jana"), engine=room.engine)
    write(request_of(room, "jana"), seen(shown), engine=room.engine)

    for _ in range(2):
        back = put_back(place_of(room, "jana"), seen=seen(shown), earlier=seen(earlier))
        assert scores(back) == scores(earlier)
        assert (back.tests, back.state) == (earlier.tests, earlier.state)


def test_a_mark_given_by_hand_after_confirming_stops_the_putting_back(room: Classroom) -> None:
    earlier = room.solve("kati", HALF)
    mend(room)
    shown = preview(request_of(room, "kati"), engine=room.engine)
    write(request_of(room, "kati"), seen(shown), engine=room.engine)
    give_by_hand(room, "kati", "essay", 3.0)
    with pytest.raises(MarksDiffer, match="points now"):
        put_back(place_of(room, "kati"), seen=seen(shown), earlier=seen(earlier))


class Killed(BaseException):
    """The grader ends here; nothing of it is done after."""


def dies_at(monkeypatch: pytest.MonkeyPatch, commit: int) -> None:
    """From now on the gradebook's transaction of that number is never kept."""
    left = iter(range(commit - 1, -1, -1))
    keep = GradebookConnection.commit

    def keep_or_die(connection: GradebookConnection) -> None:
        if next(left) == 0:
            raise Killed
        keep(connection)

    monkeypatch.setattr(GradebookConnection, "commit", keep_or_die)


def test_what_was_half_written_is_written_at_the_next_try(
    room: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.solve("lotte", HALF)
    mend(room)
    shown = preview(request_of(room, "lotte"), engine=room.engine)
    with monkeypatch.context() as patch:
        dies_at(patch, 2)  # the first one reads the exercise
        with pytest.raises(Killed):
            write(request_of(room, "lotte"), seen(shown), engine=room.engine)
    written = write(request_of(room, "lotte"), seen(shown), engine=room.engine)
    assert scores(written) == scores(shown)


def test_what_was_half_put_back_is_put_back_at_the_next_try(
    room: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    earlier = room.solve("maja", HALF)
    mend(room)
    shown = preview(request_of(room, "maja"), engine=room.engine)
    write(request_of(room, "maja"), seen(shown), engine=room.engine)
    with monkeypatch.context() as patch:
        dies_at(patch, 1)
        with pytest.raises(Killed):
            put_back(place_of(room, "maja"), seen=seen(shown), earlier=seen(earlier))
    back = put_back(place_of(room, "maja"), seen=seen(shown), earlier=seen(earlier))
    assert scores(back) == scores(earlier)
    assert back.tests == earlier.tests
