"""SQLite works on a gradebook with the rights of the course, whatever lies beside the gradebook.

The attack each time: a journal that names a file of somebody else, put there after the grader has
looked. Where it hits, SQLite deletes that file.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path

import prepared_journal
import pytest
from grading_classroom import TASKS, Classroom

from officina_courses.grading import gradebook, gradebook_file, landlock, owner_rights
from officina_courses.grading.errors import GradingRefused, NotPrepared, PlaceRefused
from officina_courses.grading.gradebook_connection import OwnerThread
from officina_courses.release import prepare_exercise

AN_ACCOUNT = 12345
NEEDS_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root can take another's rights")
NEEDS_LANDLOCK = pytest.mark.skipif(
    not landlock.is_possible(), reason="this kernel has no Landlock, or does not let it be used"
)


@pytest.fixture(
    params=[
        pytest.param(AN_ACCOUNT, id="of-another-account", marks=NEEDS_ROOT),
        pytest.param(os.geteuid(), id="of-our-own", marks=NEEDS_LANDLOCK),
    ]
)
def room(tmp_path: Path, request: pytest.FixtureRequest) -> Classroom:
    """A course whose folder belongs to that account, below folders that are closed to it."""
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    room = Classroom(home)
    room.write_source("doubling", TASKS)
    prepare_exercise(home, "doubling")
    give(home, request.param)
    return room


@pytest.fixture
def victim(tmp_path: Path) -> Path:
    """A file that the grader may delete and the course may not."""
    (tmp_path / "foreign").mkdir(mode=0o700)
    file = tmp_path / "foreign/victim"
    file.write_text("precious")
    return file


def give(home: Path, account: int) -> None:
    for place in (home, *home.rglob("*")):
        os.chown(place, account, -1 if account == os.geteuid() else account)


def put_journal(home: Path, victim: Path) -> None:
    owner = home.stat()
    journal = home / "gradebook.db-journal"
    journal.write_bytes(prepared_journal.naming(victim, home / "gradebook.db"))
    os.chown(journal, owner.st_uid, owner.st_gid)


def test_the_journal_that_these_tests_use_does_harm(room: Classroom, victim: Path) -> None:
    put_journal(room.home, victim)
    connection = sqlite3.connect(room.home / "gradebook.db", isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    connection.close()
    assert not victim.exists()


def test_a_journal_put_there_before_a_transaction_begins_deletes_nothing_of_others(
    room: Classroom, victim: Path
) -> None:
    connection = gradebook_file.connect(room.home)
    put_journal(room.home, victim)
    with suppress(sqlite3.OperationalError):
        connection.cursor().execute("BEGIN IMMEDIATE")
    connection.close()
    assert victim.read_text() == "precious"


def test_a_journal_put_there_while_the_gradebook_is_opened_deletes_nothing_of_others(
    room: Classroom, victim: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = gradebook_file._looked_at

    def looked_at(home: Path) -> tuple[int, int]:
        found = look(home)
        put_journal(home, victim)
        return found

    monkeypatch.setattr(gradebook_file, "_looked_at", looked_at)
    with suppress(Exception), gradebook.open_gradebook(room.home) as session:
        session.query(gradebook.api.Assignment).all()
    assert victim.read_text() == "precious"


def test_a_gradebook_exchanged_for_a_link_is_refused(
    room: Classroom, victim: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = gradebook_file._looked_at
    other = victim.with_name("gradebook.db")
    other.write_bytes((room.home / "gradebook.db").read_bytes())

    def looked_at(home: Path) -> tuple[int, int]:
        found = look(home)
        (home / "gradebook.db").rename(home / "away.db")
        (home / "gradebook.db").symlink_to(other)
        return found

    monkeypatch.setattr(gradebook_file, "_looked_at", looked_at)
    with pytest.raises(PlaceRefused, match="could not be opened"):
        gradebook_file.connect(room.home)


def test_the_thread_reaches_the_course_and_nothing_else(room: Classroom, victim: Path) -> None:
    thread = OwnerThread(room.home)
    mine = thread.call((thread.seen / "mine").write_text, "of the course")
    assert mine
    for deed in (victim.read_text, victim.unlink, victim.with_name("new").touch):
        with pytest.raises(OSError, match=r"denied|No such file"):
            thread.call(deed)
    thread.end()
    assert victim.read_text() == "precious"
    assert (room.home / "mine").stat().st_uid == room.home.stat().st_uid


def test_no_other_thread_loses_its_rights(room: Classroom, victim: Path) -> None:
    goes_on, read = threading.Event(), []

    def other() -> None:
        assert goes_on.wait(10)
        read.append(victim.read_text())

    beside = threading.Thread(target=other)
    beside.start()
    thread = OwnerThread(room.home)
    goes_on.set()
    beside.join()
    assert read == [victim.read_text()] == ["precious"]
    thread.end()


def test_a_transaction_is_kept_or_undone_as_a_whole(room: Classroom) -> None:
    api = gradebook.api
    with suppress(ZeroDivisionError), gradebook.open_gradebook(room.home) as session:
        session.add(api.Student(id="undone"))
        session.flush()
        raise ZeroDivisionError
    with gradebook.open_gradebook(room.home) as session:
        session.add_all(api.Student(id=f"learner-{number}") for number in range(300))
    with gradebook.open_gradebook(room.home) as session:
        names = {student.id for student in session.query(api.Student)}
    assert len(names) == 300
    assert "undone" not in names


def test_whatever_sqlite_makes_belongs_to_the_course(room: Classroom) -> None:
    (room.home / "gradebook.db").unlink()
    gradebook.make_gradebook(room.home)
    with gradebook.open_gradebook(room.home) as session:
        session.add(gradebook.api.Student(id="anna"))
        session.flush()
        made = {place.name: place.stat().st_uid for place in room.home.glob("gradebook.db*")}
    owner = room.home.stat().st_uid
    assert made == {"gradebook.db": owner, "gradebook.db-journal": owner}


FORMGRADER = """
import os, sqlite3, sys
account = int(sys.argv[2])
if account != os.geteuid():
    os.chroot(".")  # as the sandbox of a course's server shows it its folder
    os.setgid(account)
    os.setuid(account)
