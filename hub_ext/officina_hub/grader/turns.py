"""Graders side by side: each has a name of its own, and a course's folder is in one's hands.

The queue gives each piece of work to one grader. What stands here holds also where a grader was
stopped for so long that its work was given to another: whoever writes to a course's gradebook and
folders holds the course's lock, and has made sure under it that the work is still its own. The
locks lie outside of the courses' folders, whose owners could hold them else, and the kernel frees
them when a grader ends, however it ends.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from officina_hub.errors import StartError


class Lease(Protocol):
    """The part of ``Heartbeat`` that this file needs."""

    def make_sure(self) -> None:
        """Raise where the work may be another grader's by now."""


class CourseTurns:
    """One grader's way to the courses' locks, in ``folder``."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder
        self._lease: Lease | None = None

    def work_under(self, lease: Lease) -> None:
        """From now on turns are taken for the work of that lease."""
        self._lease = lease

    @contextmanager
    def take(self, course_id: str) -> Iterator[None]:
        """Wait until no other grader is in the course, and keep others out until the block ends.

        Raises
        ------
        Conflict
            When the work was given to another grader meanwhile; nothing must be written then.

        """
        handle = os.open(self._folder / f"{course_id}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            if self._lease is not None:
                self._lease.make_sure()
            yield
        finally:
            os.close(handle)


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Be the only grader of this name; raises ``StartError`` where one runs already."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StartError(
                f"A grader holds {path} already.",
                "Under one name two would take each other's work.",
                "Stop that one, or give this one a number of its own: --number 2.",
            ) from None
        yield
    finally:
        os.close(handle)
