"""Linux's Landlock, by which a thread without special rights gives up all files but a folder's.

See landlock(7). What is asked for has been there since its first version, in Linux 5.13. Paths can
still be walked through and looked up, but no file can be opened, made, renamed or deleted there.
"""

from __future__ import annotations

import ctypes
import os
import struct
from functools import lru_cache
from pathlib import Path

# The system calls' numbers, the same on every architecture; the C library has no names for them.
CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
VERSION_ASKED = 1
PATH_BENEATH = 1
NO_NEW_PRIVILEGES = 38

EVERYTHING = (1 << 13) - 1
WRITE_FILE, READ_FILE, READ_FOLDER, REMOVE_FILE, MAKE_FILE = (1 << bit for bit in (1, 2, 3, 5, 8))
PLAIN_FILES = WRITE_FILE | READ_FILE | READ_FOLDER | REMOVE_FILE | MAKE_FILE


def is_possible() -> bool:
    """Whether this kernel has Landlock and lets it be used."""
    return int(_libc().syscall(CREATE_RULESET, None, ctypes.c_size_t(0), VERSION_ASKED)) > 0


def restrict_to(folder: Path) -> None:
    """Leave the calling thread only the plain files below ``folder``, where that is possible."""
    if not is_possible():
        return
    rules = ctypes.create_string_buffer(struct.pack("=Q", EVERYTHING), 8)
    ruleset = _done("create_ruleset", CREATE_RULESET, rules, ctypes.c_size_t(8), 0)
    try:
        _add(ruleset, folder)
        # Demanded of those without special rights: no program started later may have more.
        if _libc().prctl(NO_NEW_PRIVILEGES, *(ctypes.c_ulong(n) for n in (1, 0, 0, 0))) != 0:
            raise OSError(ctypes.get_errno(), "prctl")
        _done("restrict_self", RESTRICT_SELF, ruleset, 0)
    finally:
        os.close(ruleset)


def _add(ruleset: int, folder: Path) -> None:
    beneath = os.open(folder, os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        rule = ctypes.create_string_buffer(struct.pack("=Qi", PLAIN_FILES, beneath), 12)
        _done("add_rule", ADD_RULE, ruleset, PATH_BENEATH, rule, 0)
    finally:
        os.close(beneath)


def _done(name: str, number: int, *arguments: object) -> int:
    result = int(_libc().syscall(number, *arguments))
    if result < 0:
        raise OSError(ctypes.get_errno(), f"landlock {name}")
    return result


@lru_cache(maxsize=1)
def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
