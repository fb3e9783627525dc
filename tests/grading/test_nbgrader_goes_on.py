"""nbgrader's command line and formgrader on the gradebook and the folders that Officina wrote."""

from __future__ import annotations

import csv
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import walk
from corpus_marks import told
from grading_classroom import TASKS, WRONG, Classroom, solved
from lab_server import LabServer
from nbgrader.api import Gradebook
from nbgrader_run import autograde, commands
from playwright.sync_api import Page, expect, sync_playwright

from officina_courses.folder_grading import grade_folder, open_order
from officina_courses.release import prepare_exercise

pytestmark = pytest.mark.sandbox

EXERCISE = "tasks"  # and so its notebook is called
STUDENTS = {"ada": "def double(x):\n    return 2 * x", "bob": WRONG}
CHROMIUM = "/usr/bin/chromium"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A course of which Officina has graded everything."""
    room = Classroom(tmp_path / "course")
    room.home.mkdir()
    room.write_source(EXERCISE, TASKS)
    prepare_exercise(room.home, EXERCISE)
    for student, solution in STUDENTS.items():
        handed_in = room.hand_in(student, solved(solution), EXERCISE)
        folder = room.home / "submitted" / student / EXERCISE
        shutil.copytree(handed_in, folder)
        (folder / "timestamp.txt").write_text("2026-11-21 12:00:00.000000 UTC\n")
        (folder / "submission_secret.txt").write_text(f"{student}'s")  # as nbgrader collects it
    graded(room.home)
    return room.home


def graded(home: Path) -> None:
    for _ in grade_folder(open_order(home / EXERCISE)):
        pass


def test_the_command_line_goes_on_from_there(home: Path, tmp_path: Path) -> None:
    exchange = tmp_path / "exchange"
    exchange.mkdir(mode=0o777)
    exchange.chmod(0o777)
    where = f"--Exchange.root={exchange} --course=python"
    answers = commands(
        home,
        "db student list",
        "db assignment list",
        "db student add dora --last-name=Duck",
        "export --to=marks.csv",
        f"generate_feedback {EXERCISE} --force",
        f"release_assignment {EXERCISE} {where}",
        f"list {where}",
        f"release_feedback {EXERCISE} {where}",
        f"update submitted/ada/{EXERCISE}",
        f"validate submitted/bob/{EXERCISE}/tasks.ipynb",
    )
    assert [status for status, _ in answers] == [0] * len(answers), answers
    said = [words for _, words in answers]
    assert "ada" in said[0]
    assert EXERCISE in said[1]
    assert EXERCISE in said[6]
    assert "VALIDATION FAILED ON 3 CELL(S)" in said[9]  # two tests, and no answer to the question
    with (home / "marks.csv").open() as file:
        rows = {row["student_id"]: row for row in csv.DictReader(file)}
    assert {name: float(row["score"]) for name, row in rows.items()} == {
        "ada": 6.0,
        "bob": 0.0,
        "dora": 0.0,
    }
    assert rows["ada"]["max_score"] == "14.0"
    page = (home / f"feedback/ada/{EXERCISE}/tasks.html").read_text()
    assert "Score: 6.0 / 14.0" in page


def test_nbgraders_autograde_after_ours_and_ours_after_it_change_nothing(home: Path) -> None:
    before = told(home, EXERCISE)
    status, said = autograde(home, EXERCISE)
    assert status == 0, said
    assert told(home, EXERCISE) == before
    graded(home)
    assert told(home, EXERCISE) == before


def test_a_mark_by_hand_lives_through_both_graders(home: Path) -> None:
    with Gradebook(f"sqlite:///{home}/gradebook.db") as book:
        grade = book.find_grade("essay", "tasks", EXERCISE, "ada")
        grade.manual_score, grade.needs_manual_grade = 2.5, False
        book.find_comment("essay", "tasks", EXERCISE, "ada").manual_comment = "Good."
        book.db.commit()
    graded(home)
    ours = told(home, EXERCISE)["ada"]
    status, said = autograde(home, f"{EXERCISE} --student=ada")
    assert status == 0, said
    assert told(home, EXERCISE)["ada"] == ours
    assert ours["written_score"] == 2.5
    row = ours["notebooks"]["tasks"]
    assert row["grades"]["essay"]["needs_manual_grade"]
    assert row["comments"]["essay"]["comment"] == "Good."


@pytest.fixture
def formgrader(home: Path) -> Iterator[str]:
    """The address of nbgrader's own formgrader of that course."""
    enabled = "--ServerApp.jpserver_extensions={'nbgrader.server_extensions.formgrader':True}"
    where = f"--CourseDirectory.root={home}"
    server = LabServer(home, {"JUPYTER_CONFIG_PATH": "/nonexistent"}, enabled, where)
    yield server.address("formgrader/manage_assignments")
    server.close()


@pytest.fixture
def page() -> Iterator[Page]:
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=as_root)
        page = browser.new_page(viewport={"width": 1280, "height": 860})
        yield page
        browser.close()


def test_a_trainer_marks_by_hand_in_formgrader(home: Path, formgrader: str, page: Page) -> None:
    before = told(home, EXERCISE)
    page.goto(formgrader)
    walk.mark_in_formgrader(page, EXERCISE, points="4", comment="Label the axes.")
    walk.screenshot(page, "formgrader-marked")
    page.goto(formgrader.replace("manage_assignments", f"manage_submissions/{EXERCISE}"))
    after = told(home, EXERCISE)
    # Formgrader numbers submissions by chance, so this may be anybody's.
    (marked,) = (who for who in after if after[who]["score"] != before[who]["score"])
    assert after[marked]["score"] == before[marked]["score"] + 4
    assert after[marked]["notebooks"]["tasks"]["grades"]["drawing"]["score"] == 4
    row = page.get_by_role("row").filter(has=page.get_by_text(marked, exact=True))
    expect(row).to_contain_text(f"{after[marked]['score']:g} / 14")
    walk.screenshot(page, "formgrader-gradebook")
