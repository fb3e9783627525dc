"""The life of this session within its limits: what runs beside the server from start to end."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any

from officina_widgets.session import checkpoint
from officina_widgets.session.end import End
from officina_widgets.session.end_watch import AsksHub, EndWatch
from officina_widgets.session.idle_watch import IdleWatch
from officina_widgets.session.settings import SessionLimits

log = logging.getLogger(__name__)

SAME_END_SECONDS = 90.0  # the Hub and the job's environment may differ by a little
ANSWER_SECONDS = 0.5
IDLE_END = (
    "This session has been idle for %.0f minutes, so it ends now, and its job with it. Your files "
    "are kept. Start it again from the launch page."
)


class SessionLife:
    """One for each server; it does nothing until it is started."""

    def __init__(
        self,
        limits: SessionLimits,
        *,
        end: EndWatch,
        idle: IdleWatch,
        stop: Callable[[], object],
        home: Path | None = None,
    ) -> None:
        self.limits = limits
        self.end = end
        self.idle = idle
        self.checkpoints: list[checkpoint.Ran] = []
        self._stop = stop
        self._home = home or Path.home()
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def is_limited(self) -> bool:
        """Whether there is anything that the person should know."""
        return self.end.end is not None or self.end.is_asking or self.limits.idle_minutes > 0

    def start(self) -> None:
        """Begin; to be called in the server's own loop."""
        self._tasks = [self._lasting(self._look_for_idleness)]
        if self.end.end is not None or self.end.is_asking:
            self._tasks += [self._lasting(self.end.run), self._lasting(self._save_before_the_end)]

    async def close(self) -> None:
        """Leave off everything."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def scripts(self) -> list[str]:
        """The names of the person's checkpoint scripts."""
        return [path.name for path in checkpoint.scripts(self._home)]

    async def save(self, why: checkpoint.Why) -> list[checkpoint.Ran]:
        """Run the person's checkpoint scripts; what keeps them from it is no reason to stop."""
        end = self.end.end
        try:
            self.checkpoints = await checkpoint.run_all(
                self._home,
                why=why,
                seconds_left=end.seconds_left(time.time()) if end else None,
                limit_seconds=self.limits.checkpoint_seconds,
            )
        except OSError as error:
            log.warning("the checkpoint scripts could not be run: %s", error)
        return self.checkpoints

    async def finish(self) -> None:
        """Save and end, because its person says so; the answer to them is sent before."""
        log.warning("The session's person ends it")
        await self.save("asked")
        asyncio.get_running_loop().call_later(ANSWER_SECONDS, self._stop)

    async def _save_before_the_end(self) -> None:
        saved_for: End | None = None
        while self.limits.checkpoint_minutes > 0:
            self.end.changed.clear()
            end = self.end.end
            is_new = end is not None and (
                saved_for is None or abs(end.at - saved_for.at) > SAME_END_SECONDS
            )
            if end is None or not is_new:
                await self.end.changed.wait()
                continue
            wait = end.at - time.time() - self.limits.checkpoint_minutes * 60
            if wait > 0 and await _happened(self.end.changed.wait(), wait):
                continue
            saved_for = end
            await self.save("time")

    async def _look_for_idleness(self) -> None:
        while True:
            await asyncio.sleep(self.limits.look_seconds)
            if await self.idle.look() != "over":
                continue
            await self.save("idle")
            if self.idle.phase == "over":  # nobody came back meanwhile
                log.warning(IDLE_END, self.limits.idle_minutes)
                self._stop()
                return

    @staticmethod
    def _lasting(work: Callable[[], Coroutine[Any, Any, None]]) -> asyncio.Task[None]:
        """A task whose failure stands in the log, and harms nothing else."""

        async def run() -> None:
            try:
                await work()
            except Exception:
                log.exception("%s has failed", work.__qualname__)

        return asyncio.create_task(run())


async def _happened(event: Awaitable[object], seconds: float) -> bool:
    try:
        async with asyncio.timeout(seconds):
            await event
    except TimeoutError:
        return False
    return True


def hub_of_environment() -> AsksHub:
    """The Hub of this session; imported late, since most sessions never ask."""
    from officina_widgets.session.own_session import Hub

    return Hub()
