"""Temporary folders that tell whether anybody works in them, and what is done where nobody does.

Whoever makes such a folder holds it by the kernel's lock, which goes with the process however that
ends; a *leftover* is a folder that nobody holds any more. systemd-tmpfiles, which clears ``/tmp``
of what is old, leaves folders alone that are held in this way.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from officina_courses.grading.removal import remove_tree

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


@contextmanager
def held_folder(prefix: str, *, within: Path | None = None) -> Iterator[Path]:
    """A private folder, in the usual place or ``within`` another, that is no leftover before its
    end; then it is removed with all that was made in it.
    """
    folder, handle = _held(prefix, within)
    try:
        yield folder
    finally:
        remove_tree(folder)
        os.close(handle)


def sweep(prefix: str, *, within: Path, seconds: float) -> int:
    """Remove leftovers whose names begin so, for so long at most; gives how many are gone.

    Nothing of another account is touched, no link followed, and nothing done where the file system
    cannot tell who holds a folder. What there was no time for is left to the next sweeping.
    """
    end = time.monotonic() + seconds
    gone = 0
    for folder in sorted(within.glob(f"{prefix}*")):
        if time.monotonic() >= end:
            break
        with _leftover(folder) as is_leftover:
            if is_leftover:
                remove_tree(folder, is_over=lambda: time.monotonic() >= end)
                gone += not folder.exists()
    return gone


def _held(prefix: str, within: Path | None) -> tuple[Path, int]:
    """A new folder and the descriptor that holds it.

    A sweeper may come between the making and the holding: then the folder goes, and is made anew.
    """
    while True:
        folder = Path(tempfile.mkdtemp(prefix=prefix, dir=within))
        with contextlib.suppress(FileNotFoundError):
            handle = os.open(folder, _FOLDER)
            with contextlib.suppress(OSError):  # without locks nobody sweeps here either
                fcntl.flock(handle, fcntl.LOCK_SH)
            if _is_there(folder, handle):
                return folder, handle
            os.close(handle)


def _is_there(folder: Path, handle: int) -> bool:
    try:
        return os.path.samestat(folder.lstat(), os.fstat(handle))
    except FileNotFoundError:
        return False


@contextmanager
def _leftover(folder: Path) -> Iterator[bool]:
    """Whether it is one of ours that nobody holds; nobody can hold it then before the end."""
    try:
        handle = os.open(folder, _FOLDER)
    except OSError:
        yield False
        return
    try:
        yield os.fstat(handle).st_uid == os.geteuid() and _is_free(handle)
    finally:
        os.close(handle)


def _is_free(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
