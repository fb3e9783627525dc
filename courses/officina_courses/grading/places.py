"""The one door from names to folders of a course, and to writing there.

Student ids come from hub user names and exercise ids from trainers; neither may lead outside the
course's folder. Whatever the grader writes belongs to the folder's owner, also when root writes.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

from officina_courses.grading.errors import NameRefused
from officina_courses.model import EXERCISE_ID_PATTERN

Step = Literal["source", "release", "submitted", "autograded", "feedback"]
# nbgrader's student ids are 128 characters; "." names the step's own folder there.
STUDENT_ID = re.compile(r"[^\x00-\x1f\x7f/\\]{1,128}")
EXERCISE_ID = re.compile(EXERCISE_ID_PATTERN)


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


def folder(home: Path, step: Step, exercise_id: str, student_id: str | None = None) -> Path:
    """Where nbgrader keeps that step of that exercise, of that student if one is named."""
    base = home / step if student_id is None else home / step / student_name(student_id)
    return base / exercise_name(exercise_id)


@contextmanager
def replacing(target: Path, *, home: Path) -> Iterator[Path]:
    """A fresh folder beside ``target`` that takes its place when all went well.

    Nobody sees a half-written folder, and a grader killed here leaves the former one.
    """
    _make_folders(target.parent, home)
    fresh = Path(tempfile.mkdtemp(prefix=".new-", dir=target.parent))
    try:
        yield fresh
        own(fresh, home)
        old = Path(tempfile.mkdtemp(prefix=".old-", dir=target.parent))
        if target.exists():
            target.rename(old / "was")
        fresh.rename(target)
        shutil.rmtree(old, ignore_errors=True)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise


def own(path: Path, home: Path) -> None:
    """Give ``path`` and all below it to the course folder's owner, readable to nobody else."""
    owner = home.stat()
    for place in (path, *path.rglob("*")):
        if os.geteuid() == 0:
            os.chown(place, owner.st_uid, owner.st_gid, follow_symlinks=False)
        if not place.is_symlink():
            place.chmod(0o700 if place.is_dir() else 0o600)


def _make_folders(path: Path, home: Path) -> None:
    missing = [place for place in (path, *path.parents) if not place.exists()]
    for place in reversed(missing):
        place.mkdir(mode=0o700)
        own(place, home)
