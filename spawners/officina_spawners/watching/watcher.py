"""One watcher for one cluster and hub process: it asks once for everybody.

While somebody starts, waits or has vanished, each round is a listing. While all run, all rounds
but one of twelve ask the accounting instead, which costs Slurm's controller nothing: ends are seen
soon, and listings are rare. Whatever the accounting says is believed only together with a listing.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from officina_spawners.slurm.client import SlurmClient
from officina_spawners.slurm.jobs import JobId
from officina_spawners.watching.followed import Followed
from officina_spawners.watching.health import WatcherHealth
from officina_spawners.watching.pace import Pace, Situation, pause_seconds
from officina_spawners.watching.questions import Questions
from officina_spawners.watching.rounds import Rounds

log = logging.getLogger(__name__)


class QueueWatcher:
    """Follows jobs; everything that wants to know about one reads its ``Followed``."""

    def __init__(
        self,
        client: SlurmClient,
        *,
        pace: Pace | None = None,
        clock: Callable[[], float] = time.monotonic,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.name = client.name
        self._pace = pace or Pace()
        self._clock = clock
        self._chance = chance
        self._questions = Questions(client, give_up_seconds=self._pace.give_up_seconds, clock=clock)
        self._followed: dict[JobId, Followed] = {}
        self._rounds = Rounds(self._questions, self._followed, self._pace, clock=clock)
        self._nudged = asyncio.Event()
        self._answered = asyncio.Event()
        self._is_awaited = False
        self._looked_at = float("-inf")
        self._task: asyncio.Task[None] | None = None

    def follow(self, job: JobId, *, starting: bool) -> Followed:
        """Watch this job, with haste while it is ``starting``; to follow twice changes the haste.

        Call it after the submit: a listing that was asked for before does not count against it.
        """
        known = self._followed.get(job)
        if known is None:
            known = Followed(job, submitted_at=self._clock(), starting=starting)
            self._followed[job] = known
            self.nudge()
        known.starting = starting
        return known

    def unfollow(self, job: JobId) -> None:
        """Forget it, and let everybody go who waits for news of it."""
        if known := self._followed.pop(job, None):
            known.wake()

    def expect_end(self, job: JobId) -> None:
        """Look now, and soon again for some seconds: Slurm may know of an end a little later."""
        if known := self._followed.get(job):
            known.expected_until = self._clock() + self._pace.expecting_seconds
            self.nudge()

    def nudge(self) -> None:
        """Look now: something was submitted, cancelled or extended."""
        self._nudged.set()

    def answered(self) -> Awaitable[bool]:
        """Wait for the next listing that comes, counted from this call.

        It is asked for at once, and as often as it takes, even if no job is followed.
        """
        self._is_awaited = True
        self.nudge()
        return self._answered.wait()

    @property
    def is_silent(self) -> bool:
        """Whether the last listing did not come."""
        return self._questions.failures > 0

    def health(self) -> WatcherHealth:
        asked, now = self._questions, self._clock()
        age = None if asked.last_success_at is None else now - asked.last_success_at
        return WatcherHealth(
            cluster=self.name,
            sessions=len(self._followed),
            listed_jobs=self._rounds.listed_jobs,
            last_success=None if age is None else datetime.now(UTC) - timedelta(seconds=age),
            last_seconds=asked.last_seconds,
            consecutive_failures=asked.failures,
            last_error=asked.last_error,
            accounting=asked.accounting,
            commands_per_minute=asked.commands.per_minute(now),
        )

    def start(self) -> None:
        """Watch in the loop that runs now; to start twice changes nothing."""
        if self._task is None or self._task.done():
            self._task = asyncio.get_running_loop().create_task(
                self.run(), name=f"queue-watcher-{self.name}"
            )

    @property
    def is_closing(self) -> bool:
        """Whether it was told to stop, as everything is when the hub itself goes down."""
        return self._task is not None and (self._task.done() or self._task.cancelling() > 0)

    async def close(self) -> None:
        """Stop watching and let go everybody who waits; no state changes by this."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        for job in tuple(self._followed):
            self.unfollow(job)

    async def run(self) -> None:
        """Look whenever it is time, until cancelled."""
        while True:
            is_urgent = await self._turn()
            before = self._questions.last_success_at
            try:
                await (self._rounds.look() if is_urgent else self._rounds.next())
            except Exception:
                log.exception("one look at cluster %s failed; the next one comes", self.name)
            self._looked_at = self._clock()
            if self._questions.last_success_at != before:
                self._tell_of_the_answer()

    def _tell_of_the_answer(self) -> None:
        answered, self._answered = self._answered, asyncio.Event()
        self._is_awaited = False
        answered.set()

    async def _turn(self) -> bool:
        """Wait until it is time to ask; True when somebody could not wait for that."""
        try:
            async with asyncio.timeout(self._pause() if self._is_wanted else None):
                await self._nudged.wait()
        except TimeoutError:
            return False
        rest = self._looked_at + self._pace.nudge_seconds - self._clock()
        if rest > 0:
            await asyncio.sleep(rest)
        self._nudged.clear()
        return True

    @property
    def _is_wanted(self) -> bool:
        return self._is_awaited or bool(self._rounds.alive())

    def _pause(self) -> float:
        now = Situation(
            hurry_seconds=self._rounds.hurry_seconds(),
            is_glancing=self._rounds.is_glancing(),
            glance_took_seconds=self._questions.accounting_seconds,
            last_seconds=self._questions.last_seconds,
            failures=self._questions.failures,
        )
        return pause_seconds(self._pace, now, self._chance())
