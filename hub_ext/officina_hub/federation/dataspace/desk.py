"""What both sides do alike: hear a message, keep what it makes of a process, and answer it.

A process has one lock, held while a message of this side is on its way, so that an answer to it
that comes early waits until this side knows that its own was taken.
"""

from __future__ import annotations

import asyncio
import functools
import logging
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from officina_hub.errors import OfficinaError
from officina_hub.federation.dataspace.errors import Mismatch
from officina_hub.federation.dataspace.line import Line
from officina_hub.federation.dataspace.messages import (
    Message,
    Negotiated,
    NegotiationError,
    NegotiationTermination,
    OfProcess,
    TransferError,
    Transferred,
    TransferTermination,
    Unreadable,
    json_of,
)
from officina_hub.federation.dataspace.partner import Partner
from officina_hub.federation.dataspace.processes import Negotiation, Transfer, moved
from officina_hub.federation.dataspace.sending import Sending
from officina_hub.federation.dataspace.shelf import Shelf
from officina_hub.federation.dataspace.vocabulary import Side

Either = Negotiation | Transfer
Heard = tuple[type[Message], str]
PATIENCE: Final = 60.0
log = logging.getLogger(__name__)


class Outgoing(NamedTuple):
    """A message of this side, and what it does."""

    what: str
    path: str
    message: OfProcess
    changes: Mapping[str, Any] = {}
    reason: str = ""


class Desk:
    """One side's; ``paths`` says which message is heard where. For one event loop."""

    side: Side
    paths: Mapping[str, Heard]

    def __init__(
        self,
        line: Line,
        shelf: Shelf,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        changed: Callable[[Either], None] = lambda process: None,
    ) -> None:
        self.line = line
        self.shelf = shelf
        self.clock = clock
        self.sending = Sending()
        self._changed = changed
        self._locks: dict[str, asyncio.Lock] = {}
        self._news = asyncio.Condition()
        self._going: set[asyncio.Task[None]] = set()

    async def taken(self, process: Either, message: Message) -> Either:
        """The process with what the message brought; raises ``Mismatch``."""
        raise NotImplementedError

    async def answer(self, process: Either, partner: Partner) -> Outgoing | None:
        """What this side says next by itself."""
        raise NotImplementedError

    async def hear(self, partner: Partner, room: str, pid: str, path: str, data: bytes) -> None:
        """A message of the partner about a process that both know; raises ``Mismatch``."""
        heard = self.paths.get(f"{room}/{path}")
        if heard is None:
            raise _nothing()
        kind, what = heard
        # Only what begins just now is locked and not yet kept; names that lead nowhere get no lock.
        if pid not in self._locks:
            await self.found(partner, room, pid)
        async with self.lock(pid):
            process = await self.found(partner, room, pid)
            try:
                message = kind.read(data)
            except Unreadable as error:
                raise Mismatch(400, "not-understood", f"This is no {what}: {error}.") from None
            _check_names(process, message)
            reason = getattr(message, "why", "")
            after = moved(process, what, self.side.other, self.clock(), reason)
            after = await self.taken(after, message)
            await self.keep(after.model_copy(update={"by": self.side.other.value}))
        self.go_on(partner, room, pid)

    async def told(self, partner: Partner, room: str, pid: str) -> dict[str, Any]:
        """How far a process is."""
        process = await self.found(partner, room, pid)
        kind = Negotiated if isinstance(process, Negotiation) else Transferred
        names = {"consumer_pid": process.consumer_pid, "provider_pid": process.provider_pid}
        return kind(**names, state=process.state).written()

    async def found(self, partner: Partner, room: str, pid: str) -> Either:
        """It, if it is that partner's; else there is nothing for anybody."""
        if room not in {"negotiations", "transfers"}:
            raise _nothing()
        look = self.shelf.negotiation if room == "negotiations" else self.shelf.transfer
        process: Either | None = await asyncio.to_thread(look, pid)
        if process is None or process.partner != partner.id or process.side is not self.side:
            raise _nothing()
        return process

    async def keep(self, process: Either) -> None:
        """Write it down and tell whoever waits for it."""
        await asyncio.to_thread(self.shelf.keep, process)
        log.info("%s %s with %s is %s", process.kind, process.pid, process.partner, process.state)
        self._changed(process)
        async with self._news:
            self._news.notify_all()

    async def until(
        self, partner: Partner, room: str, pid: str, *states: str, seconds: float = PATIENCE
    ) -> Either:
        """Wait until it is in one of these states or over; raises ``TimeoutError``."""
        async with asyncio.timeout(seconds), self._news:
            while True:
                process = await self.found(partner, room, pid)
                if process.is_over or process.state in states:
                    return process
                await self._news.wait()

    def lock(self, pid: str) -> asyncio.Lock:
        """Of that process."""
        return self._locks.setdefault(pid, asyncio.Lock())

    def go_on(self, partner: Partner, room: str, pid: str) -> None:
        """Answer it when whoever sent the message has its own answer."""
        task = asyncio.get_running_loop().create_task(self._go_on(partner, room, pid))
        self._going.add(task)
        task.add_done_callback(self._going.discard)

    async def stop(self) -> None:
        """Say nothing more."""
        for task in tuple(self._going):
            task.cancel()
        self.sending.stop()
        await asyncio.gather(*self._going, return_exceptions=True)

    async def end(self, partner: Partner, process: Either, reason: str) -> Either:
        """Terminate it, whether or not the other side hears it."""
        out = termination(process, reason)
        ended = moved(process, "termination", self.side, self.clock(), reason)
        await self.keep(ended.model_copy(update={"by": self.side.value}))
        try:
            await self._post(partner, process, out)
        except OfficinaError as error:
            log.warning("%s was not told that %s ended: %s", partner.id, process.pid, error)
        return ended

    async def send(self, partner: Partner, process: Either, out: Outgoing) -> Either:
        """Say it, and keep what it makes of the process once it was taken."""
        await self._post(partner, process, out)
        after = moved(process, out.what, self.side, self.clock(), out.reason)
        after = after.model_copy(update={**out.changes, "by": self.side.value})
        await self.keep(after)
        return after

    async def _go_on(self, partner: Partner, room: str, pid: str) -> None:
        with self.sending.counted(partner.id):
            await self._gone_on(partner, room, pid)

    async def _gone_on(self, partner: Partner, room: str, pid: str) -> None:
        async with self.lock(pid):
            process = await self.found(partner, room, pid)
            out = None if process.is_over else await self.answer(process, partner)
            if out is None:
                self._forget(process)
                return
            if out.what == "termination":
                await self.end(partner, process, out.reason)
                return
            try:
                await self.send(partner, process, out)
            except OfficinaError as error:
                log.warning("%s did not take %s of %s: %s", partner.id, out.what, pid, error)
                await self.end(partner, process, str(error))

    def _forget(self, process: Either) -> None:
        if process.is_over:
            self._locks.pop(process.pid, None)

    async def _post(self, partner: Partner, process: Either, out: Outgoing) -> None:
        address = f"{process.address}/{out.path}"
        post = functools.partial(self.line.post, partner, address, out.message)
        await self.sending.sent(partner.id, post)


