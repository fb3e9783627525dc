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
    work.mkdir(parents=True, exist_ok=True)
    for source in sorted(files.rglob("*")):
        target = work / source.relative_to(files)
        if source.is_dir():
            target.mkdir(parents=True, exist_ok=True)
        elif source.stat().st_size <= COPIED_UP_TO_BYTES:
            shutil.copyfile(source, target)
        else:
            target.symlink_to(source)


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
