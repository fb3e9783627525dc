"""Which version of its interface a slurmrestd speaks: 22.05 has v0.0.38, and each release adds one.

v0.0.38 is what the tests run against. From v0.0.39 on Slurm describes its records anew (see
``rest_notation``); those were written after the tables in Slurm's own source and never met one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from officina_spawners.slurm.client import Unanswered

OLDEST, NEWEST = 38, 44
SUBMITS_IN_JOB, HAS_SHARES, HAS_USERS = 41, 40, 39

_PATH = re.compile(r"/slurm/v0\.0\.(\d+)/jobs/?")


def best_version(paths: Iterable[str]) -> int:
    """The newest of those that we know."""
    offered = {int(found[1]) for path in paths if (found := _PATH.fullmatch(path))}
    known = [number for number in offered if OLDEST <= number <= NEWEST]
    if not known:
        raise Unanswered(f"slurmrestd offers the versions {sorted(offered)}, none of which we know")
    return max(known)
