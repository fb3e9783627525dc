"""The home folder of a session: which one it is, and that it can be worked in."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from officina_courses.model import COURSE_ID_PATTERN
from officina_courses.saying import say
from officina_spawners.errors import HomeError

LONGEST_NAME: Final = 150
LEAST_FREE_BYTES: Final = 16 * 1024 * 1024


def folder_name(username: str) -> str:
    """A hub user's name as the name of one folder; no two users share one."""
    name = quote(username, safe="@+,")
    if name.startswith("."):
        name = "%2E" + name[1:]
    if len(name) > LONGEST_NAME:
        name = f"{name[:60]}%{hashlib.sha256(username.encode()).hexdigest()}"
    return name


def course_of(username: str, prefix: str) -> str | None:
    """The course whose own server this user is; None for a person."""
    if not username.startswith(prefix):
        return None
    course_id = username.removeprefix(prefix)
    if not re.fullmatch(COURSE_ID_PATTERN, course_id):
        raise HomeError(
            say(
                "%(name)s is named like a course's own server, but %(course)s cannot be the id of "
                "a course. The hub's operator can rename the user.",
                name=repr(username),
                course=repr(course_id[:40]),
            )
        )
    return course_id


def check_course_group(username: str, groups: Iterable[Any], course_group: str) -> None:
    """Whether a user who is named like a course's own server is one."""
    if course_group not in {group.name for group in groups}:
        raise HomeError(
            say(
                "%(name)s is named like a course's own server but is not in the group %(group)s, "
                "so it gets no course folder. The hub's operator can rename the user.",
                name=repr(username),
                group=repr(course_group),
            )
        )


def make_home(folder: Path) -> None:
    """Make sure that ``folder`` is there, private, and on a disk that can still be written."""
    try:
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        if folder.stat().st_uid == os.geteuid():
            folder.chmod(0o700)
        disk = os.statvfs(folder)
    except OSError as error:
        raise HomeError(
            say(
                "The home folder %(folder)s cannot be made: %(error)s. Without a home there is no "
                "place for your work. Please tell the hub's operator.",
                folder=str(folder),
                error=str(error.strerror),
            )
        ) from error
    if disk.f_flag & os.ST_RDONLY or not os.access(folder, os.W_OK | os.X_OK):
        raise HomeError(
            say(
                "The home folder %(folder)s cannot be written, so no work could be saved. Please "
                "tell the hub's operator, who can mend its owner or its file system.",
                folder=str(folder),
            )
        )
    if disk.f_bavail * disk.f_frsize < LEAST_FREE_BYTES:
        raise HomeError(
            say(
                "The disk that holds the home folder %(folder)s is full, so no work could be "
                "saved. Delete what you do not need, or tell the hub's operator; nothing of yours "
                "is lost.",
                folder=str(folder),
            )
        )
