"""The only place of the watcher that speaks with Slurm: bounded in time, counted, never raising."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import TypeVar

from officina_spawners.slurm.client import NoAccounting, SlurmClient, SlurmError
from officina_spawners.slurm.jobs import Ending, JobId, Listing
from officina_spawners.watching.health import Commands
from officina_spawners.watching.truth import Accounting, Silence

Answer = TypeVar("Answer")

log = logging.getLogger(__name__)

NO_ANSWER = "Slurm does not answer just now."


class Questions:
    """Listings and endings of one cluster; a failure is an answer too, and says nothing."""

    def __init__(
        self, client: SlurmClient, *, give_up_seconds: float, clock: Callable[[], float]
    ) -> None:
        self._client = client
        self.can_glance = client.tells_ends_together
        self._give_up_seconds = give_up_seconds
        self._clock = clock
        self.commands = Commands()
        self.accounting: Accounting | None = None
        self.accounting_asked_at = 0.0
        self.accounting_seconds = 0.0  # what its last answer took
        self.last_success_at: float | None = None
        self.last_seconds = 0.0
        self.failures = 0
        self.last_error = ""

    async def listing(self, ids: Collection[JobId] | None = None) -> Listing | Silence:
        """The whole queue, or only these."""
        asked_at = self._clock()
        try:
            listing = await self._ask(self._client.list_jobs(ids))
        except Exception as fault:  # whatever it is, it proves nothing about any job
            return self._failed(fault)
        self._succeeded(asked_at)
        return listing

    async def endings(self, ids: Collection[JobId]) -> Mapping[JobId, Ending]:
        """What the accounting says of these; ``accounting`` tells whether it said anything."""
        return await self._accounted(self._client.endings(ids)) or {}

    async def still_running(self, ids: Collection[JobId]) -> frozenset[JobId] | None:
        """Those that the accounting counts as running; None where it said nothing."""
        return await self._accounted(self._client.still_running(ids))

    async def _accounted(self, question: Awaitable[Answer]) -> Answer | None:
        self.accounting_asked_at = self._clock()
        try:
            found = await self._ask(question)
        except NoAccounting as fault:
            if self.accounting != "off":
                log.warning("cluster %s keeps no accounting: %s", self._client.name, fault)
            self.accounting = "off"
            return None
        except Exception as fault:
            if self.accounting != "unanswered":
                self._tell(fault, "accounting")
            self.accounting = "unanswered"
            return None
        self.accounting = "answered"
        self.accounting_seconds = self._clock() - self.accounting_asked_at
        return found

    async def _ask(self, question: Awaitable[Answer]) -> Answer:
        self.commands.asked(self._clock())
        async with asyncio.timeout(self._give_up_seconds):
            return await question

    def _succeeded(self, asked_at: float) -> None:
        if self.failures:
            log.info("cluster %s answers again", self._client.name)
        self.last_success_at = self._clock()
        self.last_seconds = self.last_success_at - asked_at
        self.failures, self.last_error = 0, ""

    def _failed(self, fault: Exception) -> Silence:
        if not self.failures:
            self._tell(fault, "queue")
        self.failures += 1
        self.last_error = f"{type(fault).__name__}: {fault}"[:300]
        return Silence(at=self._clock(), why=NO_ANSWER)

    def _tell(self, fault: Exception, what: str) -> None:
        is_foreseen = isinstance(fault, SlurmError | TimeoutError)
        log.warning(
            "the %s of cluster %s gave no answer (%s %s); nothing is concluded from that",
            what,
            self._client.name,
            type(fault).__name__,
            fault,
            exc_info=None if is_foreseen else fault,
        )
