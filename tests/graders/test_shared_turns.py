"""A gradebook that several machines write into keeps no write-ahead log."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from officina_courses.grading import GradebookDamaged
from officina_courses.grading.gradebook import make_gradebook, open_gradebook
from officina_hub.grader.shared_turns import SharedTurns


@pytest.fixture
def home(tmp_path: Path) -> Path:
    made = tmp_path / "courses" / "tea"
    made.mkdir(parents=True)
    return made


def mode(home: Path, wanted: str = "") -> str:
    with closing(sqlite3.connect(home / "gradebook.db")) as book:
        return str(book.execute(f"PRAGMA journal_mode {wanted}").fetchone()[0])


def test_a_gradebook_as_it_is_made_here_keeps_a_rollback_journal(tmp_path, home):
    make_gradebook(home)
    assert mode(home) == "delete"
    with SharedTurns(tmp_path).take("tea"), open_gradebook(home):
        pass


def test_a_write_ahead_log_is_refused_with_the_way_out(tmp_path, home):
    make_gradebook(home)
    assert mode(home, "= WAL") == "wal"
    with (
        pytest.raises(GradebookDamaged, match=r"write-ahead log.*several.*journal_mode = DELETE"),
        SharedTurns(tmp_path).take("tea"),
    ):
        pytest.fail("the turn was given")


def test_the_way_out_helps(tmp_path, home):
    make_gradebook(home)
    mode(home, "= WAL")
    assert mode(home, "= DELETE") == "delete"
    with SharedTurns(tmp_path).take("tea"):
        pass


def test_a_course_without_a_gradebook_and_a_new_course_get_their_turn(tmp_path, home):
    for course in ("tea", "new"):
        with SharedTurns(tmp_path).take(course):
            pass
