"""A client of any batch system in ``table.py``, with the face of ``SlurmClient``.

It tells what the watcher and sessions need: which jobs wait and run, and how jobs ended. Nodes,
partitions, reservations and budgets are empty here, because each site of these systems names them
in its own way: nothing is known of them, and the pages show no numbers of free GPUs and no range
for the start. Jobs are not extended and not tried beforehand either.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from officina_courses.saying import say
from officina_spawners.slurm.acting import Acting
from officina_spawners.slurm.as_person import check_names, usual_prefix
from officina_spawners.slurm.client import HubMayNotAct, NoAccounting, Refused
from officina_spawners.slurm.commands import Answer, Commands
from officina_spawners.slurm.explanation import Explanation, explained
from officina_spawners.slurm.jobs import Ending, JobId, Listing, PastJob, QueuedJob, known_id
from officina_spawners.slurm.resources import Budget, Node, Partition, Reservation, Wall
from officina_spawners.slurm.silence import not_done
from officina_spawners.systems.answers import is_refusal, lacks, understood
from officina_spawners.systems.parcel import packed
from officina_spawners.systems.refusals import GONE, NO_EXTENSION, why_refused
from officina_spawners.systems.system import BatchSystem, Reading


@dataclass(frozen=True)
class SystemClient:
    """One cluster of another batch system."""

    name: str
    system: BatchSystem
    commands: Commands = field(default_factory=Commands)
    submit_prefix: tuple[str, ...] = field(default_factory=usual_prefix)

    @property
    def tells_ends_together(self) -> bool:
        """Their history costs as much as their queue, so it is asked about ends only."""
        return False

    async def list_jobs(self, ids: Collection[JobId] | None = None) -> Listing:
        """One command, and one question to the server."""
        asked = time.monotonic()
        seen = () if ids is not None and not ids else (await self._listed(ids)).seen
        jobs = {each.job.id: each.lean for each in seen}
        return Listing(asked_at=asked, answered_at=time.monotonic(), jobs=jobs)

    async def queue(self) -> tuple[QueuedJob, ...]:
        """The same list with everything that the system tells."""
        return tuple(each.job for each in (await self._listed(None)).seen if each.ending is None)

    async def jobs_of(self, person: str) -> tuple[QueuedJob, ...]:
        """Picked from the list."""
        return tuple(job for job in await self.queue() if job.user == person)

    async def endings(self, ids: Collection[JobId]) -> Mapping[JobId, Ending]:
        """From the system's history; ``NoAccounting`` where it has forgotten all of these."""
        if not ids:
            return {}
        answer = await self._ask(self.system.history, ids)
        if self.system.keeps_no_history.search(answer.err):
            raise NoAccounting(answer.said)
        reading = understood(self.system, answer, self.system.read_history, ids)
        found = {each.job.id: each.ending for each in reading.seen if each.ending is not None}
        if not found and reading.absent >= set(ids):
            raise NoAccounting(f"{self.system.title} remembers none of {sorted(ids)[:5]}")
        return found

    async def still_running(self, ids: Collection[JobId]) -> frozenset[JobId]:
        """All of which no end is told."""
        return frozenset(ids) - (await self.endings(ids)).keys()

    async def find(self, comment: str, person: str) -> JobId | None:
        """Among those that wait or run; one that has ended already does no harm."""
        owned = [job.id for job in await self.queue() if is_job_of(job, person, comment)]
        return min(owned, key=int, default=None)

    async def past_jobs(self, since: datetime) -> tuple[PastJob, ...]:
        """Nothing is learnt from what has been."""
        return ()

    async def nodes(self) -> tuple[Node, ...]:
        return ()

    async def partitions(self) -> tuple[Partition, ...]:
        return ()

    async def reservations(self) -> tuple[Reservation, ...]:
        return ()

    async def budgets(self, person: str) -> tuple[Budget, ...]:
        return ()

    async def walls(self, person: str) -> tuple[Wall, ...]:
        return ()

    async def submit(self, script: str, person: str, environment: Mapping[str, str]) -> JobId:
        """Script and environment go by a file in the person's home; see ``parcel``."""
        check_names(environment)
        parcel = await packed(self.system, script, person, environment)
        for argv, content in ((parcel.made_by, b""), (parcel.filled_by, parcel.content)):
            written = await self._as(person, argv, content)
            if written.status:
                raise Refused(_no_home(written), written.said)
        try:
            answer = await self._as(person, self.system.submit, parcel.description.encode())
        except HubMayNotAct:
            await self._as(person, parcel.removed_by)
            raise
        found = self.system.submitted.search(answer.text) if answer.status == 0 else None
        if found:
            return found[1]
        failure = self._failure(answer)
        if isinstance(failure, Refused):  # otherwise the job may be there, and need it
            await self._as(person, parcel.removed_by)
        raise failure

    async def try_submit(self, script: str, person: str) -> datetime | None:
        """None of them can say, so nobody is told."""
        return None

    async def cancel(self, job: JobId, person: str | None = None) -> None:
        """As its person, or with the rights of the hub."""
        argv = (*self.system.cancel, self._number(job))
        if person is None:
            answer = await self.commands.run(
                [self.commands.program(argv[0]), *argv[1:]],
                timeout_seconds=self.commands.acting_seconds,
            )
        else:
            answer = await self._as(person, argv)
        if lacks(self.system, answer):
            raise Refused(GONE, answer.said)
        if answer.status:
            raise self._failure(answer)

    async def extend(self, job: JobId, minutes: int) -> None:
        raise Refused(NO_EXTENSION, f"jobs of {self.system.title} are not extended")

    async def _listed(self, ids: Collection[JobId] | None) -> Reading:
        some = self.system.list_all if ids is None else self.system.list_some
        answer = await self._ask(some, ids or ())
        return understood(self.system, answer, self.system.read, ids)

    async def _ask(self, argv: Sequence[str], ids: Collection[JobId]) -> Answer:
        numbers = map(self._number, sorted(ids, key=int))
        command = [self.commands.program(argv[0]), *argv[1:], *numbers]
        return await self.commands.run(command, timeout_seconds=self.commands.reading_seconds)

    def _number(self, job: JobId) -> str:
        return self.system.number.format(job=known_id(job))

    async def _as(self, person: str, argv: Sequence[str], stdin: bytes = b"") -> Answer:
        return await Acting(self.commands, self.submit_prefix).run(person, argv, stdin=stdin)

    def _failure(self, answer: Answer) -> Exception:
        if is_refusal(self.system, answer):
            return Refused(why_refused(self.system, answer.said or answer.text), answer.said)
        return not_done(answer, self.system.silent)


def is_job_of(job: QueuedJob, person: str, comment: str) -> bool:
    """Anybody can copy a mark, so it says nothing without its user."""
    return job.user == person and job.comment == comment


def _no_home(answer: Answer) -> Explanation:
    told = say(
        "Your home folder on the cluster cannot be written: “%(said)s”.", said=answer.said[:200]
    )
    advice = say("Make room in it, or tell the support of this hub.")
    return explained("home-unusable", told, advice=[advice], is_final=True)
