"""A gradebook that is damaged or cannot be written: one refusal in words, and the way back."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from grading_classroom import TASKS, Classroom, solved

from officina_courses.grading import GradebookDamaged, gradebook, republish
from officina_courses.release import prepare_exercise

ACCOUNT = 12345  # who, unlike root, is bound by what a file allows


@pytest.fixture
def room(tmp_path: Path) -> Classroom:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    room = Classroom(home)
    room.write_source("doubling", TASKS)
    prepare_exercise(home, "doubling")
    if os.geteuid() == 0:
        for place in (home, *home.rglob("*")):
            os.chown(place, ACCOUNT, ACCOUNT)
    return room


def empty(book: Path) -> None:
    os.truncate(book, 0)


def random_bytes(book: Path) -> None:
    book.write_bytes(os.urandom(40_000))


def cut_short(book: Path) -> None:
    os.truncate(book, book.stat().st_size // 2)


def without_grades(book: Path) -> None:
    with closing(sqlite3.connect(book)) as connection:
        connection.execute("DROP TABLE grade")


def read_only(book: Path) -> None:
    book.chmod(0o400)


def in_a_closed_folder(book: Path) -> None:
    book.parent.chmod(0o500)


Damage = Callable[[Path], None]
damages = pytest.mark.parametrize(
    ("damage", "words"),
    [
        (empty, "is damaged: it has no table"),
        (random_bytes, "is damaged: file is not a database"),
        (cut_short, "is damaged: database disk image is malformed"),
        (without_grades, "is damaged: it has no table grade"),
        (read_only, "cannot be written"),
    ],
)


@damages
def test_nothing_is_graded_and_the_sentence_says_what_to_do(
    room: Classroom, damage: Damage, words: str
) -> None:
    folder = room.hand_in("ada", solved("def double(x): return 2 * x"))
    damage(room.home / "gradebook.db")
    with pytest.raises(GradebookDamaged, match=words) as caught:
        room.grade("ada", folder)
    assert caught.value.code == "gradebook-damaged"
    assert not (room.home / "autograded").exists()


@damages
def test_a_repaired_gradebook_is_written_again(room: Classroom, damage: Damage, words: str) -> None:
    book = room.home / "gradebook.db"
    backup = book.read_bytes()
    damage(book)
    with pytest.raises(GradebookDamaged, match=words), gradebook.open_gradebook(room.home):
        pass
    book.chmod(0o600)
    book.write_bytes(backup)
    with gradebook.open_gradebook(room.home) as session:
        assert gradebook.find_submission(session, "doubling", "ada") is None


@pytest.mark.parametrize("damage", [random_bytes, cut_short, without_grades, read_only])
def test_no_release_is_made_and_no_marks_are_made_away_with(
    room: Classroom, damage: Damage
) -> None:
    damage(room.home / "gradebook.db")
    before = (room.home / "gradebook.db").read_bytes()
    with pytest.raises(GradebookDamaged):
        prepare_exercise(room.home, "doubling")
    assert (room.home / "gradebook.db").read_bytes() == before


def test_an_empty_gradebook_is_filled_by_publishing(room: Classroom) -> None:
    empty(room.home / "gradebook.db")
    prepare_exercise(room.home, "doubling")
    with gradebook.open_gradebook(room.home) as session:
        assert gradebook.find_submission(session, "doubling", "ada") is None


def test_a_folder_that_cannot_be_written_is_told_when_something_is_written(
    room: Classroom,
) -> None:
    in_a_closed_folder(room.home / "gradebook.db")
    with (
        pytest.raises(GradebookDamaged, match="cannot be written"),
        gradebook.open_gradebook(room.home) as session,
    ):
        session.add(gradebook.api.Student(id="ada"))


@pytest.mark.sandbox
def test_feedback_of_a_damaged_gradebook_is_refused(room: Classroom) -> None:
    room.solve("ada")
    random_bytes(room.home / "gradebook.db")
    with pytest.raises(GradebookDamaged):
        republish(course_home=room.home, exercise_id="doubling", student_id="ada")
