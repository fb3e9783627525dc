"""Gives one thread the rights of a course folder's owner, and no others.

The grader is often root, or the account that owns all courses, and SQLite believes what lies beside
a database: it follows links, plays journals back, and deletes files that a journal names. Whoever
may write there could aim that at others' files. A thread that calls ``take`` can reach no more than
the course's own account can:

* root with a course of another account: the folder becomes the thread's root folder, so that no
  folder above it has to be open to that account, and files are opened as that account;
* everybody else: Linux's Landlock, where the kernel has it, refuses the thread all other files.

Linux keeps both for each thread, if the C library's own wrappers for whole processes are left out.
There is no way back; the thread ends instead.
"""

from __future__ import annotations

import ctypes
import os
from functools import lru_cache
from pathlib import Path

from officina_courses.grading import landlock
from officina_courses.grading.errors import GradingRefused

CLONE_FS = 0x200
NOBODY = 0xFFFFFFFF  # no account has this number; asked for it, the kernel tells the present one


def take(home: Path) -> Path:
    """Narrow the calling thread for good; returns the folder as this thread sees it now.

    Raises ``GradingRefused`` where the system does not let root do so.
    """
    owner = home.stat()
    if os.geteuid() != 0 or owner.st_uid == 0:
        landlock.restrict_to(home)
        return home.absolute()
    try:
        _enter(home)
        _become(owner)
    except OSError as error:
        raise _refused(owner.st_uid, error) from error
    return Path("/")


def _enter(home: Path) -> None:
    libc = _libc()
    # Until then all threads share one root folder.
    if libc.unshare(CLONE_FS) != 0:
        raise OSError(ctypes.get_errno(), "unshare")
    os.chroot(home)
    os.chdir("/")


def _become(owner: os.stat_result) -> None:
    """Touch files as ``owner``; unlike seteuid this is the thread's own, and nobody may signal it.

    Root's supplementary groups stay, which reach nothing but the course's folder here.
    """
    libc = _libc()
    for change, number in ((libc.setfsgid, owner.st_gid), (libc.setfsuid, owner.st_uid)):
        change.argtypes, change.restype = [ctypes.c_uint32], ctypes.c_uint32
        change(number)
        if change(NOBODY) != number:
            raise PermissionError(f"{change.__name__} {number}")


@lru_cache(maxsize=1)
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _refused(number: int, error: OSError) -> GradingRefused:
    return GradingRefused(
        f"The grader runs as root and may not take the rights of the account {number}, which owns "
        f"the course: {error}.",
        why="With root's rights a course's folder could lead its gradebook to files of others.",
        todo="Give the grader CAP_SYS_CHROOT, CAP_SETUID and CAP_SETGID, or run it as an ordinary "
        "account that owns the data folder.",
    )
