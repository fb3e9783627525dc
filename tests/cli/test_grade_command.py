"""``officina grade``: a table for people, a document for programs, and an honest exit code."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from officina_courses import folder_grading
from officina_courses.folder_grading import FolderOrder, Graded
from officina_courses.folder_grading.collected import Collected

GOOD = Graded(student="ada", score=2.5, max_score=3, state="needs_manual")
BAD = Graded(student="bob", state="ungradable", note="It is\nno notebook.")


class Folder:
    """A course of two submissions whose grading gives what it is told to."""

    def __init__(self, *given: Graded | type[BaseException]) -> None:
        self.given = given
        self.workers = 0

    def grade(self, order: FolderOrder, *, workers: int) -> Iterator[Graded]:
        self.workers = workers
        for one in self.given:
            if isinstance(one, Graded):
                yield one
            else:
                raise one


def open_folder(monkeypatch: pytest.MonkeyPatch, folder: Folder) -> None:
    submissions = tuple(
        Collected(student=name, folder=Path(name), received_at=None) for name in ("ada", "bob")
    )
    order = FolderOrder(home=Path("c"), exercise_id="ps1", submissions=submissions, notices=("N",))
    monkeypatch.setattr(folder_grading, "open_order", lambda assignment, students: order)
    monkeypatch.setattr(folder_grading, "prepare", lambda order: None)
    monkeypatch.setattr(folder_grading, "grade_folder", folder.grade)


def test_the_table_is_by_student_with_one_line_each(officina, monkeypatch):
    open_folder(monkeypatch, Folder(BAD, GOOD))
    answer = officina("grade", "c/ps1", "--workers", 2)
    lines = answer.stdout.splitlines()
    assert lines[0].split() == ["student", "score", "max", "state", "note"]
    assert lines[1].split() == ["ada", "2.5", "3", "needs_manual"]
    assert lines[2].split(maxsplit=4) == ["bob", "-", "-", "ungradable", "It is no notebook."]
    assert "N" in lines
    assert "1 of them wait for marks by hand" in answer.stdout
    assert "Not graded: bob." in answer.stdout
    assert answer.exit_code == 1


def test_where_all_were_graded_it_ends_with_0(officina, monkeypatch):
    folder = Folder(GOOD)
    open_folder(monkeypatch, folder)
    assert officina("grade", "c/ps1", "--workers", 3).exit_code == 0
    assert folder.workers == 3


def test_the_marks_are_one_document(officina, monkeypatch):
    open_folder(monkeypatch, Folder(GOOD, BAD))
    answer = officina("grade", "c/ps1", "--json")
    found = json.loads(answer.stdout)
    assert [one["student"] for one in found["graded"]] == ["ada", "bob"]
    assert found["notices"] == ["N"]
    assert answer.exit_code == 1


def test_an_interrupted_run_tells_what_was_graded_and_what_was_not(officina, monkeypatch):
    open_folder(monkeypatch, Folder(GOOD, KeyboardInterrupt))
    answer = officina("grade", "c/ps1")
    assert "ada" in answer.stdout
    assert "1 of 2 submissions were not graded" in answer.stderr
    assert answer.exit_code == 1


def test_a_folder_that_is_no_course_is_told(officina, tmp_path):
    answer = officina("grade", tmp_path / "ps1", "--json")
    assert json.loads(answer.stdout)["code"] == "folder-refused"
    assert answer.exit_code == 1
