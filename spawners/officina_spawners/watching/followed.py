"""One job that somebody follows: its state, and a way to wait for news that loses none."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

from officina_spawners.slurm.jobs import JobId
from officina_spawners.watching.states import Gone, State, Unknown, Waiting


class Followed:
    """What the watcher knows of one job; made by ``QueueWatcher.follow``."""

    def __init__(self, job: JobId, *, submitted_at: float, starting: bool) -> None:
        self.job = job
        self.submitted_at = submitted_at
        self.starting = starting
        self.expected_until = float("-inf")  # its end is to be seen until then
        self.state: State = Unknown(why="Slurm has not been asked yet.", since=submitted_at)
        self._news = asyncio.Event()

    def changed(self) -> Awaitable[bool]:
        """Wait for the next news, counted from this call and not from when it is awaited.

        Any number may wait, and each may give up. It also returns once nobody follows the job.
        """
        return self._news.wait()

    def learn(self, state: State) -> None:
        """Take over what the last look proved, and wake everybody if that is news."""
        if state != self.state:
            self.state = state
            self.wake()

    def wake(self) -> None:
        waiting, self._news = self._news, asyncio.Event()
        waiting.set()

    def hurry_seconds(self, now: float, *, vanished_seconds: float) -> float | None:
        """For how long news of it has been wanted soon; None when there is no hurry."""
        state = self.state
        if isinstance(state, Gone):
            return None
        if now < self.expected_until:
            return 0.0
        if self.starting or isinstance(state, Waiting):
            return now - state.since
        is_fresh = isinstance(state, Unknown) and now - state.since < vanished_seconds
        return now - state.since if is_fresh else None
