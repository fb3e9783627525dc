"""What a process that harvests may take of the machine's memory.

What is read of one page is bounded by its bytes, values and triples. What takes too much all the
same is refused by the kernel, and then it is that page which is refused.
"""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

MIB: Final = 1 << 20
MOST_MIB: Final = 1024


@contextmanager
def bounded_memory(most_mib: int = MOST_MIB) -> Iterator[None]:
    """Give this process no more memory of its own meanwhile; only for one that has no other work.

    The lower of the two limits that the kernel knows is set, which may be lifted again.
    """
    before, hard = resource.getrlimit(resource.RLIMIT_DATA)
    known = [one for one in (before, hard) if one != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_DATA, (min([most_mib * MIB, *known]), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (before, hard))
