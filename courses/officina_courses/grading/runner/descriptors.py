"""The open files of a forked copy, made its own."""

from __future__ import annotations

import contextlib
import fcntl
import os
import stat
from pathlib import Path


def reopen_files(work: Path, folder: str) -> None:
    """Open again what is open, at the place where reading or writing had come to.

    A fork shares that place with its parent: what the copy reads, the parent would no longer find.
    Of a file below ``work`` the copy below ``folder`` is opened, where there is one.
    """
    for link in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(OSError):  # the listing's own descriptor is gone by now
            _reopen(link, work.resolve(), Path(folder))


def _reopen(link: Path, work: Path, folder: Path) -> None:
    descriptor = int(link.name)
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        return
    place = link.readlink()
    copy = folder / place.relative_to(work) if place.is_relative_to(work) else link
    own = os.open(copy if copy.exists() else link, _how(descriptor))
    os.lseek(own, os.lseek(descriptor, 0, os.SEEK_CUR), os.SEEK_SET)
    os.dup2(own, descriptor, inheritable=os.get_inheritable(descriptor))
    os.close(own)


def _how(descriptor: int) -> int:
    """Reading, writing, appending; not how the file came to be, as by ``O_TMPFILE``."""
    return fcntl.fcntl(descriptor, fcntl.F_GETFL) & (os.O_ACCMODE | os.O_APPEND)
