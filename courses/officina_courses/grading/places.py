"""From names to folders of a course, and how a folder there is replaced.

Student ids come from hub user names and exercise ids from trainers; neither may lead outside the
course's folder. Whatever the grader writes belongs to the folder's owner, also when root writes.
That owner is a course server's account, so root follows no link there: new folders are made beside
the course, where only root can write, and moved in through opened descriptors.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from officina_courses.grading import leftovers
from officina_courses.grading.course_door import opened_folder
from officina_courses.grading.errors import NameRefused
from officina_courses.model import EXERCISE_ID_PATTERN

Step = Literal["source", "release", "submitted", "autograded", "feedback"]
# nbgrader's student ids are 128 characters; "." names the step's own folder there.
STUDENT_ID = re.compile(r"[^\x00-\x1f\x7f/\\]{1,128}")
NOTEBOOK_NAME = re.compile(r"[^\x00-\x1f\x7f/\\]+")
EXERCISE_ID = re.compile(EXERCISE_ID_PATTERN)
WORKSHOP = ".officina-"  # how folders begin that are made beside a course


def student_name(student_id: str) -> str:
    """The id, if it can be a folder's name; raises ``NameRefused`` where it cannot."""
    fits = STUDENT_ID.fullmatch(student_id) and len(student_id.encode(errors="replace")) <= 255
    if not fits or student_id.startswith((".", "-")) or student_id != student_id.strip():
        raise NameRefused(
            f"The user name {student_id[:200]!a} cannot be the name of a folder.",
            why="Submissions and marks are kept in one folder per learner.",
            todo="Give the learner a name without slashes, control characters or a leading dot.",
        )
    return student_id


def exercise_name(exercise_id: str) -> str:
    """The id, if an exercise may have it; raises ``NameRefused`` where it may not."""
    if not EXERCISE_ID.fullmatch(exercise_id) or exercise_id != exercise_id.strip():
        raise NameRefused(
            f"The exercise id {exercise_id[:200]!a} cannot be the name of a folder.",
            why="Each exercise is a folder below source/ and release/.",
            todo="Use letters, digits, space, dot, dash and underscore, at most 64 of them.",
        )
    return exercise_id


def notebook_name(name: str) -> str:
    """The notebook's name, if it can be a file's; the gradebook that it is from may say anything.

    Raises ``NameRefused`` where it cannot.
    """
    if not NOTEBOOK_NAME.fullmatch(name) or len(name.encode(errors="replace")) > 240:
        raise NameRefused(
            f"The gradebook names a notebook {name[:200]!a}, which cannot be the name of a file.",
            why="A notebook lies in the exercise's folder under its name.",
            todo="Rename the notebook and publish the course again.",
        )
    return name


def folder(home: Path, step: Step, exercise_id: str, student_id: str | None = None) -> Path:
    """Where nbgrader keeps that step of that exercise, of that student if one is named."""
    base = home / step if student_id is None else home / step / student_name(student_id)
    return base / exercise_name(exercise_id)


@contextmanager
def replacing(target: Path, *, home: Path) -> Iterator[Path]:
    """A fresh folder that takes the place of ``target`` when all went well.

    Nobody sees a half-written folder, and a grader killed here leaves the former one.
    """
    with leftovers.held_folder(WORKSHOP, within=outside(home)) as workshop:
        fresh = workshop / "new"
        fresh.mkdir()
        yield fresh
        own(fresh, home)
        with opened_folder(home, *target.parent.relative_to(home).parts, make=True) as parent:
            with contextlib.suppress(FileNotFoundError):
                os.rename(target.name, workshop / "old", src_dir_fd=parent)
            os.rename(fresh, target.name, dst_dir_fd=parent)


def own(path: Path, home: Path) -> None:
    """Give ``path`` and all below it to the course folder's owner, readable to nobody else."""
    owner = home.stat()
    # The top comes last: until then nobody else can reach what lies below it.
    for place in (*path.rglob("*"), path):
        if not place.is_symlink():
            place.chmod(0o700 if place.is_dir() else 0o600)
        if os.geteuid() == 0:
            os.chown(place, owner.st_uid, owner.st_gid, follow_symlinks=False)


def outside(home: Path) -> Path:
    """Beside the course's folder, on the same file system, out of its owner's reach."""
    return home.parent if os.access(home.parent, os.W_OK) else home
