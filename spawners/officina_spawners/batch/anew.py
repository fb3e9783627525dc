"""Whether a running session's job was sent back into the queue while no hub was there to see it.

A hub that sees it happen knows it by what Slurm showed before. One that has just started has the
record alone: when the run began whose port it holds.
"""

from __future__ import annotations

from datetime import datetime

from officina_spawners.batch.record import JobRecord
from officina_spawners.watching import Gone, Running, State, Waiting


def has_begun_anew(record: JobRecord, state: State) -> bool:
    """Whether nobody answers any more at the place of this record."""
    if isinstance(state, Gone):
        return False
    if not record.port or isinstance(state, Waiting):
        return True
    began = began_at(state)
    return bool(began and record.began_at and began > record.began_at)


def began_at(state: State) -> datetime | None:
    """When the present run began, where Slurm says so."""
    return state.job.starts_at if isinstance(state, Running) else None
