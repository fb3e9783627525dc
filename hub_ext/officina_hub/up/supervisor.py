"""Start the children in order, restart what dies, and leave nothing behind."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING

from officina_hub.errors import StartError
from officina_hub.up.announce import Announcer
from officina_hub.up.child import Child, Recipe
from officina_hub.up.linux import adopt_orphans

if TYPE_CHECKING:  # at run time it is imported where it is used: a start is to be quick
    import psutil

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 30.0
STEADY_SECONDS = 60.0
GRACE_SECONDS = 6.0
LOOK_SECONDS = 0.5
# Late enough that asyncio has taken note of our own children first: only it may wait for those.
BURY_SECONDS = 1.0

Hook = Callable[[str], Awaitable[None]]
Sweep = Callable[[], Awaitable[Sequence[str]]]


async def _nothing(_name: str) -> None:
    return None


class Supervisor:
    """Keeps the children of some recipes alive until it is asked to stop."""

    def __init__(
        self, recipes: Sequence[Recipe], announcer: Announcer, *, after_restart: Hook = _nothing
    ) -> None:
        self._children = [Child(recipe) for recipe in recipes]
        self._announcer = announcer
        self._after_restart = after_restart
        self._stop = asyncio.Event()
        self._keepers: list[asyncio.Task[None]] = []
        self._bystanders = _below_this_process()  # there before us, so not ours to end

    @property
    def pids(self) -> dict[str, int]:
        """The process ids of the children, by name."""
        return {child.name: child.pid for child in self._children if child.process is not None}

    @property
    def is_stopping(self) -> bool:
        """Whether somebody asked for an end."""
        return self._stop.is_set()

    def listen_to_signals(self) -> None:
        """Ctrl-C, SIGTERM and a closed terminal all mean: stop orderly. Adopt and bury orphans."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, self.ask_to_stop)
        adopt_orphans()
        loop.add_signal_handler(
            signal.SIGCHLD, lambda: loop.call_later(BURY_SECONDS, self._bury_adopted)
        )

    def ask_to_stop(self) -> None:
        """Let ``start`` or ``wait_for_stop`` return."""
        self._stop.set()

    async def start(self) -> bool:
        """Start everything in order; False when it was asked to stop meanwhile."""
        for child in self._children:
            self._announcer.step(child.name, f"Starting {child.name}")
            await child.start()
            if not await self._unless_stopped(child.wait_until_ready()):
                return False
        self._keepers = [asyncio.create_task(self._keep(child)) for child in self._children]
        return True

    async def wait_for_stop(self) -> None:
        """Return when somebody wants an end; raise when keeping the children alive failed."""
        stop = asyncio.create_task(self._stop.wait())
        done, _ = await asyncio.wait({stop, *self._keepers}, return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        for keeper in done - {stop}:
            keeper.result()

    async def until(self, is_done: Callable[[], Awaitable[bool]], seconds: float) -> bool:
        """Look again and again; False when it took too long or somebody wants an end."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        while not await is_done():
            if loop.time() > deadline or await self._asked_to_stop_within(LOOK_SECONDS):
                return False
        return True

    async def _asked_to_stop_within(self, seconds: float) -> bool:
        try:
            async with asyncio.timeout(seconds):
                await self._stop.wait()
        except TimeoutError:
            return False
        return True

    async def stop(self, end_sessions: Sweep) -> None:
        """End all children, the sessions after the Hub, and the proxy last."""
        self._stop.set()
        for keeper in self._keepers:
            keeper.cancel()
        await asyncio.gather(*self._keepers, return_exceptions=True)
        first, last = self._children[1:], self._children[:1]
        self._announcer.step("stop", "Stopping")
        await asyncio.gather(*(child.stop(grace_seconds=GRACE_SECONDS) for child in first))
        for name in await end_sessions():
            self._announcer.warn("stop", f"The session {name} would not end.")
        await asyncio.gather(*(child.stop(grace_seconds=GRACE_SECONDS) for child in last))
        await _end(_below_this_process() - self._bystanders)

    async def _unless_stopped(self, work: Awaitable[None]) -> bool:
        task = asyncio.ensure_future(work)
        stop = asyncio.create_task(self._stop.wait())
        await asyncio.wait({task, stop}, return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        if task.done():
            task.result()
            return not self._stop.is_set()
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task
        return False

    async def _keep(self, child: Child) -> None:
        """Restart one child whenever it dies, with a longer pause each time it dies soon."""
        loop = asyncio.get_running_loop()
        pause = FIRST_PAUSE_SECONDS
        while True:
            since = loop.time()
            await child.ended_within(None)
            pause = FIRST_PAUSE_SECONDS if loop.time() - since > STEADY_SECONDS else pause
            self._announcer.warn(child.name, _ended(child))
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
            await self._start_again(child)

    async def _start_again(self, child: Child) -> None:
        try:
            await child.start()
            await child.wait_until_ready()
        except StartError as error:
            self._announcer.warn(child.name, str(error))
            await child.stop(grace_seconds=GRACE_SECONDS)
            return
        try:
            await self._after_restart(child.name)
        except OSError as error:
            self._announcer.warn(child.name, f"After the restart of the {child.name}: {error}")
        self._announcer.step(child.name, f"The {child.name} is back")

    def _bury_adopted(self) -> None:
        """Take note of the end of orphans; those of our own children is asyncio's business."""
        import psutil

        waited_for = set(self.pids.values()) | {each.pid for each in self._bystanders}
        for process in psutil.Process().children():
            if process.pid in waited_for:
                continue
            with contextlib.suppress(psutil.Error, ChildProcessError):
                if process.status() == psutil.STATUS_ZOMBIE:
                    os.waitpid(process.pid, os.WNOHANG)


def _ended(child: Child) -> str:
    """How it ended; one that was killed from outside had no time for last words."""
    code, words = child.returncode, ""
    if code is not None and code < 0:
        how = f"signal {signal.Signals(-code).name}"
    else:
        how = f"code {code}"
        words = f' Its last words: "{child.last_words()}".'
    return (
        f"The {child.name} ended ({how}) and is started again.{words} Its log: {child.recipe.log}"
    )


def _below_this_process() -> set[psutil.Process]:
    """All descendants: as it adopts orphans, that is whatever was ever started below it."""
    import psutil

    return set(psutil.Process().children(recursive=True))


async def _end(processes: set[psutil.Process]) -> None:
    import psutil

    for process in processes:
        with contextlib.suppress(psutil.Error):
            process.kill()
    await asyncio.to_thread(psutil.wait_procs, processes, 5)
