"""Honest submissions: marks, gradebook rows, files and feedback."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from grading_classroom import RIGHT, TASKS, WRONG, Classroom, named, notes, scores, solved
from nbgrader.api import Gradebook

from officina_courses.grading import GradingRefused, NotPrepared, SandboxFailed, launch, republish
from officina_courses.grading.confinement import Role
from officina_courses.grading.errors import NameRefused, PlaceRefused
from officina_courses.grading.leftovers import sweep
from officina_courses.release import prepare_exercise
from officina_courses.sandbox import Isolation

pytestmark = pytest.mark.sandbox


def open_nbgraders_gradebook(classroom: Classroom) -> Gradebook:
    return Gradebook(f"sqlite:///{classroom.home / 'gradebook.db'}")


def test_a_right_solution_gets_all_points_that_tests_give(classroom: Classroom) -> None:
    outcome = classroom.solve("anna")
    assert scores(outcome) == {
        "test_double": 2.0,
        "test_partly": 4.0,
        "essay": 0.0,
        "drawing": None,
    }
    assert outcome.state == "needs_manual"
    assert outcome.grade is not None
    assert (outcome.grade.score, outcome.grade.max_score) == (6.0, 14.0)


def test_a_wrong_solution_gets_nothing(classroom: Classroom) -> None:
    outcome = classroom.solve("bert", WRONG)
    assert scores(outcome)["test_double"] == 0.0


def test_a_test_that_ends_in_a_number_gives_part_of_the_points(classroom: Classroom) -> None:
    outcome = classroom.solve("carl", "def double(x):\n    return 2 * x if x < 3 else 0")
    assert scores(outcome)["test_partly"] == 3.0


def test_only_a_hidden_test_fails_and_the_learner_is_told_no_more(classroom: Classroom) -> None:
    outcome = classroom.solve("dora", "def double(x):\n    return 2")
    assert scores(outcome)["test_double"] == 0.0
    assert "A hidden test did not pass." in notes(outcome)
    assert classroom.secret not in classroom.written("dora") + outcome.model_dump_json()


def test_text_on_standard_error_costs_nothing(classroom: Classroom) -> None:
    noisy = "import sys, warnings\ndef double(x):\n    print('oh', file=sys.stderr)\n    return 2*x"
    assert scores(classroom.solve("emil", noisy))["test_double"] == 2.0


def test_cells_read_the_exercises_files_and_the_learners_changes_do_not_reach_them(
    classroom: Classroom,
) -> None:
    folder = classroom.hand_in("fred", solved("print(open('numbers.txt').read())\n" + RIGHT))
    (folder / "numbers.txt").write_text("9 9 9")
    classroom.grade("fred", folder)
    assert "1 2 3" in classroom.written("fred")


def test_plots_values_and_errors_are_shown(classroom: Classroom) -> None:
    def edit(cells: list[dict[str, object]]) -> list[dict[str, object]]:
        named(cells, "double")["source"] = RIGHT
        plot = "import matplotlib.pyplot as plt\nplt.plot([1, 2]);"
        own = [plot, "'a' + 'value'", "1 / 0", "!echo from-a-child", "input('name?')"]
        return cells + [{"cell_type": "code", "metadata": {}, "source": line} for line in own]

    classroom.grade("gina", classroom.hand_in("gina", edit))
    written = classroom.written("gina")
    for piece in ("data:image/png;base64,", "avalue", "ZeroDivisionError", "from-a-child"):
        assert piece in written
    assert "nobody does while a notebook is graded" in written


def test_nbgraders_own_api_reads_what_was_written(classroom: Classroom) -> None:
    classroom.solve("hans")
    with open_nbgraders_gradebook(classroom) as gradebook:
        submission = gradebook.find_submission("doubling", "hans")
        assert (submission.score, submission.max_score) == (6.0, 14.0)
        assert submission.timestamp == classroom.noon.replace(tzinfo=None)
        comment = gradebook.find_comment("essay", "tasks", "doubling", "hans")
        assert comment.auto_comment == "No response."
        drawing = gradebook.find_grade("drawing", "tasks", "doubling", "hans")
        assert drawing.needs_manual_grade


def test_marks_and_comments_by_hand_reach_the_learner_and_survive_grading_again(
    classroom: Classroom,
) -> None:
    folder = classroom.hand_in("ines", lambda cells: named(cells, "essay").update(source="Halves."))
    assert scores(classroom.grade("ines", folder))["essay"] is None
    with open_nbgraders_gradebook(classroom) as gradebook:
        grade = gradebook.find_grade("essay", "tasks", "doubling", "ines")
        grade.manual_score, grade.extra_credit, grade.needs_manual_grade = 2.0, 0.5, False
        comment = gradebook.find_comment("essay", "tasks", "doubling", "ines")
        comment.manual_comment = "Well <b>said</b>."
        gradebook.db.commit()
    outcome = republish(course_home=classroom.home, exercise_id="doubling", student_id="ines")
    assert scores(outcome)["essay"] == 2.5
    assert "Well &lt;b&gt;said&lt;/b&gt;." in outcome.feedback[0].html
    again = classroom.grade("ines", folder)
    assert scores(again)["essay"] == 2.5
    assert again.state == "needs_manual"


def test_everything_lies_where_nbgrader_looks_and_belongs_to_the_courses_owner(
    classroom: Classroom,
) -> None:
    if os.geteuid() == 0:
        os.chown(classroom.home, 64001, 64001)
    classroom.solve("jana")
    places = ["submitted/jana/doubling/timestamp.txt", "autograded/jana/doubling/tasks.ipynb"]
    owner = classroom.home.stat().st_uid
    for name in (*places, "feedback/jana/doubling/tasks.html"):
        assert (classroom.home / name).stat().st_uid == owner
    stamp = (classroom.home / places[0]).read_text()
    assert stamp == "2026-11-21 12:00:00.123456 UTC\n"


@pytest.mark.parametrize("name", ["../anna", "", ".", "..", "a/b", "a\0b", " a", "x" * 300])
def test_a_name_never_leads_out_of_the_course(classroom: Classroom, name: str) -> None:
    with pytest.raises(NameRefused):
        classroom.grade(name, classroom.home)


def test_an_exercise_that_was_never_prepared_is_told(classroom: Classroom) -> None:
    with pytest.raises(NotPrepared, match="Publish the course again"):
        classroom.grade("kurt", classroom.home / "release/doubling", exercise_id="other")


def test_without_isolation_nothing_is_graded(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = Isolation(kind="none", reason="bubblewrap is not installed")
    monkeypatch.setattr("officina_courses.sandbox.probe", lambda: nothing)
    with pytest.raises(GradingRefused, match="factory"):
        classroom.solve("lena")


def test_an_operator_may_go_without_isolation(classroom: Classroom) -> None:
    assert scores(classroom.solve("lena", isolation="off"))["test_double"] == 2.0


def test_a_notebook_of_another_kernel_is_ungradable_in_words(classroom: Classroom) -> None:
    classroom.write_source("in_java", TASKS, name="ijava", language="java")
    prepare_exercise(classroom.home, "in_java")
    folder = classroom.hand_in("marc", lambda cells: cells, "in_java")
    outcome = classroom.grade("marc", folder, exercise_id="in_java")
    assert outcome.state == "ungradable"
    assert "'ijava'" in outcome.message


def test_a_grader_that_dies_in_the_middle_leaves_no_half_submission(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("officina_courses.grading.gradebook_writing._comments", dies)
        with pytest.raises(KeyboardInterrupt):
            classroom.solve("nora")
    with open_nbgraders_gradebook(classroom) as gradebook:
        assert "nora" not in {student.id for student in gradebook.students}
    assert scores(classroom.solve("nora"))["test_double"] == 2.0
    assert not list(classroom.home.parent.glob(".officina-*"))


def test_the_grader_follows_no_link_that_the_courses_owner_put_there(
    classroom: Classroom, tmp_path: Path
) -> None:
    (classroom.home / "feedback").mkdir(exist_ok=True)
    (classroom.home / "feedback/oskar").symlink_to(tmp_path)
    with pytest.raises(PlaceRefused, match="oskar"):
        classroom.solve("oskar")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("role", ["learner", "examiner"])
def test_a_sandbox_that_does_not_start_costs_the_learner_nothing(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch, role: Role
) -> None:
    monkeypatch.setitem(launch.MODULES, role, "there.is.no.such.module")
    monkeypatch.setattr(classroom, "engine", None)
    with pytest.raises(SandboxFailed, match="Try again"):
        classroom.solve("petra")


def test_nobody_sweeps_the_release_away_while_it_is_graded_against(
    classroom: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As ``officina grade`` of the same account sweeps, in the middle of a grading."""
    temporary = Path(tempfile.gettempdir())
    before = set(temporary.glob("officina-release-*"))

    @contextmanager
    def sweeping() -> Iterator[None]:
        for folder in set(temporary.glob("officina-release-*")) - before:
            sweep(folder.name, within=temporary, seconds=5)
        yield

    tests = classroom.solve("swept").tests
    monkeypatch.setattr(classroom, "turn", sweeping)
    assert classroom.solve("swept").tests == tests
