"""A grader's way into courses that other machines write to as well."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from officina_courses.grading.course_door import opened_file, opened_folder
from officina_courses.grading.errors import GradebookDamaged
from officina_courses.grading.gradebook_file import FILE
from officina_hub.grader.turns import CourseTurns

READ_VERSION = 19  # where SQLite's header says it, https://www.sqlite.org/fileformat.html#1.3
WRITE_AHEAD = 2


class SharedTurns(CourseTurns):
    """Turns at courses whose gradebooks keep a rollback journal, as nbgrader makes them.

    With a write-ahead log SQLite keeps part of its state in memory that processes of one machine
    share, so a second machine would destroy the gradebook.
    """

    def __init__(self, data_dir: Path) -> None:
        super().__init__(data_dir / "run" / "courses")
        self._courses = data_dir / "courses"

    @contextmanager
    def take(self, course_id: str) -> Iterator[None]:
        """As ever; raises ``GradebookDamaged`` where the gradebook is not for several machines."""
        with super().take(course_id):
            refuse_write_ahead_log(self._courses / course_id)
            yield


def refuse_write_ahead_log(home: Path) -> None:
    """Raise where the gradebook has one; a course that is new has no gradebook yet."""
    with contextlib.suppress(FileNotFoundError):
        with opened_folder(home) as folder, opened_file(folder, FILE, home) as file:
            header = os.pread(file, READ_VERSION + 1, 0)
        if header[READ_VERSION:] == bytes([WRITE_AHEAD]):
            raise GradebookDamaged(
                f"The gradebook {home / FILE} keeps a write-ahead log.",
                why="SQLite can keep that for one machine only, and graders of several write into "
                "it.",
                todo="On the hub's machine, with the course's formgrader closed: sqlite3 "
                f"'{home / FILE}' 'PRAGMA journal_mode = DELETE'.",
            )