def names_of(process: Either) -> dict[str, str]:
    """For a message about it."""
    return {"consumer_pid": process.consumer_pid, "provider_pid": process.provider_pid}


def termination(process: Either, reason: str) -> Outgoing:
    """The message that ends it."""
    kind = NegotiationTermination if isinstance(process, Negotiation) else TransferTermination
    message = kind(**names_of(process), code="terminated", reason=(reason[:1000],))
    return Outgoing("termination", "termination", message, reason=reason)


def error_for(room: str, data: bytes, mismatch: Mismatch) -> dict[str, Any]:
    """What is answered to a message that is refused, with the names that it gave itself."""
    try:
        plain = json_of(data) if data else {}
    except Unreadable:
        plain = {}
    given = plain if isinstance(plain, dict) else {}
    names = {
        name: str(given.get(key) or "urn:unknown")[:500]
        for name, key in (("consumer_pid", "consumerPid"), ("provider_pid", "providerPid"))
    }
    kind = TransferError if room == "transfers" else NegotiationError
    return kind(**names, code=mismatch.code, reason=(mismatch.reason,)).written()


def _check_names(process: Either, message: Message) -> None:
    names = (getattr(message, "consumer_pid", None), getattr(message, "provider_pid", None))
    if names != (process.consumer_pid, process.provider_pid):
        raise Mismatch(400, "wrong-ids", "consumerPid and providerPid are not of this process.")


def _nothing() -> Mismatch:
    return Mismatch(404, "not-found", "There is nothing here for you.")
