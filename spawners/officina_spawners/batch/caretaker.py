"""Sees to it that no job is without a session and no session without its job.

It runs in the hub's process, after the start and every few minutes: sessions that were queued or
starting when a hub died are started again, which takes their jobs up; jobs that were told to end
are told again; and jobs that carry this hub's mark and belong to no record are cancelled.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from typing import Protocol

from jupyterhub.spawner import SpawnException

from officina_spawners.batch.cancelling import cancel
from officina_spawners.batch.marks import Marks
from officina_spawners.batch.record import JobRecord, JobRecords
from officina_spawners.batch.site import Site
from officina_spawners.errors import SessionError
from officina_spawners.slurm.client import SlurmError
from officina_spawners.slurm.jobs import QueuedJob

log = logging.getLogger(__name__)


class Hub(Protocol):
    """What the caretaker needs of the Hub it runs in."""

    def has_session(self, record: JobRecord) -> bool:
        """Whether the Hub counts this session as starting, running or stopping."""
        ...

    async def start(self, record: JobRecord) -> None:
        """Start it with the choice of its record, for its owner."""
        ...

    async def stop(self, record: JobRecord) -> None:
        """End what is left of it."""
        ...


class Caretaker:
    """One for each hub."""

    def __init__(
        self,
        hub: Hub,
        records: JobRecords,
        sites: Callable[[], Sequence[Site]],
        *,
        every_seconds: float,
    ) -> None:
        self._hub = hub
        self._records = records
        self._sites = sites
        self._every_seconds = every_seconds
        self._told_of: frozenset[str] = frozenset()  # the records that nobody can read

    async def run(self) -> None:
        """Look after everything, until cancelled; a round that fails is followed by the next."""
        while True:
            await _tried(self.round(), "the sessions of this hub")
            await asyncio.sleep(self._every_seconds)

    async def round(self) -> None:
        """Once; whatever goes wrong with one session or cluster does not keep the others."""
        self._tell_of(self._records.unreadable())
        await asyncio.gather(*map(self._take_up, self._records))
        for site in self._sites():
            await _tried(self._sweep(site), f"the jobs of {site.cluster.name}")

    async def _take_up(self, record: JobRecord) -> None:
        await _tried(self._taken_up(record), f"the session {record.key}")

    async def _taken_up(self, record: JobRecord) -> None:
        if not self._hub.has_session(record):
            await (self._hub.stop if record.phase == "leaving" else self._hub.start)(record)

    async def _sweep(self, site: Site) -> None:
        """Cancel jobs of this hub that no record knows.

        The queue is asked first: a record that is written after that has no job in it yet.
        """
        queue = await site.client.queue()
        known = {record.comment: record for record in self._records}
        unknown = self._records.unreadable()
        for job in orphans(queue, known, site.marks, unknown):
            log.warning("cancelling job %s of %s, which no session knows", job.id, job.user)
            await _tried(cancel(site.client, job.id, job.user), f"the job {job.id} of {job.user}")

    def _tell_of(self, unreadable: Mapping[str, str]) -> None:
        """Once for each, however many rounds find it so."""
        for key in unreadable.keys() - self._told_of:
            log.error(
                "the record of the session %s cannot be read (%s); until it can, nothing is "
                "concluded from it and no job of that session is ended. Mend the file or, once "
                "the session has ended, delete it",
                key,
                unreadable[key],
            )
        self._told_of = frozenset(unreadable)


def orphans(
    queue: Collection[QueuedJob],
    known: Mapping[str, JobRecord],
    marks: Marks,
    unknown: Collection[str] = (),
) -> Iterator[QueuedJob]:
    """The jobs that carry a mark of this hub and are nobody's.

    Anybody can copy a comment, but a mark counts with jobs of the account alone for which it was
    made; a person who copies one of their own loses that job. A job of the sessions ``unknown`` may
    be somebody's.
    """
    for job in queue:
        if not marks.is_ours(job.comment, job.user):
            continue
        is_unknown = any(marks.is_of_session(job.comment, key) for key in unknown)
        if not is_unknown and _is_orphan(job, known):
            yield job


def _is_orphan(job: QueuedJob, known: Mapping[str, JobRecord]) -> bool:
    record = known.get(job.comment)
    if record is None:
        return True
    return record.job is not None and job.id != record.job


async def _tried(deed: Awaitable[object], what: str) -> None:
    try:
        await deed
    except (SlurmError, SessionError, SpawnException) as error:
        log.warning("%s could not be looked after; tried again later: %s", what, error)
    except Exception:
        log.exception("%s could not be looked after; tried again later", what)
