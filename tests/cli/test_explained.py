"""What somebody at a terminal is told of an error, and which errors keep their traceback."""

from __future__ import annotations

import errno
import os

from officina_courses.errors import RunImpossible
from officina_hub.cli.explained import explained


def test_the_systems_refusal_is_told_with_its_file() -> None:
    told = explained(PermissionError(errno.EACCES, os.strerror(errno.EACCES), "/course/source"))
    assert told is not None
    assert told.startswith("/course/source: Permission denied. You may not")


def test_a_full_disk_is_told_also_where_nobody_says_which() -> None:
    assert (explained(OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))) or "").startswith(
        "No space"
    )


def test_our_own_say_what_they_say() -> None:
    assert explained(RunImpossible("a", why="b", todo="c")) == "a b c"


def test_a_mistake_of_ours_keeps_its_traceback() -> None:
    assert explained(KeyError("x")) is None
    assert explained(OSError(errno.EBADF, "x")) is None
