"""Names of users and groups on this machine; a site's directory of them may be slow."""

from __future__ import annotations

import asyncio
import contextlib
import grp
import os
import pwd
from collections.abc import Mapping

from officina_spawners.slurm.jobs import Ending, JobId


async def with_names(endings: Mapping[JobId, Ending]) -> Mapping[JobId, Ending]:
    """The names behind the numbers with which Slurm tells who cancelled a job."""
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


async def groups_of(user: str) -> frozenset[str]:
    """The groups that this user is in; none for a stranger."""
    return await asyncio.to_thread(_groups, user)


def _groups(user: str) -> frozenset[str]:
    found = set()
    with contextlib.suppress(KeyError, ValueError):
        for number in os.getgrouplist(user, pwd.getpwnam(user).pw_gid):
            with contextlib.suppress(KeyError):  # a group without a name
                found.add(grp.getgrgid(number).gr_name)
    return frozenset(found)
