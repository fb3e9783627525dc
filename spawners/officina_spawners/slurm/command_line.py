"""Slurm by its own commands: no library of Slurm's, no setting, the rights of whoever runs them.

Reading needs no special right. Submitting and cancelling run as the person (see ``as_person``);
cancelling others' jobs and extending need an operator of Slurm. Requests to slurmctld of one call:
listing 2, wide listing 2, nodes 2, partitions 1, reservations 1, budgets 1, walls 1, endings and
past jobs none, because slurmdbd is asked.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

from officina_spawners.slurm import sacct, scontrol, shares, squeue, walls
from officina_spawners.slurm.as_person import usual_prefix
from officina_spawners.slurm.client import NoAccounting, Unanswered
from officina_spawners.slurm.commands import Answer, Commands
from officina_spawners.slurm.jobs import (
    END_STATES,
    Ending,
    Job,
    JobId,
    Listing,
    PastJob,
    QueuedJob,
    known_id,
)
from officina_spawners.slurm.orders import Orders
from officina_spawners.slurm.resources import Budget, Node, Partition, Reservation, Wall
from officina_spawners.slurm.silence import (
    has_forgotten,
    keeps_no_accounting,
    listened,
    unanswered,
)
from officina_spawners.slurm.unix_names import with_names

LOOKING_BACK = "now-7days"

T = TypeVar("T")


@dataclass(frozen=True)
class CommandLineClient:
    """A ``SlurmClient``; the selector ``("--clusters=x",)`` reaches another cluster of slurmdbd."""

    name: str
    commands: Commands = field(default_factory=Commands)
    submit_prefix: tuple[str, ...] = field(default_factory=usual_prefix)
    selector: tuple[str, ...] = ()

    @property
    def tells_ends_together(self) -> bool:
        """One sacct tells the ends of any number of jobs."""
        return True

    async def list_jobs(self, ids: Collection[JobId] | None = None) -> Listing:
        """One squeue; a single job that slurmctld has forgotten makes an empty listing."""
        asked = time.monotonic()
        jobs: Mapping[JobId, Job] = {}
        if ids is None or ids:
            answer = await self._ask("squeue", *QUEUE, "-o", squeue.LEAN_FORMAT, *_only(ids))
            if not (ids and len(ids) == 1 and has_forgotten(answer)):
                jobs = await self._read(answer, squeue.read_lean)
        return Listing(asked_at=asked, answered_at=time.monotonic(), jobs=jobs)

    async def queue(self) -> tuple[QueuedJob, ...]:
        """One squeue, some twenty times as long a row."""
        return await self._wide()

    async def jobs_of(self, person: str) -> tuple[QueuedJob, ...]:
        """The same one, of which slurmctld sends this person's jobs alone."""
        return await self._wide("--array", f"--user={person}")

    async def _wide(self, *options: str) -> tuple[QueuedJob, ...]:
        mark = squeue.new_mark()
        fields = squeue.format_of(squeue.WIDE_FIELDS, mark)
        answer = await self._ask("squeue", *QUEUE, *options, "-O", fields)
        return await self._read(answer, lambda text: squeue.read_wide(text, mark))

    async def endings(self, ids: Collection[JobId]) -> Mapping[JobId, Ending]:
        """From slurmdbd; while that is down, from what slurmctld remembers of the last minutes."""
        if not ids:
            return {}
        try:
            answer = await self._ask("sacct", *ACCOUNTS, *_only(ids), "-o", sacct.END_FORMAT)
            return await with_names(await self._read(answer, sacct.read_endings))
        except Unanswered as silence:
            remembered = await self._remembered(ids)
            if remembered:
                return remembered
            if keeps_no_accounting(silence):
                raise NoAccounting(str(silence)) from silence
            raise

    async def still_running(self, ids: Collection[JobId]) -> frozenset[JobId]:
        """From slurmdbd alone."""
        answer = await self._ask("sacct", *ACCOUNTS, *_only(ids), "-o", sacct.STATE_FORMAT)
        try:
            return await self._read(answer, sacct.read_running)
        except Unanswered as silence:
            if keeps_no_accounting(silence):
                raise NoAccounting(str(silence)) from silence
            raise

    async def _remembered(self, ids: Collection[JobId]) -> Mapping[JobId, Ending]:
        mark = squeue.new_mark()
        fields = squeue.format_of(squeue.END_FIELDS, mark)
        answer = await self._ask("squeue", *QUEUE, "--states=all", *_only(ids), "-O", fields)
        if has_forgotten(answer):
            return {}
        found = await self._read(answer, lambda text: squeue.read_ends(text, mark))
        return {job: ending for job, ending in found.items() if ending.state in END_STATES}

    async def find(self, comment: str, person: str) -> JobId | None:
        """In slurmctld's memory, then in slurmdbd's, which keeps comments only if told to."""
        mark = squeue.new_mark()
        fields = squeue.format_of(squeue.OWN_FIELDS, mark)
        answer = await self._ask("squeue", *QUEUE, "--states=all", f"--user={person}", "-O", fields)
        found = await self._read(
            answer, lambda text: squeue.read_own(text, mark, comment=comment, person=person)
        )
        return found or await self._find_ended(comment, person)

    async def _find_ended(self, comment: str, person: str) -> JobId | None:
        mark = squeue.new_mark()
        options = [f"--user={person}", f"--starttime={LOOKING_BACK}", f"--delimiter={mark}"]
        answer = await self._ask("sacct", *ACCOUNTS, *options, "-o", sacct.OWN_FORMAT)
        if answer.status != 0 and keeps_no_accounting(unanswered(answer)):
            return None
        return await self._read(
            answer, lambda text: sacct.read_own(text, mark, comment=comment, person=person)
        )

    async def past_jobs(self, since: datetime) -> tuple[PastJob, ...]:
        """From slurmdbd alone."""
        start = f"--starttime={since.astimezone(UTC):%Y-%m-%dT%H:%M:%S}"
        answer = await self._ask(
            "sacct", *ACCOUNTS, "--allusers", start, "--endtime=now", "-o", sacct.PAST_FORMAT
        )
        return await self._read(answer, sacct.read_past)

    async def nodes(self) -> tuple[Node, ...]:
        """With details, because only they tell which GPUs are in use."""
        answer = await self._ask("scontrol", "--details", "-o", "show", "nodes")
        return await self._read(answer, scontrol.read_nodes)

    async def partitions(self) -> tuple[Partition, ...]:
        return await self._read(
            await self._ask("scontrol", "-o", "show", "partitions"), scontrol.read_partitions
        )

    async def reservations(self) -> tuple[Reservation, ...]:
        return await self._read(
            await self._ask("scontrol", "-o", "show", "reservations"), scontrol.read_reservations
        )

    async def budgets(self, person: str) -> tuple[Budget, ...]:
        """Running jobs are counted only every PriorityCalcPeriod, five minutes by default."""
        answer = await self._ask("sshare", "-n", "-P", f"--users={person}", "-o", shares.FORMAT)
        return await self._read(answer, lambda text: shares.read_budgets(text, person))

    async def walls(self, person: str) -> tuple[Wall, ...]:
        """What slurmctld has of the person's accounts, and of every QOS."""
        only = (f"users={person}", "flags=assoc,qos")
        answer = await self._ask("scontrol", "-o", "show", "assoc_mgr", *only)
        return await self._read(answer, lambda text: walls.read_walls(text, person))

    async def submit(self, script: str, person: str, environment: Mapping[str, str]) -> JobId:
        return await self._orders.submit(script, person, environment)

    async def try_submit(self, script: str, person: str) -> datetime | None:
        return await self._orders.try_submit(script, person)

    async def cancel(self, job: JobId, person: str | None = None) -> None:
        await self._orders.cancel(job, person)

    async def extend(self, job: JobId, minutes: int) -> None:
        await self._orders.extend(job, minutes)

    @property
    def _orders(self) -> Orders:
        return Orders(self.commands, self.submit_prefix, self.selector)

    async def _ask(self, program: str, *options: str) -> Answer:
        argv = [self.commands.program(program), *self.selector, *options]
        return await self.commands.run(argv, timeout_seconds=self.commands.reading_seconds)

    async def _read(self, answer: Answer, reader: Callable[[str], T]) -> T:
        """What the reader makes of it, beside the loop: ten thousand rows take a tenth of a second.

        A listing that cannot be read is no listing.
        """
        text = listened(answer).text.removeprefix(self._heading)
        try:
            return await asyncio.to_thread(reader, text)
        except (ValueError, KeyError) as error:
            raise unanswered(answer, f", wrote garbage ({error})") from error

    @property
    def _heading(self) -> str:
        """What some commands write first when they were sent to a named cluster."""
        return f"CLUSTER: {self.name}\n" if self.selector else ""


QUEUE = ("--local", "-h")
ACCOUNTS = ("-X", "-n", "-P")


def _only(ids: Collection[JobId] | None) -> list[str]:
    return [] if ids is None else [f"--jobs={','.join(sorted(map(known_id, ids), key=int))}"]
