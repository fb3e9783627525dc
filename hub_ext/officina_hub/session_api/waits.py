"""How long jobs with GPUs really waited lately, as Slurm has measured it."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median

from officina_hub.session_api.answers import Waited
from officina_hub.session_api.facts import LOOKING_BACK
from officina_spawners.estimate import ENOUGH
from officina_spawners.slurm.jobs import PastJob


def waited(past: Iterable[PastJob], partition: str) -> Waited | None:
    """Of the jobs with GPUs that have ended in that partition; None of too few to tell."""
    found = sorted(
        (job.started_at - job.submitted_at).total_seconds()
        for job in past
        if job.partition == partition and job.gpus and job.submitted_at and job.started_at
    )
    if len(found) < ENOUGH:
        return None
    return Waited(
        jobs=len(found),
        days=LOOKING_BACK.days,
        median_seconds=max(0.0, median(found)),
        most_seconds=max(0.0, found[-(len(found) // 10) - 1]),
    )
