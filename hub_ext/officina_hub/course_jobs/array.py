"""A plan's array from its submission to its end, told run by run."""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from officina_courses.runs import PlannedRun, RunRecord
from officina_courses.runs.one import write_plan
from officina_courses.runs.record import keep, kept_record, this_machine
from officina_hub.course_jobs.needs import JobNeeds
from officina_hub.course_jobs.script import PLAN, RunOrder, array_script
from officina_spawners.slurm.client import SlurmClient, Unanswered

log = logging.getLogger(__name__)

LOOK_SECONDS: Final = 1.0  # at the folder
ASK_SECONDS: Final = 5.0  # slurmctld, which has other work
# A shared file system may show a node's files a little after its job has ended.
SETTLE_SECONDS: Final = 10.0
MOST_LOG_BYTES: Final = 4096


class RunArray:
    """The runs of a plan that are not kept yet, as one array job of ``person``."""

    def __init__(self, client: SlurmClient, person: str, *, folder: Path, into: Path) -> None:
        self._client = client
        self._person = person
        self._folder = folder.resolve()
        self._into = into.resolve()

    async def run(self, runs: Sequence[PlannedRun], needs: JobNeeds) -> AsyncGenerator[RunRecord]:
        """Each run's record as it is there; where the caller goes away, the jobs are cancelled.

        Raises
        ------
        SlurmError
            Where Slurm does not take the jobs. That it is silent later is waited out.

        """
        to_do: dict[int, PlannedRun] = {}
        before: dict[int, RunRecord | None] = {}
        for run in runs:
            record = kept_record(self._into, run)
            if record is not None and record.outcome == "passed":
                yield record
            else:
                before[len(to_do)] = record
                to_do[len(to_do)] = run
        if not to_do:
            return
        order = self._order(list(to_do.values()), needs)
        job = await self._client.submit(array_script(order), self._person, {})
        log.info("array %s runs %d notebooks; its logs are in %s", job, order.count, order.jobs)
        try:
            async for record in self._watch(order, to_do, before):
                yield record
        finally:
            if to_do:
                await self._client.cancel(job, self._person)

    def _order(self, runs: Sequence[PlannedRun], needs: JobNeeds) -> RunOrder:
        mark = secrets.token_hex(8)
        jobs = self._into / f"jobs-{mark}"
        write_plan(jobs / PLAN, runs)
        return RunOrder(
            comment=f"officina-course-run:{mark}",
            folder=self._folder,
            into=self._into,
            jobs=jobs,
            count=len(runs),
            needs=needs,
        )

    async def _watch(
        self,
        order: RunOrder,
        to_do: dict[int, PlannedRun],
        before: Mapping[int, RunRecord | None],
    ) -> AsyncGenerator[RunRecord]:
        """Take each run out of ``to_do`` with its record; a job's end without one is told too."""
        asked = time.monotonic()
        while to_do:
            for record in self._arrived(to_do, before):
                yield record
            if to_do and time.monotonic() - asked >= ASK_SECONDS:
                asked = time.monotonic()
                if not await self._is_queued(order):
                    break
            if to_do:
                await asyncio.sleep(LOOK_SECONDS)
        settled = time.monotonic() + SETTLE_SECONDS
        while to_do and time.monotonic() < settled:
            await asyncio.sleep(LOOK_SECONDS)
            for record in self._arrived(to_do, before):
                yield record
        for number in list(to_do):
            yield self._lost(order, number, to_do.pop(number))

    def _arrived(
        self, to_do: dict[int, PlannedRun], before: Mapping[int, RunRecord | None]
    ) -> list[RunRecord]:
        """Those that were kept since the jobs were asked for; what failed before is done anew.

        Known by their content: a node's clock may be behind that of the machine that waits.
        """
        found = []
        for number, run in list(to_do.items()):
            record = kept_record(self._into, run)
            if record is not None and record != before[number]:
                found.append(record)
                del to_do[number]
        return found

    async def _is_queued(self, order: RunOrder) -> bool:
        try:
            jobs = await self._client.jobs_of(self._person)
        except Unanswered as error:
            log.warning("Slurm gave no answer, which says nothing of the jobs: %s", error)
            return True
        return any(job.comment == order.comment for job in jobs)

    def _lost(self, order: RunOrder, number: int, run: PlannedRun) -> RunRecord:
        record = RunRecord(
            run=run,
            outcome="impossible",
            message=f"its job ended without a result: {_last_line(order.log(number))}",
            started_at=datetime.now(UTC),
            seconds=0,
            machine=this_machine(),
            software={},
        )
        keep(self._into, record, None)
        return record


def _last_line(path: Path) -> str:
    try:
        with path.open("rb") as file:
            file.seek(max(0, path.stat().st_size - MOST_LOG_BYTES))
            lines = file.read().decode(errors="replace").strip().splitlines()
    except OSError:
        return f"it never wrote {path.name}, so it was cancelled or not started"
    return lines[-1][:500] if lines else f"{path.name} is empty"
