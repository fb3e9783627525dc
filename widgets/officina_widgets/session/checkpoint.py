"""The person's own scripts that save work shortly before the session ends.

Each executable file in ``~/.officina/checkpoint.d``, in the order of their names, one after the
other, with one time limit for all of them. What they write goes into
``~/.officina/checkpoint.log``.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Literal, NamedTuple

log = logging.getLogger(__name__)

FOLDER = Path(".officina", "checkpoint.d")
LOG = Path(".officina", "checkpoint.log")
LARGEST_LOG_BYTES = 1024 * 1024
GRACE_SECONDS = 5.0

Why = Literal["time", "idle", "asked"]


class Ran(NamedTuple):
    """How one script went; no status means that its time was up."""

    name: str
    status: int | None
    seconds: float

    def __str__(self) -> str:
        told = "its time was up" if self.status is None else f"exit status {self.status}"
        return f"{self.name}: {told} after {self.seconds:.1f} s"


def scripts(home: Path) -> list[Path]:
    """What would be run: no links, no files of other people's, nothing that cannot be run."""
    try:
        found = sorted((home / FOLDER).iterdir())
    except OSError:
        return []
    return [path for path in found if not path.name.startswith(".") and _may_run(path)]


def _may_run(path: Path) -> bool:
    if path.is_symlink() or not path.is_file() or not os.access(path, os.X_OK):
        return False
    return path.stat().st_uid in {os.geteuid(), 0}


async def run_all(
    home: Path, *, why: Why, seconds_left: float | None, limit_seconds: float
) -> list[Ran]:
    """Run them; when the time is up the one that runs is ended and the rest are left out."""
    wanted = scripts(home)
    if not wanted:
        return []
    environment = {**os.environ, "OFFICINA_CHECKPOINT_REASON": why}
    if seconds_left is not None:
        environment["OFFICINA_SECONDS_LEFT"] = str(int(seconds_left))
    deadline = time.monotonic() + limit_seconds
    done = []
    with _log_file(home) as output:
        for script in wanted:
            _write(output, f"{datetime.now(UTC):%Y-%m-%d %H:%M:%SZ} {script.name} ({why})")
            ran = await _run(script, home, environment, output, deadline)
            _write(output, str(ran))
            log.info("checkpoint %s", ran)
            done.append(ran)
            if time.monotonic() >= deadline:
                break
    return done


async def _run(
    script: Path, home: Path, environment: dict[str, str], output: IO[bytes], deadline: float
) -> Ran:
    begin = time.monotonic()
    try:
        process = await asyncio.create_subprocess_exec(
            str(script),
            cwd=home,
            env=environment,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    except OSError as error:  # no #! line, or an interpreter that is not there
        _write(output, f"cannot be started: {error.strerror}")
        return Ran(script.name, 126, time.monotonic() - begin)
    try:
        # Not wait_for: Python 3.11's loses a cancellation that comes together with the end.
        async with asyncio.timeout(max(0.1, deadline - begin)):
            status = await process.wait()
    except TimeoutError:
        await _end(process)
        return Ran(script.name, None, time.monotonic() - begin)
    return Ran(script.name, status, time.monotonic() - begin)


async def _end(process: asyncio.subprocess.Process) -> None:
    """With everything that it started: politely, then for good."""
    for how in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, how)
        except ProcessLookupError:
            break
        try:
            async with asyncio.timeout(GRACE_SECONDS):
                await process.wait()
        except TimeoutError:
            continue
        break


def _log_file(home: Path) -> IO[bytes]:
    path = home / LOG
    if path.exists() and path.stat().st_size > LARGEST_LOG_BYTES:
        path.replace(path.with_suffix(".log.1"))
    handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW, 0o600)
    return os.fdopen(handle, "ab", buffering=0)


def _write(output: IO[bytes], line: str) -> None:
    output.write(line.encode("utf-8", "replace") + b"\n")
