"""What publishing takes out of a course's sources is kept for a while, below ``replaced/``.

A version is a folder of its own, named after the time; one that comes within the same second
counts on. Only names of that form are ever tidied: what a trainer puts there stays.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import re
from datetime import datetime
from pathlib import Path

from officina_courses.grading import leftovers, places
from officina_courses.grading.course_door import move, opened_folder

FOLDER = "replaced"
KEPT_VERSIONS = 20
_NAME = re.compile(r"([0-9]{8}T[0-9]{6}Z)(?:-([0-9]{1,9}))?")


class Replaced:
    """Where one publishing puts what it replaces; the version's folder is made when first used."""

    def __init__(self, home: Path, now: datetime) -> None:
        self._home = home
        self._time = now.strftime("%Y%m%dT%H%M%SZ")
        self._version: str | None = None

    def take(self, exercise_id: str) -> None:
        """Move an exercise's source, or whatever has its name, out of the way."""
        if self._version is None:
            self._version = _new_version(self._home, self._time)
        move(self._home, ("source", exercise_id), (FOLDER, self._version, exercise_id))

    def tidy(self) -> None:
        """Remove the oldest versions beyond the last ones, but never the one made now."""
        if self._version is None:
            return
        with opened_folder(self._home, FOLDER) as folder:
            older = [name for name in _versions(folder) if name != self._version]
            for name in older[: max(len(older) + 1 - KEPT_VERSIONS, 0)]:
                _remove(self._home, folder, name)


def _new_version(home: Path, time: str) -> str:
    with opened_folder(home, FOLDER, make=True) as folder:
        name = _free_name(folder, time)
        os.mkdir(name, 0o700, dir_fd=folder)
        return name


def _free_name(folder: int, time: str) -> str:
    taken = set(os.listdir(folder))
    counted_on = (f"{time}-{number}" for number in itertools.count(2))
    return next(name for name in itertools.chain([time], counted_on) if name not in taken)


def _versions(folder: int) -> list[str]:
    """The names of our form, the oldest first."""
    return sorted(filter(_NAME.fullmatch, os.listdir(folder)), key=_age)


def _age(name: str) -> tuple[str, int]:
    found = _NAME.fullmatch(name)
    return (found[1], int(found[2] or 1)) if found else ("", 0)


def _remove(home: Path, folder: int, name: str) -> None:
    """Take it out of its owner's reach first; where that is another's file system, leave it."""
    with (
        leftovers.held_folder(places.WORKSHOP, within=places.outside(home)) as workshop,
        contextlib.suppress(OSError),
    ):
        os.rename(name, workshop / "old", src_dir_fd=folder)
