"""What a course's own server may put into its folder, and what the grader makes of it.

Each attack lets a name in the course's folder lead to a file of others. Nothing of that file may
get into the course, it may not change, and the grader may not wait for ever.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from grading_classroom import RIGHT, TASKS, Classroom, solved

from officina_courses.grading import course_copy, course_door, gradebook, gradebook_file, republish
from officina_courses.grading.errors import NameRefused, NotPrepared, PlaceRefused, PrepareFailed
from officina_courses.release import prepare_exercise

SECRET = "the other course's answer"
AN_ACCOUNT = 12345


@pytest.fixture
def room(tmp_path: Path) -> Classroom:
    home = tmp_path / "home"
    home.mkdir()
    room = Classroom(home)
    room.write_source("doubling", TASKS)
    prepare_exercise(home, "doubling")
    return room


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """A folder of another course."""
    folder = tmp_path / "foreign"
    folder.mkdir()
    (folder / "secret.txt").write_text(SECRET)
    return folder


def put_away(place: Path) -> None:
    """Free the name for an attack."""
    if place.exists():
        place.rename(place.with_name(f"{place.name}.away"))


def a_pipe(place: Path) -> None:
    os.mkfifo(place)


def a_link_to_zeros(place: Path) -> None:
    place.symlink_to("/dev/zero")


def a_folder(place: Path) -> None:
    place.mkdir()


def is_clean(home: Path, foreign: Path) -> bool:
    """Whether the secret is where it was, and nowhere in the course."""
    found = [path for path in home.rglob("*") if path.is_file() and not path.is_symlink()]
    kept = (foreign / "secret.txt").read_text() == SECRET and len(list(foreign.iterdir())) == 1
    return kept and not any(SECRET.encode() in path.read_bytes() for path in found)


@pytest.mark.sandbox
@pytest.mark.parametrize("place", ["release", "release/doubling", "autograded", "autograded/anna"])
def test_a_linked_folder_is_refused_by_grading(room: Classroom, foreign: Path, place: str) -> None:
    folder = room.hand_in("anna", lambda cells: cells)
    put_away(room.home / place)
    (room.home / place).parent.mkdir(exist_ok=True)
    (room.home / place).symlink_to(foreign)
    with pytest.raises(PlaceRefused):
        room.grade("anna", folder)
    assert is_clean(room.home, foreign)


@pytest.mark.sandbox
def test_links_in_the_release_are_passed_over_by_grading(room: Classroom, foreign: Path) -> None:
    folder = room.hand_in("anna", solved(RIGHT))
    (room.home / "release/doubling/more").symlink_to(foreign)
    (room.home / "release/doubling/one.txt").symlink_to(foreign / "secret.txt")
    a_pipe(room.home / "release/doubling/pipe")
    assert room.grade("anna", folder).grade is not None
    assert is_clean(room.home, foreign)


@pytest.mark.parametrize("place", ["source", "source/doubling"])
def test_a_linked_source_is_refused(room: Classroom, foreign: Path, place: str) -> None:
    put_away(room.home / place)
    (room.home / place).symlink_to(foreign)
    with pytest.raises(PlaceRefused):
        prepare_exercise(room.home, "doubling")
    assert is_clean(room.home, foreign)


@pytest.mark.parametrize("put", [a_pipe, a_link_to_zeros])
@pytest.mark.parametrize("name", ["more.ipynb", "numbers.txt"])
def test_a_source_that_never_ends_is_refused(
    room: Classroom, name: str, put: Callable[[Path], None]
) -> None:
    put(room.home / "source/doubling" / name)
    with pytest.raises(PrepareFailed, match=name):
        prepare_exercise(room.home, "doubling")


def graded(room: Classroom, notebook: str = "tasks") -> Path:
    """A record as of a submission that was graded, which a trainer could write by hand."""
    with gradebook.open_gradebook(room.home) as session:
        api = gradebook.api
        assignment = session.query(api.Assignment).one()
        assignment.notebooks[0].name = notebook
        session.add(api.Student(id="anna"))
        submission = api.SubmittedAssignment(assignment=assignment, student_id="anna")
        submission.notebooks.append(api.SubmittedNotebook(notebook=assignment.notebooks[0]))
        session.add(submission)
    folder = room.home / "autograded/anna/doubling"
    folder.mkdir(parents=True)
    record = folder / ".officina-grade.json"
    mark = f'{{"name":"{notebook}","state":"graded","score":0,"max_score":0,"cells":[]}}'
    record.write_text(
        f'{{"received_at":"2026-11-21T12:00:00Z","is_late":false,"notebooks":[{mark}]}}'
    )
    return record


def feedback(room: Classroom) -> object:
    return republish(course_home=room.home, exercise_id="doubling", student_id="anna")


def test_an_honest_record_is_published(room: Classroom) -> None:
    graded(room)
    feedback(room)
    assert (room.home / "feedback/anna/doubling/tasks.html").is_file()


@pytest.mark.parametrize("put", [a_pipe, a_link_to_zeros, a_folder])
def test_a_record_that_never_ends_is_refused(room: Classroom, put: Callable[[Path], None]) -> None:
    record = graded(room)
    record.unlink()
    put(record)
    with pytest.raises((PlaceRefused, NotPrepared)):
        feedback(room)


@pytest.mark.parametrize("put", [a_pipe, a_link_to_zeros])
def test_a_graded_notebook_that_never_ends_is_refused(
    room: Classroom, put: Callable[[Path], None]
) -> None:
    put(graded(room).with_name("tasks.ipynb"))
    with pytest.raises(PlaceRefused):
        feedback(room)


@pytest.mark.parametrize("name", ["../../../../escaped", "/tmp/escaped", "a/b"])
def test_a_notebooks_name_in_the_gradebook_never_leads_out(room: Classroom, name: str) -> None:
    graded(room, notebook=name)
    with pytest.raises(NameRefused):
        feedback(room)
    with pytest.raises(NameRefused):
        room.grade("bert", room.hand_in("bert", lambda cells: cells))
    assert not list(room.home.parent.rglob("escaped*"))


def test_a_linked_gradebook_is_refused(room: Classroom, foreign: Path) -> None:
    other = foreign / "gradebook.db"
    (room.home / "gradebook.db").rename(other)
    before = other.read_bytes()
    (room.home / "gradebook.db").symlink_to(other)
    with pytest.raises(PlaceRefused), gradebook.open_gradebook(room.home):
        pass
    assert other.read_bytes() == before


def test_a_gradebook_is_not_made_where_a_link_leads(room: Classroom, foreign: Path) -> None:
    put_away(room.home / "gradebook.db")
    (room.home / "gradebook.db").symlink_to(foreign / "new.db")
    with pytest.raises(PlaceRefused):
        gradebook.make_gradebook(room.home)
    assert is_clean(room.home, foreign)


@pytest.mark.parametrize("put", [a_pipe, a_link_to_zeros, a_folder])
@pytest.mark.parametrize("name", ["gradebook.db", "gradebook.db-journal", "gradebook.db-wal"])
def test_no_gradebook_and_no_journal_makes_the_grader_wait(
    room: Classroom, name: str, put: Callable[[Path], None]
) -> None:
    put_away(room.home / name)
    put(room.home / name)
    with pytest.raises(PlaceRefused), gradebook.open_gradebook(room.home):
        pass


def test_a_journal_that_names_other_files_is_refused(room: Classroom) -> None:
    journal = room.home / "gradebook.db-journal"
    journal.write_bytes(b"x" * 512 + gradebook_file.MANY_DATABASES)
    with pytest.raises(PlaceRefused, match="names other files"):
        gradebook_file.connect(room.home)


def test_a_gradebook_exchanged_while_it_is_opened_is_refused(
    room: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = room.home / "other.db"
    other.write_bytes((room.home / "gradebook.db").read_bytes())
    connect = sqlite3.connect

    def exchanged(*args: object, **options: object) -> sqlite3.Connection:
        put_away(room.home / "gradebook.db")
        other.rename(room.home / "gradebook.db")
        return connect(*args, **options)  # type: ignore[call-overload, no-any-return]

    monkeypatch.setattr(sqlite3, "connect", exchanged)
    with pytest.raises(PlaceRefused, match="exchanged"):
        gradebook_file.connect(room.home)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs files of two accounts")
def test_a_hard_link_of_a_foreign_file_is_neither_read_nor_given_away(
    room: Classroom, foreign: Path, tmp_path: Path
) -> None:
    os.chown(room.home, AN_ACCOUNT, AN_ACCOUNT)
    secret = foreign / "secret.txt"
    for place in ("source/doubling/data.txt", "gradebook.db-wal"):
        os.link(secret, room.home / place)
    put_away(room.home / "gradebook.db")
    os.link(secret, room.home / "gradebook.db")
    passed_over = course_copy.copy_tree(room.home, "source", "doubling", to=tmp_path / "copy")
    assert passed_over == ("data.txt",)
    with pytest.raises(PlaceRefused):
        gradebook_file.connect(room.home)
    assert (secret.read_text(), secret.stat().st_uid) == (SECRET, 0)


def test_folders_without_end_are_refused(room: Classroom, tmp_path: Path) -> None:
    deep = "/".join(["d"] * (course_copy.MAX_DEPTH + 2))
    (room.home / "source/doubling" / deep).mkdir(parents=True)
    with pytest.raises(PlaceRefused, match="deep"):
        prepare_exercise(room.home, "doubling")


def test_a_file_is_written_in_the_place_of_a_link(room: Classroom, foreign: Path) -> None:
    (room.home / "course.toml").symlink_to(foreign / "secret.txt")
    course_door.write_file(room.home, "course.toml", content=b"ours")
    assert (room.home / "course.toml").read_bytes() == b"ours"
    assert not (room.home / "course.toml").is_symlink()
    assert is_clean(room.home, foreign)


@pytest.mark.skipif(os.geteuid() != 0, reason="needs files of two accounts")
def test_whatever_root_writes_belongs_to_the_course(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    room = Classroom(home)
    room.write_source("doubling", TASKS)
    for place in (home, *home.rglob("*")):
        os.chown(place, AN_ACCOUNT, AN_ACCOUNT)
    prepare_exercise(home, "doubling")
    graded(room)
    autograded = home / "autograded"
    for place in (autograded, *autograded.rglob("*")):
        os.chown(place, AN_ACCOUNT, AN_ACCOUNT)
    feedback(room)
    course_door.write_file(home, "course.toml", content=b"ours")
    foreign = [place for place in home.rglob("*") if place.stat().st_uid != AN_ACCOUNT]
    assert foreign == []
