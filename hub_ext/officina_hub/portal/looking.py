"""Has a stranger's course looked at in a process of its own, while the portal serves its pages.

A look has ceilings of time, memory and processes, and no network (``looking.confinement``). What it
says is read as data, up to a bound. A few go at once, and of one person one after the other.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import shutil
import signal
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import IO, Final, NamedTuple
from weakref import WeakValueDictionary

from pydantic import ValidationError

from officina_courses.looking import confinement
from officina_courses.looking.answers import (
    MOST_BYTES,
    SAID,
    Looked,
    LookOrder,
    Named,
    NotTaken,
)
from officina_courses.looking.confinement import LookBounds
from officina_hub.portal.errors import (
    STORAGE_FULL,
    PortalError,
    TooLarge,
    TooMany,
    Unacceptable,
)

log = logging.getLogger("officina.portal")

AT_ONCE: Final = 2
# Whoever uploads waits 90 seconds for an answer; so much is left beside the longest look.
WAIT_SECONDS: Final = 10.0
LAST_SECONDS: Final = 5.0
MOST_COMPLAINT: Final = 4000
CHUNK: Final = 1 << 16

TOO_LONG: Final = (
    "{course} was not taken: it was looked at for {cpu_seconds} seconds of the processor "
    "({seconds:g} by the clock) without an end, and nobody is to wait so long for one course. Most "
    "often one long text repeats the same signs thousands of times: look at its longest cells, "
    "translations and lists, shorten them, and try 'officina course check' on its folder, which "
    "should take seconds."
)
TOO_MUCH: Final = (
    "{course} was not taken: looking at it takes more than the {memory_mib} MiB of memory that one "
    "course may have here, and others need theirs. Look for very large notebooks and long lists in "
    "course.toml, make them smaller, and send it again."
)
ENDED: Final = (
    "{course} was not taken: looking at it ended without an answer, so nobody knows what is in it. "
    "Try 'officina course check' on its folder. If that finds nothing, tell the operator, whose "
    "log has the reason."
)
BUSY: Final = (
    "Courses are being looked at here, one after the other, and yours had no turn within "
    "{seconds:g} seconds, so nothing was taken. Try again in a minute."
)
UNNAMED: Final = "The package"


class _Ended(NamedTuple):
    """All that the process said, and how it ended."""

    said: tuple[Named | Looked | NotTaken, ...]
    is_over_time: bool
    code: int
    complaint: str

    @property
    def course(self) -> str:
        """Which course it is, as far as it was told."""
        for one in self.said:
            if isinstance(one, Named):
                return f"The course {one.course_id!r} {one.version}"
        return UNNAMED


class Looks:
    """The looks of one portal."""

    def __init__(self, folder: Path, bounds: LookBounds) -> None:
        self._folder = folder
        self._bounds = bounds
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._turns: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def look(
        self, order: LookOrder, upload: IO[bytes], person: str, *, files_to: IO[bytes] | None = None
    ) -> Looked:
        """What is found of the upload; the files of a package's course go to ``files_to``.

        Raises
        ------
        Unacceptable, TooLarge
            Where it is broken, hostile or too large, or looking at it takes too much.
        TooMany
            Where others' courses, or others of that person, are being looked at for too long.
        StorageFull
            Where the disk has no place for it.

        """
        async with self._turn(person):
            ended = await self._ended(order, upload, files_to)
        last = ended.said[-1] if ended.said else None
        if isinstance(last, Looked) and ended.code == 0:
            return last
        if isinstance(last, NotTaken) and last.reason != "memory":
            raise _refusal(last)
        raise self._ceiling(ended, last)

    @asynccontextmanager
    async def _turn(self, person: str) -> AsyncIterator[None]:
        own = self._turns.setdefault(person, asyncio.Lock())
        async with contextlib.AsyncExitStack() as stack:
            try:
                async with asyncio.timeout(WAIT_SECONDS):
                    await stack.enter_async_context(own)
                    await stack.enter_async_context(self._slots)
            except TimeoutError:
                message = BUSY.format(seconds=WAIT_SECONDS)
                raise TooMany("looks-busy", message, retry_after_seconds=60) from None
            yield

    async def _ended(
        self, order: LookOrder, upload: IO[bytes], files_to: IO[bytes] | None
    ) -> _Ended:
        passed: tuple[int, ...] = ()
        if files_to is not None:
            passed = (files_to.fileno(),)
            order = order.model_copy(update={"files_to": files_to.fileno()})
        upload.flush()
        os.lseek(upload.fileno(), 0, os.SEEK_SET)
        place = await asyncio.to_thread(_private, self._folder)
        try:
            command = await asyncio.to_thread(
                confinement.looking_command, order, place, self._bounds
            )
            child = await asyncio.create_subprocess_exec(
                *command,
                stdin=upload,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                pass_fds=passed,
                env=confinement.environment(),
                cwd=place,
                start_new_session=True,
            )
            return await self._heard(child)
        finally:
            await asyncio.to_thread(shutil.rmtree, place, ignore_errors=True)

    async def _heard(self, child: asyncio.subprocess.Process) -> _Ended:
        """What it says until it ends, or is ended."""
        assert child.stdout is not None  # noqa: S101 - both are pipes
        assert child.stderr is not None  # noqa: S101
        said, complaint = bytearray(), bytearray()
        hearing = asyncio.gather(
            _listen(child.stdout, MOST_BYTES, said, lambda: _kill(child)),
            _listen(child.stderr, MOST_COMPLAINT, complaint, lambda: None),
        )
        try:
            await asyncio.wait({hearing}, timeout=self._bounds.seconds)
            is_over_time = not hearing.done()
        finally:
            if not hearing.done():
                _kill(child)
            # Until both are at their end; asyncio knows of no process's end before.
            await hearing
            code = await _end(child)
        told = complaint.decode("utf-8", "replace")
        return _Ended(_read(bytes(said)), is_over_time, code, told)

    def _ceiling(self, ended: _Ended, last: Named | Looked | NotTaken | None) -> PortalError:
        """What is said where the process gave no answer that counts."""
        values = {"course": ended.course, **self._bounds.model_dump()}
        if ended.is_over_time or _was_stopped(ended.code, signal.SIGXCPU):
            return Unacceptable("look-too-long", TOO_LONG.format(**values))
        if isinstance(last, NotTaken):
            return Unacceptable("look-too-much", TOO_MUCH.format(**values))
        log.error("a look at a course ended with %s: %s", ended.code, ended.complaint)
        return Unacceptable("look-ended", ENDED.format(**values))


async def _listen(
    stream: asyncio.StreamReader, most: int, heard: bytearray, too_much: Callable[[], None]
) -> None:
    """Keep what comes, up to a bound; what comes after it is let go."""
    while data := await stream.read(CHUNK):
        if len(heard) > most:
            continue
        heard += data
        if len(heard) > most:
            too_much()


def _read(said: bytes) -> tuple[Named | Looked | NotTaken, ...]:
    """Its answers; nothing where it said anything else, or too much."""
    if len(said) > MOST_BYTES:
        return ()
    try:
        return tuple(map(SAID.validate_json, said.splitlines()))
    except ValidationError:
        return ()


def _refusal(said: NotTaken) -> PortalError:
    if said.reason == "disk-full":
        return STORAGE_FULL
    kind = TooLarge if said.reason == "too-large" else Unacceptable
    return kind(said.code, said.message)


def _was_stopped(code: int, by: signal.Signals) -> bool:
    """Whether that signal ended it; bubblewrap tells of it as shells do."""
    return code in {-by, 128 + by}


async def _end(child: asyncio.subprocess.Process) -> int:
    """How it ended, soon after it said its last word."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(LAST_SECONDS):
            return await child.wait()
    _kill(child)
    return await child.wait()


def _kill(child: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, signal.SIGKILL)


def _private(folder: Path) -> Path:
    """A folder for one look, which whoever looks owns."""
    place = Path(tempfile.mkdtemp(dir=folder, prefix="look-"))
    owner = confinement.account()
    if owner is not None:
        os.chown(place, owner.uid, owner.gid)
    return place
