"""Cancelling one job: as its person, and with the rights of the hub where that cannot be."""

from __future__ import annotations

import logging

from officina_spawners.slurm.client import HubMayNotAct, Refused, SlurmClient
from officina_spawners.slurm.jobs import JobId

log = logging.getLogger(__name__)


async def cancel(client: SlurmClient, job: JobId, person: str) -> bool:
    """Tell Slurm to end it; False when Slurm does not have it any more.

    Raises
    ------
    SlurmError
        When nobody did it: there is no answer, or the hub is no operator of Slurm either.

    """
    try:
        await client.cancel(job, person)
    except Refused as refusal:
        if refusal.explanation.code == "job-gone":
            return False
        await client.cancel(job)  # the person may have lost their account
    except HubMayNotAct as error:
        log.error("%s", error)
        await client.cancel(job)  # where it is an operator of Slurm
    return True
