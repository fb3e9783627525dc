"""What a process that harvests may take of the machine's memory.

What is read of one page is bounded by its bytes, values and triples. What takes too much all the
same is refused by the kernel, and then it is that page which is refused.
"""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

MIB: Final = 1 << 20
MOST_MIB: Final = 1024
STATUS: Final = Path("/proc/self/status")


@contextmanager
def bounded_memory(most_mib: int = MOST_MIB) -> Iterator[None]:
    """Give this process so much more memory of its own meanwhile, beyond what it holds.

    Only for a process that has no other work. The lower of the two limits that the kernel knows is
    set, which may be lifted again.
    """
    before, hard = resource.getrlimit(resource.RLIMIT_DATA)
    known = [one for one in (before, hard) if one != resource.RLIM_INFINITY]
    most = _held() + most_mib * MIB
    resource.setrlimit(resource.RLIMIT_DATA, (min([most, *known]), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (before, hard))


def _held() -> int:
    """Bytes of this process that count for that limit."""
    status = STATUS.read_text()
    return int(status.split("VmData:")[1].split()[0]) * 1024
