"""The names behind the numbers with which Slurm tells who cancelled a job."""

from __future__ import annotations

import asyncio
import pwd
from collections.abc import Mapping

from officina_spawners.slurm.jobs import Ending, JobId


async def with_names(endings: Mapping[JobId, Ending]) -> Mapping[JobId, Ending]:
    """A site's directory of users may be slow, so it is not asked on the Hub's loop."""
    if not any(ending.cancelled_by for ending in endings.values()):
        return endings
    return await asyncio.to_thread(_named, endings)


def _named(endings: Mapping[JobId, Ending]) -> Mapping[JobId, Ending]:
    return {
        job: ending.model_copy(update={"cancelled_by": _name(ending.cancelled_by)})
        for job, ending in endings.items()
    }


def _name(number: str | None) -> str | None:
    try:
        return number and pwd.getpwuid(int(number)).pw_name
    except (KeyError, OverflowError):
        return number  # nobody on this machine
