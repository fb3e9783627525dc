"""Keeps as many graders in Slurm as the work needs.

Each round asks the portal what there is to do, and Slurm what is there already. Where either gives
no answer nothing is submitted: a silence is never taken for a job that is missing. Before each
submission Slurm has just told of all our jobs, so one whose answer was lost is counted like any
other.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple, Protocol

from officina_hub.graders.endings import Endings
from officina_hub.graders.needs import SOON, Missing, Patience, missing
from officina_hub.graders.script import Order, job_script
from officina_hub.graders.state import GRADERS, GradersState, write_state
from officina_spawners.slurm.client import HubMayNotAct, Refused, SlurmClient, SlurmError
from officina_spawners.slurm.jobs import JobId, QueuedJob
from officina_widgets.errors import PortalError
from officina_widgets.wire import QueueState

log = logging.getLogger(__name__)

PAUSE_SECONDS = 5.0  # between two looks at Slurm
WAIT_SECONDS = 20  # for work, where there is none

SILENT_PORTAL = "The portal does not tell what waits, so no grader is submitted: {said}"
SILENT_SLURM = "Slurm gives no answer, so no grader is submitted: {said}"
UNSURE = "Slurm gave no answer to a submission of graders, which may have reached it: {said}"
REFUSED = "Slurm took no graders: {said}"


class Portal(Protocol):
    """The part of the portal's client that this file needs."""

    def queue_state(self, *, wait_seconds: int = 0) -> QueueState:
        """How much there is to do."""


class Slurm(NamedTuple):
    """Where graders are submitted to, as whom, and what they are told beside their script."""

    client: SlurmClient
    person: str
    variables: Mapping[str, str]


class Keeper:
    """One for each hub and order; ``file`` in ``run`` is where it writes down how it stands."""

    def __init__(
        self,
        portal: Portal,
        slurm: Slurm,
        order: Order,
        run: Path,
        *,
        patience: Patience | None = None,
        file: str = GRADERS,
    ) -> None:
        self._portal = portal
        self._slurm = slurm
        self._order = order
        self._run = run
        self._file = file
        self._patience = patience or Patience()
        self._endings = Endings(slurm.client, order.log)
        self._there: tuple[QueuedJob, ...] | None = None  # None: Slurm was not asked yet
        self._followed: set[JobId] = set()
        self._silence = ""  # what is wrong: nobody answers,
        self._refusal = ""  # the last submission was not taken,
        self._failure = ""  # or graders end too soon

    async def keep(self) -> None:
        """Look after them until cancelled."""
        while True:
            await self.round()
            await asyncio.sleep(PAUSE_SECONDS)

    async def round(self) -> None:
        """One look, and what is missing submitted; what goes wrong is told and tried again."""
        silence = ""
        try:
            work = await asyncio.to_thread(self._portal.queue_state, wait_seconds=WAIT_SECONDS)
            if self._has_questions or any(self._missing(work)):
                await self._balance(work)
            if not any(self._missing(work)):
                self._refusal = _changed(self._refusal, "")
        except PortalError as error:
            silence = SILENT_PORTAL.format(said=error)
        except SlurmError as error:
            silence = SILENT_SLURM.format(said=error)
        self._silence = _changed(self._silence, silence)
        self._write()

    @property
    def _has_questions(self) -> bool:
        """Whether Slurm is asked although nothing is missing."""
        return self._there is None or bool(self._followed) or self._endings.is_unsure

    async def _balance(self, work: QueueState) -> None:
        self._there = await self._alive()
        alive = {each.id for each in self._there}
        self._endings.add(self._followed - alive)
        self._followed = alive
        await self._learn(self._there)
        lacking = self._missing(work)
        if any(lacking) and not self._endings.is_unsure and not self._patience.left:
            await self._submit(lacking)

    async def _alive(self) -> tuple[QueuedJob, ...]:
        """Ours by comment and account; those that are ending take no work any more."""
        found = await self._slurm.client.jobs_of(self._slurm.person)
        mark = self._order.comment
        return tuple(each for each in found if each.comment == mark and not each.is_ending)

    async def _learn(self, there: tuple[QueuedJob, ...]) -> None:
        """From those that ended, and from those that have worked for a while."""
        verdict = await self._endings.look()
        oldest = datetime.now(UTC) - SOON
        worked = [each for each in there if each.is_running and _began(each) < oldest]
        if verdict.failure:
            self._patience.lose()
            self._failure = _changed(self._failure, verdict.failure)
        elif verdict.is_well or worked:
            self._patience.regain()
            self._failure = _changed(self._failure, "")

    def _missing(self, work: QueueState) -> Missing:
        return missing(self._order.jobs, work, len(self._there or ()))

    async def _submit(self, lacking: Missing) -> None:
        jobs, refusal = self._order.jobs, ""
        try:
            await self._submit_alike(lacking.staying, jobs.minutes * 60)
            await self._submit_alike(lacking.passing, jobs.idle_seconds)
        except (Refused, HubMayNotAct) as error:
            refusal = REFUSED.format(said=error)
        except SlurmError as error:
            refusal = UNSURE.format(said=error)
        if refusal:
            self._patience.lose()
        self._refusal = _changed(self._refusal, refusal)

    async def _submit_alike(self, count: int, idle_seconds: int) -> None:
        if not count:
            return
        script = job_script(self._order, count=count, idle_seconds=idle_seconds)
        client, person, variables = self._slurm
        job = await client.submit(script, person, variables)
        # Followed before any listing has it: it may be gone by then, and why has to be found out.
        self._followed.add(job)
        log.info("job %s submitted, graders in it: %d", job, count)

    def _write(self) -> None:
        there, left, now = self._there or (), self._patience.left, datetime.now(UTC)
        state = GradersState(
            at=now,
            queued=sum(each.is_waiting for each in there),
            running=sum(each.is_running for each in there),
            trouble=self._silence or self._refusal or self._failure,
            next_try_at=now + timedelta(seconds=left) if left else None,
        )
        write_state(self._run, state, file=self._file)


def _changed(before: str, now: str) -> str:
    """What is so now; told in the log when it was not so before."""
    if now and now != before:
        log.warning("%s", now)
    elif before and not now:
        log.info("mended: %s", before)
    return now


def _began(job: QueuedJob) -> datetime:
    return job.starts_at or datetime.now(UTC)