connection = sqlite3.connect("gradebook.db", timeout=float(sys.argv[1]))
try:
    connection.execute("INSERT INTO student (id) VALUES ('by hand')")
    connection.commit()
except sqlite3.OperationalError as error:
    sys.exit(str(error))
"""


def formgrader(room: Classroom, patience: float) -> subprocess.CompletedProcess[str]:
    """What formgrader does meanwhile: a process of the course's own account writes."""
    command = [sys.executable, "-c", FORMGRADER, str(patience), str(room.home.stat().st_uid)]
    return subprocess.run(
        command, cwd=room.home, capture_output=True, text=True, check=False, timeout=60
    )


def test_formgrader_waits_for_a_transaction_and_none_loses_what_it_wrote(room: Classroom) -> None:
    api = gradebook.api
    with gradebook.open_gradebook(room.home) as session:
        session.add(api.Student(id="graded"))
        session.flush()
        assert "locked" in formgrader(room, 0).stderr
    assert formgrader(room, 10).returncode == 0
    with gradebook.open_gradebook(room.home) as session:
        assert {student.id for student in session.query(api.Student)} == {"graded", "by hand"}


@NEEDS_ROOT
def test_root_that_may_not_take_the_rights_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(home: Path) -> None:
        raise PermissionError(1, "unshare")

    monkeypatch.setattr(owner_rights, "_enter", forbidden)
    os.chown(tmp_path, AN_ACCOUNT, AN_ACCOUNT)
    with pytest.raises(GradingRefused, match="may not take the rights of the account 12345"):
        OwnerThread(tmp_path)


def test_a_missing_gradebook_is_told_and_not_made(tmp_path: Path) -> None:
    with pytest.raises(NotPrepared, match=r"no gradebook\.db"), gradebook.open_gradebook(tmp_path):
        pass
    assert not list(tmp_path.iterdir())
