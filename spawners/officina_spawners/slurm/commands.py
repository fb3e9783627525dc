"""Running one command: never through a shell, never longer than its time, never leaving it behind.

A command gets a small environment of its own. What the hub inherited could change Slurm's answers
(``SQUEUE_FORMAT``, ``SLURM_CLUSTERS``, ``TZ``) and holds secrets that are not a command's business.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from officina_spawners.slurm.client import Unanswered

LARGEST_ANSWER = 128 * 1024 * 1024
CHUNK = 256 * 1024
AT_ONCE = 8
AFTER_KILL_SECONDS = 2.0
SYSTEM_PATH = "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin"


class CommandMissing(Unanswered):
    """The command is not on this machine, or not where it is looked for."""


@dataclass(frozen=True)
class Answer:
    """What a command said, and how it ended."""

    program: str
    status: int
    out: bytes
    err: str

    @property
    def said(self) -> str:
        """What it complained of."""
        return self.err.strip()

    @property
    def text(self) -> str:
        """Its output, where only people's own words may be anything but plain ASCII."""
        return self.out.decode("utf-8", "replace")


@dataclass(frozen=True)
class Commands:
    """Slurm's commands of one cluster; ``path`` is where they are looked for.

    A call that takes longer than its seconds is ended: reading, or acting on a job.
    """

    conf: Path | None = None
    path: str = field(default_factory=lambda: os.environ.get("PATH") or SYSTEM_PATH)
    reading_seconds: float = 10.0
    variables: Mapping[str, str] = field(default_factory=dict)  # what they need besides
    acting_seconds: float = 30.0  # sbatch itself tries again for a while when slurmctld is busy
    _turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    @property
    def environment(self) -> dict[str, str]:
        """What every command gets."""
        conf = {"SLURM_CONF": str(self.conf)} if self.conf else {}
        return {
            "PATH": self.path,
            "LC_ALL": "C.UTF-8",
            "TZ": "UTC",
            "SLURM_TIME_FORMAT": "standard",
            **self.variables,
            **conf,
        }

    def program(self, name: str) -> str:
        """Its absolute path: sudo and setpriv would look elsewhere."""
        found = shutil.which(name, path=self.path)
        if found is None:
            raise CommandMissing(f"the command {name} was not found in {self.path}")
        return str(Path(found).absolute())

    async def run(
        self,
        argv: Sequence[str],
        *,
        timeout_seconds: float,
        environment: Mapping[str, str] | None = None,
        stdin: bytes = b"",
    ) -> Answer:
        """Run it to its end; ``Unanswered`` when it does not start, hangs or talks without end."""
        async with self._turns:
            process = await _start(argv, self.environment if environment is None else environment)
            try:
                async with asyncio.timeout(timeout_seconds):
                    return await _talk(argv[0], process, stdin)
            except TimeoutError:
                await _end(process)
                raise Unanswered(f"{argv[0]} gave no answer in {timeout_seconds:g} s") from None
            except BaseException:
                await _end(process)
                raise


async def _start(argv: Sequence[str], environment: Mapping[str, str]) -> asyncio.subprocess.Process:
    try:
        return await asyncio.create_subprocess_exec(
            *argv,
            env=environment,
            cwd="/",
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,
        )
    except OSError as error:
        raise Unanswered(f"{argv[0]} could not be started: {error}") from error


async def _talk(program: str, process: asyncio.subprocess.Process, stdin: bytes) -> Answer:
    assert process.stdin  # noqa: S101 - all three were asked for
    assert process.stdout  # noqa: S101
    assert process.stderr  # noqa: S101
    try:
        async with asyncio.TaskGroup() as streams:
            streams.create_task(_write(process.stdin, stdin))
            out = streams.create_task(_read(process.stdout))
            err = streams.create_task(_read(process.stderr))
    except ExceptionGroup as group:
        raise group.exceptions[0] from None
    status = await process.wait()
    said = err.result().decode("utf-8", "replace")
    return Answer(Path(program).name, status, out.result(), said)


async def _write(stream: asyncio.StreamWriter, data: bytes) -> None:
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # it need not read
        stream.write(data)
        await stream.drain()
    stream.close()


async def _read(stream: asyncio.StreamReader) -> bytes:
    parts, size = [], 0
    while part := await stream.read(CHUNK):
        size += len(part)
        if size > LARGEST_ANSWER:
            raise Unanswered(f"a command wrote more than {LARGEST_ANSWER} bytes")
        parts.append(part)
    return b"".join(parts)


async def _end(process: asyncio.subprocess.Process) -> None:
    """Kill it with everything it started, and take its exit status so that no zombie stays.

    What runs as another user (below sudo) may not be killed by a hub that is not root; it ends by
    itself, and the loop's child watcher takes its status then.
    """
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(AFTER_KILL_SECONDS):
            for stream in (process.stdout, process.stderr):
                while stream and await stream.read(CHUNK):
                    pass  # asyncio knows of an end only when the pipes have been read out
            await process.wait()
