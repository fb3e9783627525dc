"""The course's own folder on the hub node: where its sources, gradebook and submissions lie.

nbgrader's layout, unchanged: ``source/ release/ submitted/ autograded/ feedback/ gradebook.db``.
The course's own server can write there, so everything goes through ``course_door``.
"""

from __future__ import annotations

import os
import stat
from datetime import datetime
from pathlib import Path
from typing import Literal

from officina_courses.grading import course_door, places
from officina_courses.grading.course_compare import is_same
from officina_courses.grading.files import copy_files
from officina_courses.loader import COURSE_FILE
from officina_courses.model import Course
from officina_hub.grader.replaced import Replaced


def course_home(courses_dir: Path, course_id: str) -> Path:
    """The course's folder, made private where it is new."""
    home = courses_dir / course_id
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    return home


def place_sources(home: Path, course: Course, package: Path, *, now: datetime) -> None:
    """Put the package's sources into the course's folder.

    A source that is not what the package has, be it an earlier version's or one that a trainer
    changed in formgrader, is moved to ``replaced/<time>/``; the last of these are kept.
    """
    replaced = Replaced(home, now)
    for exercise in course.exercises:
        new = package / "source" / exercise.id
        found = _found(home, exercise.id)
        if found == "folder" and is_same(new, home, "source", exercise.id):
            continue
        if found != "nothing":
            replaced.take(exercise.id)
        with places.replacing(places.folder(home, "source", exercise.id), home=home) as fresh:
            copy_files(new, fresh)
    content = (package / COURSE_FILE).read_bytes()
    course_door.write_file(home, COURSE_FILE, content=content)
    replaced.tidy()


def _found(home: Path, exercise_id: str) -> Literal["folder", "nothing", "something else"]:
    try:
        with course_door.opened_folder(home, "source") as folder:
            mode = os.stat(exercise_id, dir_fd=folder, follow_symlinks=False).st_mode
    except FileNotFoundError:
        return "nothing"
    return "folder" if stat.S_ISDIR(mode) else "something else"
