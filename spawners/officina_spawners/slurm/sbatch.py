"""What sbatch writes about a job that it submitted, or would."""

from __future__ import annotations

import re
from datetime import datetime

from officina_spawners.slurm import notation
from officina_spawners.slurm.jobs import JobId

_JOB = re.compile(r"(\d{1,18})(?:;\S+)?")
_START = re.compile(r"^sbatch: Job \d+ to start at (\S+) ", re.MULTILINE)


def read_job(out: str) -> JobId | None:
    """The last line of ``--parsable``; a site's plug-in may have written something before it."""
    lines = out.strip().splitlines()
    found = _JOB.fullmatch(lines[-1].strip()) if lines else None
    return found[1] if found else None


def read_start(said: str) -> datetime | None:
    """When ``--test-only`` thinks that it would start."""
    found = _START.search(said)
    try:
        return notation.moment(found[1]) if found else None
    except ValueError:
        return None
