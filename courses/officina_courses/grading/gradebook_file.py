"""The gradebook's file, opened so that SQLite reads and writes no other.

SQLite follows a link that has the gradebook's name, reads any journal beside it, and a journal may
name further files to be deleted. So what stands there is looked at through ``course_door`` first,
and afterwards it is verified that SQLite has opened the very file that was looked at.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from pathlib import Path
from urllib.parse import quote

from officina_courses.grading.course_door import new_file, opened_file, opened_folder
from officina_courses.grading.errors import PlaceRefused

FILE = "gradebook.db"
BUSY_SECONDS = 30
# A gradebook of ten thousand learners takes seconds; a view that never ends is an attack.
TRANSACTION_SECONDS = 300
BESIDE = ("-journal", "-wal", "-shm")
# The last bytes of a journal that belongs to several databases, which names them by path.
MANY_DATABASES = bytes.fromhex("d9d505f920a163d7")


def make_sure(home: Path) -> bool:
    """See to it that the gradebook is there, the course's own; whether it was made just now."""
    with opened_folder(home) as folder, contextlib.suppress(FileExistsError):
        os.close(new_file(folder, FILE, home))
        return True
    return False


def connect(home: Path) -> sqlite3.Connection:
    """A connection to the gradebook; raises ``PlaceRefused`` where it is not a plain file."""
    # Closed before SQLite comes: closing it later would take SQLite's locks away with it.
    expected = _looked_at(home)
    before = _open_files()
    connection = sqlite3.connect(
        f"file:{quote(str(home / FILE))}?mode=rw",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
    )
    if expected not in _open_files(leaving_out=set(before)).values():
        connection.close()
        raise _refused("was exchanged while it was opened")
    end = time.monotonic() + TRANSACTION_SECONDS
    connection.set_progress_handler(lambda: time.monotonic() > end, 100_000)
    # What the file itself defines may not call functions that have effects.
    connection.execute("PRAGMA trusted_schema = OFF")
    return connection


def _looked_at(home: Path) -> tuple[int, int]:
    with opened_folder(home) as folder:
        for ending in BESIDE:
            with (
                contextlib.suppress(FileNotFoundError),
                opened_file(folder, FILE + ending, home) as file,
            ):
                size = os.fstat(file).st_size
                if os.pread(file, 8, max(size - 8, 0)) == MANY_DATABASES:
                    raise _refused("has a journal that names other files")
        with opened_file(folder, FILE, home) as file:
            if os.geteuid() == 0:
                owner = home.stat()
                os.fchown(file, owner.st_uid, owner.st_gid)
            found = os.fstat(file)
            return found.st_dev, found.st_ino


def _open_files(leaving_out: set[int] | None = None) -> dict[int, tuple[int, int]]:
    """The descriptors of the process, and which file each is of."""
    found = {}
    for place in Path("/proc/self/fd").iterdir():
        number = int(place.name)
        if leaving_out is None or number not in leaving_out:
            with contextlib.suppress(OSError):  # the listing's own, closed again
                status = os.fstat(number)
                found[number] = (status.st_dev, status.st_ino)
    return found


def _refused(fault: str) -> PlaceRefused:
    return PlaceRefused(
        f"The course's {FILE} {fault}.",
        why="It could be another course's, so nothing was read or written through it.",
        todo=f"Put the course's own {FILE} back, then publish the course again.",
    )
