"""The course's own folder on the hub node: where its sources, gradebook and submissions lie.

nbgrader's layout, unchanged: ``source/ release/ submitted/ autograded/ feedback/ gradebook.db``.
"""

from __future__ import annotations

import filecmp
import os
import shutil
from datetime import datetime
from pathlib import Path

from officina_courses.model import Course


def course_home(courses_dir: Path, course_id: str) -> Path:
    """The course's folder, made private where it is new."""
    home = courses_dir / course_id
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    return home


def place_sources(home: Path, course: Course, package: Path, *, now: datetime) -> None:
    """Put the package's sources into the course's folder.

    What a trainer changed there in formgrader meanwhile is moved to ``replaced/<time>/``, never
    deleted.
    """
    for exercise in course.exercises:
        new = package / "source" / exercise.id
        current = home / "source" / exercise.id
        if current.is_dir():
            if _same_tree(new, current):
                continue
            kept = home / "replaced" / now.strftime("%Y%m%dT%H%M%SZ") / exercise.id
            kept.parent.mkdir(parents=True, exist_ok=True)
            current.rename(kept)
        current.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(new, current)
    shutil.copy2(package / "course.toml", home / "course.toml")


def _same_tree(left: Path, right: Path) -> bool:
    names = _files(left)
    if names != _files(right):
        return False
    _, different, unreadable = filecmp.cmpfiles(left, right, sorted(names), shallow=False)
    return not different and not unreadable


def _files(folder: Path) -> set[str]:
    return {
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_file() and ".ipynb_checkpoints" not in path.parts
    }


def give_to_owner(home: Path) -> None:
    """As root, give everything in the folder to the account that owns the folder.

    The course's own server runs under that account and opens the same gradebook.
    """
    if os.geteuid() != 0:
        return
    owner = home.stat()
    for path in [home, *home.rglob("*")]:
        found = path.lstat()
        if (found.st_uid, found.st_gid) != (owner.st_uid, owner.st_gid):
            os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)
