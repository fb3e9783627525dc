"""Slurm by slurmrestd, for hubs that have no Slurm commands or speak with a cluster elsewhere.

One request to slurmctld a call, but some 3 KiB a job. What slurmrestd cannot do (try a submission;
tell used budgets before v0.0.40; act for a person where it has no token) is left to the commands,
where there are any.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from urllib.parse import urlencode

from officina_spawners.slurm import rest_jobs, rest_resources
from officina_spawners.slurm.client import SlurmClient, Unanswered
from officina_spawners.slurm.commands import CommandMissing
from officina_spawners.slurm.jobs import Ending, JobId, Listing, PastJob, QueuedJob, known_id
from officina_spawners.slurm.resources import Budget, Node, Partition, Reservation, Wall
from officina_spawners.slurm.rest_answers import records
from officina_spawners.slurm.rest_door import Door
from officina_spawners.slurm.rest_notation import Record, at
from officina_spawners.slurm.rest_orders import RestOrders
from officina_spawners.slurm.rest_requests import Requests, read, understood
from officina_spawners.slurm.rest_version import HAS_SHARES, HAS_USERS

LOOKING_BACK = timedelta(days=7)


@dataclass(frozen=True)
class RestClient:
    """A ``SlurmClient``; ``version`` 0 asks slurmrestd, ``commands`` do what it cannot."""

    name: str
    door: Door
    version: int = 0
    commands: SlurmClient | None = None

    @property
    def tells_ends_together(self) -> bool:
        """No: slurmrestd is asked once for each job."""
        return False

    async def list_jobs(self, ids: Collection[JobId] | None = None) -> Listing:
        """Of one job alone where one is asked for, otherwise of all."""
        asked = time.monotonic()
        found = [] if ids is not None and not ids else await self._queue(ids)
        rows = await asyncio.to_thread(read, found, rest_jobs.read_job)  # there may be thousands
        jobs = {job.id: job for job in rows}
        chosen = {job: row for job, row in jobs.items() if ids is None or job in ids}
        return Listing(asked_at=asked, answered_at=time.monotonic(), jobs=chosen)

    async def queue(self) -> tuple[QueuedJob, ...]:
        """The same request as a listing: slurmrestd has no short form."""
        return tuple(await asyncio.to_thread(read, await self._queue(None), rest_jobs.read_queued))

    async def jobs_of(self, person: str) -> tuple[QueuedJob, ...]:
        """The same request once more: slurmrestd tells everybody's jobs or one."""
        own = [each for each in await self._queue(None) if each.get("user_name") == person]
        return tuple(row for rows in read(own, rest_jobs.read_tasks) for row in rows)

    async def _queue(self, ids: Collection[JobId] | None) -> list[Record]:
        found = await self._remembered(ids)
        ended = read(found, rest_jobs.has_ended)
        return [record for record, is_over in zip(found, ended, strict=True) if not is_over]

    async def _remembered(self, ids: Collection[JobId] | None) -> list[Record]:
        """Of slurmctld's memory, where jobs stay for some minutes after their end."""
        only = f"job/{known_id(next(iter(ids)))}" if ids and len(ids) == 1 else "jobs"
        return await self._requests.get("slurm", only, "jobs")

    async def endings(self, ids: Collection[JobId]) -> Mapping[JobId, Ending]:
        """From slurmdbd, one request each; while that is down, from slurmctld's memory."""
        try:
            found = [record for job in ids for record in await self._recorded(job)]
            return await self._with_exit_codes(_by_id(read(found, rest_jobs.read_ending)))
        except Unanswered:
            remembered = await self._ended_lately(ids)
            if not remembered:
                raise
            return remembered

    async def _with_exit_codes(self, told: Mapping[JobId, Ending]) -> Mapping[JobId, Ending]:
        """Where v0.0.38 calls a failure a success; slurmctld knows better for some minutes."""
        unclear = [job for job, end in told.items() if end.state == "FAILED" and _is_clean(end)]
        lately: Mapping[JobId, Ending] = {}
        with contextlib.suppress(Unanswered):  # the end itself is known all the same
            lately = await self._ended_lately(unclear) if unclear else {}
        codes = {job: {"exit_code": e.exit_code, "signal": e.signal} for job, e in lately.items()}
        return {job: ending.model_copy(update=codes.get(job)) for job, ending in told.items()}

    async def _ended_lately(self, ids: Collection[JobId]) -> Mapping[JobId, Ending]:
        found = _by_id(read(await self._remembered(ids), rest_jobs.read_remembered))
        return {job: found[job] for job in ids if job in found}

    async def _recorded(self, job: JobId) -> list[Record]:
        """The last run, where a job had several."""
        return (await self._requests.get("slurmdb", f"job/{known_id(job)}", "jobs"))[-1:]

    async def still_running(self, ids: Collection[JobId]) -> frozenset[JobId]:
        """All of which no end is told."""
        return frozenset(ids) - (await self.endings(ids)).keys()

    async def find(self, comment: str, person: str) -> JobId | None:
        """In slurmctld's memory, then in slurmdbd's."""
        wanted = (person, comment)
        queued = await self._remembered(None)
        found = [job for job in queued if (job.get("user_name"), job.get("comment")) == wanted]
        if not found:
            past = await self._past(datetime.now(UTC) - LOOKING_BACK, person)
            found = [job for job in past if (job.get("user"), at(job, "comment/job")) == wanted]
        return min(read(found, rest_jobs.job_id), key=int, default=None)

    async def past_jobs(self, since: datetime) -> tuple[PastJob, ...]:
        """From slurmdbd alone."""
        found = read(await self._past(since, ""), rest_jobs.read_past)
        return tuple(job for job in found if job)

    async def _past(self, since: datetime, person: str) -> list[Record]:
        query = {"start_time": f"uts{int(since.timestamp())}", "skip_steps": "true"}
        if person and await self._requests.speaks() >= HAS_USERS:
            query["users"] = person
        return await self._requests.get("slurmdb", f"jobs?{urlencode(query)}", "jobs")

    async def nodes(self) -> tuple[Node, ...]:
        found = await self._requests.get("slurm", "nodes", "nodes")
        return tuple(read(found, rest_resources.read_node))

    async def partitions(self) -> tuple[Partition, ...]:
        found = await self._requests.get("slurm", "partitions", "partitions")
        return tuple(read(found, rest_resources.read_partition))

    async def reservations(self) -> tuple[Reservation, ...]:
        found = await self._requests.get("slurm", "reservations", "reservations")
        now = datetime.now(UTC)
        return tuple(read(found, lambda record: rest_resources.read_reservation(record, now)))

    async def budgets(self, person: str) -> tuple[Budget, ...]:
        """Before v0.0.40 slurmrestd knows the limits and not what is used of them."""
        if await self._requests.speaks() < HAS_SHARES:
            return await self._by_command("tell what is used of a budget").budgets(person)
        path = await self._requests.path("slurm", f"shares?{urlencode({'users': person})}")
        answer = await self.door.get(path)
        shares = records({**answer, "shares": at(answer, "shares/shares")}, "shares")
        return understood(lambda: rest_resources.read_budgets(shares, person))

    async def walls(self, person: str) -> tuple[Wall, ...]:
        """Only the commands can tell what slurmctld holds to; without them nothing is known."""
        try:
            return await self.commands.walls(person) if self.commands else ()
        except CommandMissing:
            return ()

    async def submit(self, script: str, person: str, environment: Mapping[str, str]) -> JobId:
        if self.door.acts_for_persons:
            return await self._orders.submit(script, person, environment)
        return await self._by_command(f"submit for {person}").submit(script, person, environment)

    async def try_submit(self, script: str, person: str) -> datetime | None:
        """Only the commands can; without them the refusal comes with the submit."""
        return await self.commands.try_submit(script, person) if self.commands else None

    async def cancel(self, job: JobId, person: str | None = None) -> None:
        if person is None or self.door.acts_for_persons:
            await self._orders.cancel(job, person)
        else:
            await self._by_command(f"cancel for {person}").cancel(job, person)

    async def extend(self, job: JobId, minutes: int) -> None:
        await self._orders.extend(job, minutes)

    def _by_command(self, what: str) -> SlurmClient:
        if self.commands is None:
            raise Unanswered(f"this slurmrestd cannot {what}, and there are no commands of Slurm")
        return self.commands

    @cached_property
    def _requests(self) -> Requests:
        return Requests(self.door, self.version)

    @property
    def _orders(self) -> RestOrders:
        return RestOrders(self._requests)


def _is_clean(ending: Ending) -> bool:
    return ending.exit_code == 0 and ending.signal == 0


def _by_id(endings: Collection[Ending | None]) -> Mapping[JobId, Ending]:
    return {ending.id: ending for ending in endings if ending}
