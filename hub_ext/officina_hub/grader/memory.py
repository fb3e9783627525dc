"""What a grader's own process may take of the machine's memory, and when it has become too large.

Notebooks run in sandboxes that have bounds of their own. The grader reads what learners made,
cleans it and renders pages of it; all of that is bounded in size, and what should take too much all
the same is refused by the kernel, so that one submission never takes the machine's memory away.
"""

from __future__ import annotations

import ctypes
import gc
import logging
import resource
from pathlib import Path
from typing import Final

log = logging.getLogger(__name__)

MIB: Final = 1 << 20
MOST_MIB: Final = 2048
# The worst submission leaves less behind: what is above this would be lacking in the next work.
WORN_MIB: Final = 256
# In memory or swapped out, and of no file; in KiB. Where a kernel does not tell these apart from
# what is of files, all of it has to count.
OWN = ("RssAnon:", "VmSwap:")
ALL = ("VmRSS:", "VmSwap:")
STATUS = Path("/proc/self/status")


def bound_memory() -> None:
    """Refuse this process more than ``MOST_MIB`` of memory of its own.

    The engines set their own limits for what they start, and may: only the lower one of the two
    limits that the kernel knows is set here.
    """
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    most = MOST_MIB * MIB
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(resource.RLIMIT_DATA, (most, hard))


def held_mib() -> int:
    """What this process has in memory now, without the files that it shares with others."""
    status = STATUS.read_text().splitlines()
    counted = OWN if any(line.startswith(OWN[0]) for line in status) else ALL
    return sum(int(line.split()[1]) for line in status if line.startswith(counted)) >> 10


def has_grown() -> bool:
    """Whether this process holds so much after a piece of work that a new one had better go on."""
    if held_mib() > WORN_MIB:
        _give_back()
    held = held_mib()
    if held > WORN_MIB:
        log.warning("the grader holds %s MiB after its work, so another takes its place", held)
    return held > WORN_MIB


def _give_back() -> None:
    """Give back what nobody needs any more.

    The page that was rendered last lies in a ring of references, for a template's macros know what
    they were rendered with; Python may leave that for as long as it likes. And the C library keeps
    what is free among what is in use.
    """
    gc.collect()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # glibc has it, musl has not
    if trim is not None:
        trim(ctypes.c_size_t(0))
