"""The gradebook's file, opened so that SQLite reads and writes no other.

SQLite follows a link that has the gradebook's name, reads any journal beside it, and a journal may
name further files to be deleted. What keeps it to the course's own files is the thread that it runs
in, see ``owner_rights``. What stands there is looked at all the same, so that an attack is refused
with a sentence: through ``course_door`` first, and afterwards it is verified that SQLite has opened
the very file that was looked at.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from officina_courses.grading.course_door import give_to_owner, new_file, opened_file, opened_folder
from officina_courses.grading.errors import NotPrepared, PlaceRefused
from officina_courses.grading.gradebook_connection import GradebookConnection

FILE = "gradebook.db"
BESIDE = ("-journal", "-wal", "-shm")
# The last bytes of a journal that belongs to several databases, which names them by path.
MANY_DATABASES = bytes.fromhex("d9d505f920a163d7")


def make_sure(home: Path) -> None:
    """See to it that the gradebook's file is there, the course's own."""
    with opened_folder(home) as folder, contextlib.suppress(FileExistsError):
        os.close(new_file(folder, FILE, home))


def connect(home: Path) -> GradebookConnection:
    """A connection to the gradebook.

    Raises ``NotPrepared`` where there is none, ``PlaceRefused`` where it is not a plain file.
    """
    # Closed before SQLite comes: closing it later would take SQLite's locks away with it.
    expected = _looked_at(home)
    before = set(_open_files())
    try:
        connection = GradebookConnection(home, FILE)
    except sqlite3.OperationalError as error:
        raise _refused(f"could not be opened: {error}") from error
    # Number and file together: another thread's number may have become SQLite's meanwhile.
    if expected not in {file for number, file in _open_files() if (number, file) not in before}:
        connection.close()
        raise _refused("was exchanged while it was opened")
    return connection


def _looked_at(home: Path) -> tuple[int, int]:
    with opened_folder(home) as folder:
        for ending in BESIDE:
            with (
                contextlib.suppress(FileNotFoundError),
                opened_file(folder, FILE + ending, home) as file,
            ):
                _refuse_naming_others(file)
                give_to_owner(file, home)
        try:
            with opened_file(folder, FILE, home) as file:
                give_to_owner(file, home)
                found = os.fstat(file)
                return found.st_dev, found.st_ino
        except FileNotFoundError:
            raise _missing() from None


def _refuse_naming_others(journal: int) -> None:
    size = os.fstat(journal).st_size
    if os.pread(journal, 8, max(size - 8, 0)) == MANY_DATABASES:
        raise _refused("has a journal that names other files")


def _open_files() -> Iterator[tuple[int, tuple[int, int]]]:
    """The descriptors of the process, and which file each is of."""
    for number in map(int, os.listdir("/proc/self/fd")):  # noqa: PTH208 - for each transaction twice
        with contextlib.suppress(OSError):  # the listing's own, closed again
            status = os.fstat(number)
            yield number, (status.st_dev, status.st_ino)


def _refused(fault: str) -> PlaceRefused:
    return PlaceRefused(
        f"The course's {FILE} {fault}.",
        why="It could be another course's, so nothing was read or written through it.",
        todo=f"Put the course's own {FILE} back, then publish the course again.",
    )


def _missing() -> NotPrepared:
    return NotPrepared(
        f"The course has no {FILE}.",
        why="Without the cells and points that stand in it nothing can be graded.",
        todo="Publish the course again, or put its gradebook back from a backup.",
    )
