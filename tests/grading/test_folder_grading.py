"""All that was collected in an nbgrader course folder, graded without the platform."""

from __future__ import annotations

import os
import shutil
import signal
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from grading_classroom import RIGHT, TASKS, WRONG, Classroom, solved
from nbgrader import api
from nbgrader.api import Gradebook
from sqlalchemy import select

from officina_courses.folder_grading import Graded, batch, grade_folder, open_order
from officina_courses.folder_grading.order import FolderRefused
from officina_courses.grading import GradingRefused, gradebook, leftovers
from officina_courses.importing.nbgrader_config import CONFIG_FILE
from officina_courses.release import prepare_exercise
from officina_courses.sandbox import Isolation

NOON = "2026-11-21 12:00:00.000000 UTC\n"


@pytest.fixture
def course(tmp_path: Path) -> Classroom:
    """A course with a source and three collected submissions, never released by Officina."""
    room = Classroom(tmp_path / "course")
    room.home.mkdir()
    room.write_source("doubling", TASKS)
    prepare_exercise(room.home, "doubling")
    for student, solution in (("ada", RIGHT), ("bob", WRONG), ("eve", "import os\nos._exit(1)")):
        collect(room, student, solution)
    return room


def collect(course: Classroom, student: str, solution: str) -> Path:
    handed_in = course.hand_in(student, solved(solution))
    folder = course.home / "submitted" / student / "doubling"
    shutil.copytree(handed_in, folder, dirs_exist_ok=True)
    (folder / "timestamp.txt").write_text(NOON)
    return folder


def graded(course: Classroom, *students: str, workers: int = 2) -> dict[str, Graded]:
    order = open_order(course.home / "doubling", students=students)
    return {one.student: one for one in grade_folder(order, workers=workers)}


def auto_marks(course: Classroom, student: str) -> dict[str, float | None]:
    with Gradebook(f"sqlite:///{course.home}/gradebook.db") as book:
        [notebook] = book.find_submission("doubling", student).notebooks
        return {grade.name: grade.auto_score for grade in notebook.grades}


@pytest.mark.sandbox
def test_one_bad_submission_never_stops_the_rest(course: Classroom) -> None:
    (course.home / "submitted/bob/doubling/tasks.ipynb").write_text("{")
    shutil.copytree(course.home / "submitted/ada", course.home / "submitted/-o")
    before = (course.home / "submitted/ada/doubling/tasks.ipynb").read_bytes()
    found = graded(course)
    assert {name: (one.state, one.score) for name, one in found.items()} == {
        "-o": ("ungradable", None),
        "ada": ("needs_manual", 6.0),
        "bob": ("graded", 0.0),
        "eve": ("needs_manual", 0.0),
    }
    assert "cannot be the name of a folder" in found["-o"].note
    assert auto_marks(course, "ada")["test_double"] == 2.0
    assert (course.home / "autograded/ada/doubling/tasks.ipynb").is_file()
    assert (course.home / "feedback/ada/doubling/tasks.html").is_file()
    assert (course.home / "submitted/ada/doubling/tasks.ipynb").read_bytes() == before


@pytest.mark.sandbox
def test_a_course_that_was_never_prepared_is_prepared_from_its_source(course: Classroom) -> None:
    (course.home / "gradebook.db").unlink()
    shutil.rmtree(course.home / "release")
    assert graded(course, "ada")["ada"].score == 6.0


