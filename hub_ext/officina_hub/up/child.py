"""One program under the supervisor: how it is started, asked, and ended."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import NamedTuple

from officina_hub.errors import StartError
from officina_hub.up.linux import die_with_parent
from officina_hub.up.ports import is_free

FIRST_LOOK_SECONDS = 0.05
LONGEST_LOOK_SECONDS = 1.0
KILL_SECONDS = 5.0
TAIL_BYTES = 65_536


class Recipe(NamedTuple):
    """What it takes to start one child and to know that it works."""

    name: str
    argv: tuple[str, ...]
    environment: dict[str, str]
    folder: Path
    log: Path
    is_ready: Callable[[], Awaitable[bool]]
    ready_seconds: float = 90.0
    port: int | None = None


class Child:
    """A started (or ended) program; it has a process group and a log of its own."""

    def __init__(self, recipe: Recipe) -> None:
        self.recipe = recipe
        self.process: asyncio.subprocess.Process | None = None

    @property
    def name(self) -> str:
        return self.recipe.name

    @property
    def pid(self) -> int:
        """The process id; only of a child that was started."""
        if self.process is None:
            raise RuntimeError(f"{self.name} was not started")
        return self.process.pid

    async def start(self) -> None:
        """Start the program; its own group keeps the terminal's Ctrl-C for the supervisor."""
        recipe = self.recipe
        if recipe.port is not None and not is_free(recipe.port):
            # Whoever listens there would be taken for our child when it answers.
            raise StartError(
                f"The port {recipe.port} of the {self.name} is in use by another program.",
                "Officina's parts find each other by these ports.",
                "Start again: other ones are chosen then.",
            )
        handle = os.open(recipe.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            self.process = await asyncio.create_subprocess_exec(
                *recipe.argv,
                env=recipe.environment,
                cwd=recipe.folder,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=handle,
                stderr=handle,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )
        except OSError as error:
            raise StartError(
                f"{self.name} cannot be started ({error.strerror}: {recipe.argv[0]}).",
                "Officina needs it.",
                "Install Officina again: scripts/run does it where the checkout is.",
            ) from None
        finally:
            os.close(handle)

    async def wait_until_ready(self) -> None:
        """Return when it answers.

        Raises
        ------
        StartError
            When it ends before, or does not answer in time.

        """
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self.recipe.ready_seconds
        pause = FIRST_LOOK_SECONDS
        while self.returncode is not None or not await self.recipe.is_ready():
            if await self.ended_within(pause):
                raise self._failed(f"ended with code {self.returncode} before it was ready")
            if loop.time() > deadline:
                raise self._failed(f"did not answer within {self.recipe.ready_seconds:.0f} s")
            pause = min(pause * 1.5, LONGEST_LOOK_SECONDS)

    @property
    def returncode(self) -> int | None:
        return self.process.returncode if self.process else None

    async def ended_within(self, seconds: float | None) -> bool:
        """Wait for its end, at most so long; None waits for ever."""
        if self.process is None:
            return True
        try:
            async with asyncio.timeout(seconds):
                await self.process.wait()
        except TimeoutError:
            return False
        return True

    async def stop(self, *, grace_seconds: float) -> None:
        """Ask it to end; after the grace, end it and its group."""
        if self.process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            self.process.send_signal(signal.SIGTERM)
        if not await self.ended_within(grace_seconds):
            self._kill_group()
            await self.ended_within(KILL_SECONDS)
        self._kill_group()

    def last_words(self) -> str:
        """The last line of its log that tells of an error, else the last line."""
        try:
            with self.recipe.log.open("rb") as file:
                file.seek(max(0, self.recipe.log.stat().st_size - TAIL_BYTES))
                lines = file.read().decode("utf-8", "replace").splitlines()
        except OSError:
            return ""
        lines = [line.strip() for line in lines if line.strip()]
        marked = [line for line in lines[-40:] if _tells_of_an_error(line)]
        return (marked or lines or [""])[-1][:600]

    def _kill_group(self) -> None:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)

    def _failed(self, what: str) -> StartError:
        words = self.last_words()
        said = f' Its last words: "{words}".' if words else ""
        return StartError(
            f"The {self.name} {what}.{said}",
            "Officina does not run without it.",
            f"Read {self.recipe.log}; `officina up --check` looks at what it needs.",
        )


def _tells_of_an_error(line: str) -> bool:
    """Whether Python, our own programs or JupyterHub ([C and [E) mean an error by that line."""
    return "Error" in line or "CRITICAL" in line or line.startswith(("[C ", "[E "))
