"""The private folder that cells work in, and what reaches descriptors 1 and 2 past Python."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from pathlib import Path

COPIED_UP_TO_BYTES = 4 << 20


def lay_out(files: Path, work: Path) -> None:
    """The exercise's files in ``work``: small ones as copies, large ones as read-only links.

    The caller enters ``work`` only when all of Python that it needs is loaded: a learner's file may
    have the name of a module.
    """
    _lay_out(str(files), str(work))


def _lay_out(folder: str, target: str) -> None:
    # By plain calls: each fork that goes through pathlib copies many pages of the zygote's memory.
    os.makedirs(target, exist_ok=True)  # noqa: PTH103
    for entry in _entries(folder):
        place = f"{target}/{entry.name}"
        if entry.is_dir(follow_symlinks=False):
            _lay_out(entry.path, place)
        elif entry.is_dir():
            os.mkdir(place)  # noqa: PTH102
        elif entry.stat().st_size <= COPIED_UP_TO_BYTES:
            shutil.copyfile(entry.path, place)
        else:
            os.symlink(entry.path, place)  # noqa: PTH211


def _entries(folder: str) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except PermissionError:  # a learner's folder that the learner has closed
        return []


class NativeOutput:
    """Text written by C code and child processes, which know nothing of ``sys.stdout``."""

    def __init__(self) -> None:
        with tempfile.TemporaryFile(dir=Path.home()) as file:
            self._descriptor = os.dup(file.fileno())
        # Every write goes to the end, also after the file was emptied.
        fcntl.fcntl(self._descriptor, fcntl.F_SETFL, os.O_APPEND)
        os.dup2(self._descriptor, 1)
        os.dup2(self._descriptor, 2)

    def take(self, limit: int) -> str:
        """What was written since the last call, up to ``limit`` bytes."""
        if not os.fstat(self._descriptor).st_size:
            return ""
        text = os.pread(self._descriptor, limit, 0).decode(errors="replace")
        os.ftruncate(self._descriptor, 0)
        return text