@pytest.mark.sandbox
def test_ctrl_c_ends_it_between_two_submissions(
    course: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = batch.keep

    def interrupted(*arguments: object) -> object:
        os.kill(os.getpid(), signal.SIGINT)
        return keep(*arguments)

    monkeypatch.setattr(batch, "keep", interrupted)
    order = open_order(course.home / "doubling")
    with closing(grade_folder(order, workers=1)) as going:
        assert next(going).student == "ada"
        with pytest.raises(KeyboardInterrupt):
            next(going)
    assert auto_marks(course, "ada")["test_double"] == 2.0
    assert (course.home / "feedback/ada/doubling/tasks.html").is_file()
    with gradebook.open_gradebook(course.home) as session:
        assert gradebook.find_submission(session, "doubling", "bob") is None


@pytest.mark.sandbox
def test_late_submissions_lose_what_nbgraders_method_says(course: Classroom) -> None:
    config = "c = get_config()\nc.LateSubmissionPlugin.penalty_method = 'zero'\nexit('it was run')"
    (course.home / CONFIG_FILE).write_text(config)
    with gradebook.open_gradebook(course.home) as session:
        exercise = session.scalars(select(api.Assignment)).one()
        exercise.duedate = datetime(2026, 11, 21, 11)  # in UTC, without saying so
        session.add(api.Student(id="bob"))
        session.flush()
        extended = {"student_id": "bob", "extension": timedelta(hours=2)}
        session.add(api.SubmittedAssignment(assignment_id=exercise.id, **extended))
    collect(course, "bob", RIGHT)
    found = graded(course, "ada", "bob")
    assert (found["ada"].score, found["ada"].late_penalty) == (0.0, 6.0)
    assert "came late, which cost 6 points" in found["ada"].note
    assert (found["bob"].score, found["bob"].late_penalty) == (6.0, 0.0)
    with Gradebook(f"sqlite:///{course.home}/gradebook.db") as book:
        assert book.find_submission("doubling", "ada").late_submission_penalty == 6.0
        assert book.find_submission("doubling", "ada").total_seconds_late == 3600
    assert "after the deadline" in course.written("ada")


@pytest.mark.sandbox
def test_a_timestamp_that_nobody_can_read_is_told_and_costs_nothing(course: Classroom) -> None:
    (course.home / "submitted/ada/doubling/timestamp.txt").write_text("yesterday, I think")
    (course.home / "submitted/bob/doubling/timestamp.txt").unlink()
    found = graded(course, "ada", "bob")
    assert "timestamp.txt could not be read" in found["ada"].note
    assert found["bob"].note == ""
    with Gradebook(f"sqlite:///{course.home}/gradebook.db") as book:
        assert book.find_submission("doubling", "bob").timestamp is None


def test_times_of_other_zones_are_nbgraders(course: Classroom) -> None:
    text = "2026-11-21T12:00:00+02:00"
    (course.home / "submitted/ada/doubling/timestamp.txt").write_text(text)
    [ada] = open_order(course.home / "doubling", students=("ada",)).submissions
    expected = datetime.fromisoformat("2026-11-21T12:00:00+02:00")
    assert ada.received_at == expected
    assert ada.received_at.utcoffset() == timedelta(0)


def test_where_no_sandbox_is_possible_nothing_is_graded(
    course: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    none = Isolation(kind="none", reason="bubblewrap is not installed")
    monkeypatch.setattr("officina_courses.sandbox.probe", lambda: none)
    with pytest.raises(GradingRefused, match="bubblewrap is not installed"):
        graded(course)
    assert not (course.home / "autograded").exists()


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("c.CourseDirectory.submitted_directory = 'handed-in'", "submitted_directory"),
        ("c.CourseDirectory.db_url = 'postgresql://me:s3cret@db/marks'", "db_url"),
    ],
)
def test_files_in_other_places_are_refused(course: Classroom, line: str, named: str) -> None:
    (course.home / CONFIG_FILE).write_text(line)
    with pytest.raises(FolderRefused, match=named) as refused:
        open_order(course.home / "doubling")
    assert "s3cret" not in str(refused.value)


def test_a_plug_in_of_the_course_is_told(course: Classroom) -> None:
    (course.home / CONFIG_FILE).write_text("c.AssignLatePenalties.plugin_class = 'late.Tenth'")
    assert "late.Tenth" in open_order(course.home / "doubling").notices[0]


@pytest.mark.parametrize(
    ("assignment", "students", "told"),
    [
        ("doubling", ("zoe",), "no submission of zoe"),
        ("tripling", (), "no submission in"),
        ("submitted/doubling", (), "nor a gradebook.db"),
    ],
)
def test_where_there_is_nothing_to_grade_it_is_told(
    course: Classroom, assignment: str, students: tuple[str, ...], told: str
) -> None:
    with pytest.raises(FolderRefused, match=told):
        open_order(course.home / assignment, students=students)


@pytest.mark.sandbox
def test_folders_that_cannot_be_looked_at_are_told_and_the_rest_is_graded(
    course: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    (course.home / "submitted" / "b\udcffd" / "doubling").mkdir(parents=True)
    is_dir = Path.is_dir

    def refused(self: Path) -> bool:  # root may look everywhere
        if self.parent.name == "bob":
            raise PermissionError(13, "Permission denied", str(self))
        return is_dir(self)

    monkeypatch.setattr(Path, "is_dir", refused)
    order = open_order(course.home / "doubling")
    assert [one.student for one in order.submissions] == ["ada", "eve"]
    bob, unwritable = sorted(order.notices, reverse=True)
    assert bob.startswith("submitted/bob was left out: Permission denied")
    assert unwritable.isascii()
    assert "not UTF-8" in unwritable


@pytest.mark.parametrize(
    "line",
    [
        'c.CourseDirectory.db_url = "sqlite:///" + "x.db"',
        'c.CourseDirectory.submitted_directory = "a" + "b"',
        'if True:\n    c.CourseDirectory.submitted_directory = "in"',
        "c = (",
    ],
)
def test_places_that_only_a_program_knows_are_refused(course: Classroom, line: str) -> None:
    (course.home / CONFIG_FILE).write_text(line)
    with pytest.raises(FolderRefused, match="cannot be read where it matters"):
        open_order(course.home / "doubling")


def test_a_penalty_that_only_a_program_knows_is_told(course: Classroom) -> None:
    (course.home / CONFIG_FILE).write_text("c.LateSubmissionPlugin.penalty_method = method")
    [notice] = open_order(course.home / "doubling").notices
    assert "LateSubmissionPlugin.penalty_method" in notice


@pytest.mark.sandbox
def test_what_a_killed_grading_left_beside_the_course_goes(course: Classroom) -> None:
    beside = course.home.parent
    (beside / ".officina-dead" / "new").mkdir(parents=True)
    with leftovers.held_folder(".officina-", within=beside) as held:
        graded(course, "ada", workers=1)
        assert {place.name for place in beside.glob(".officina-*")} == {held.name}
