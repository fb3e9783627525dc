"""Where a kernel's sockets lie: in the usual place for temporary files, or in a shorter one.

A socket's path has at most 107 bytes (unix(7)), and a folder for temporary files may be longer by
itself: that of a batch job, or of a grader that keeps its own together. Folders in a shorter place
lie outside whatever is swept after a grader, so they are held, and leftovers are swept here.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from officina_courses.grading.errors import SandboxFailed
from officina_courses.grading.leftovers import held_folder, sweep

MOST_BYTES: Final = 107
LONGEST_NAME: Final = "12345678/k-12345"  # what mkdtemp adds, and a channel's name
USUAL: Final = "officina-kernel-"
SHORT: Final = "officina-sockets-"
SHORT_PLACES: Final = ("/tmp", "/var/tmp", "/dev/shm")  # noqa: S108 - private folders in them
SWEEP_SECONDS: Final = 1.0
NO_PLACE: Final = (
    "No kernel was started: the name of the folder for temporary files, {usual}, is too long."
)
WHY: Final = "A kernel's sockets lie there, and their paths have at most 107 bytes."
TODO: Final = "Set TMPDIR to a shorter one, or let this account write to one of {places}."


@contextmanager
def sockets_folder() -> Iterator[Path]:
    """A private folder whose name leaves room for those of sockets; removed afterwards."""
    usual = Path(tempfile.gettempdir())
    if _has_room(usual, USUAL):
        folder = Path(tempfile.mkdtemp(prefix=USUAL))
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        return
    place = next((each for each in map(Path, SHORT_PLACES) if _is_writable(each)), None)
    if place is None:
        todo = TODO.format(places=", ".join(SHORT_PLACES))
        raise SandboxFailed(NO_PLACE.format(usual=usual), why=WHY, todo=todo)
    sweep(SHORT, within=place, seconds=SWEEP_SECONDS)
    with held_folder(SHORT, within=place) as held:
        yield held


def _has_room(place: Path, prefix: str) -> bool:
    return len(os.fsencode(place / f"{prefix}{LONGEST_NAME}")) <= MOST_BYTES


def _is_writable(place: Path) -> bool:
    return place.is_dir() and os.access(place, os.W_OK | os.X_OK)
