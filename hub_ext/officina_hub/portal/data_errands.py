"""Carries out what people agreed to: negotiates, fetches, and writes down what came of it.

Each agreement is an errand of its own, a task of the portal's loop. One that a restart interrupts
goes on where it can; where nobody knows whether the provider was asked, it is given up and said.
"""

from __future__ import annotations

import asyncio
import functools
import logging
import shutil
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from sqlalchemy.exc import SQLAlchemyError

from officina_hub.errors import OfficinaError
from officina_hub.federation.dataspace.consumer import Consumer
from officina_hub.federation.dataspace.desk import Either
from officina_hub.federation.dataspace.errors import Mismatch
from officina_hub.federation.dataspace.fetching_data import (
    Arrived,
    ended,
    fetch_data,
    limits_for,
)
from officina_hub.federation.dataspace.partner import Partner
from officina_hub.federation.dataspace.policies import Policy
from officina_hub.federation.dataspace.processes import Negotiation, new_pid
from officina_hub.federation.dataspace.who_agreed import check_same_connector
from officina_hub.portal.clock import Clock
from officina_hub.portal.dataspaces import Connected, Dataspaces
from officina_hub.portal.db import Database
from officina_hub.portal.store.data_agreements import (
    UNDER_WAY,
    Errand,
    errand,
    moved,
    unfinished,
    with_data,
)
from officina_hub.portal.store.dataspace_shelf import forget_processes

log = logging.getLogger("officina.portal")

# People of the provider may have to look at it first.
PATIENCE_SECONDS: Final = 7 * 86_400.0
ASK_AGAIN_SECONDS: Final = 600.0
START_SECONDS: Final = 60.0
# How long whoever stops something waits for the provider to hear of it.
TELLING_SECONDS: Final = 5.0
MB: Final = 1_000_000
LEFT_FREE: Final = 1_000 * MB
ROOM_EVERY: Final = 8 * MB
FETCH_MINUTES: Final = 60.0
STOPPED: Final = "Whoever asked for it stopped it."
CUT_OFF: Final = OfficinaError(
    "The portal was restarted while the provider was being asked.",
    "Nobody knows whether it heard; nothing was agreed here.",
    "Agree once more on the dataset's page.",
)
STUMBLED: Final = OfficinaError(
    "Something went wrong here that nobody expected.",
    "It stands in the portal's log.",
    "Try it once more; if it stays so, tell the operator.",
)


class Errands:
    """Of one portal; made and used on its loop."""

    def __init__(
        self,
        dataspaces: Dataspaces,
        database: Database,
        folder: Path,
        clock: Clock,
        changed: Callable[[], None],
    ) -> None:
        self._changed = changed
        self._dataspaces = dataspaces
        self._database = database
        self._folder = folder
        self._clock = clock
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._leaving = threading.Event()
        self._arrived: dict[str, int] = {}
        # One for each run: the thread of a run that was stopped must not take the next for its own.
        self._dropped: dict[str, threading.Event] = {}
        self._ending: set[asyncio.Task[None]] = set()

    def path(self, id: str) -> Path:  # noqa: A002
        """Where the data of an agreement lie, or would lie."""
        return self._folder / f"{id}.data"

    def arrived(self, id: str) -> int:  # noqa: A002
        """How many bytes of it are here, while it is fetched."""
        return self._arrived.get(id, 0)

    def begin(self, id: str) -> None:  # noqa: A002
        """Go on with it, once what goes on with it now has ended."""
        if self._leaving.is_set():
            return
        dropped = self._dropped[id] = threading.Event()
        before = self._tasks.get(id)
        task = asyncio.get_running_loop().create_task(self._carried_out(id, before, dropped))
        self._tasks[id] = task
        task.add_done_callback(lambda ended: self._forget(id, ended))

    async def resume(self) -> None:
        """Sweep, and go on with those that the last end of the portal interrupted."""
        try:
            left = await asyncio.to_thread(self._swept)
        except (OSError, SQLAlchemyError):
            log.exception("agreements on data are not gone on with before the next start")
            return
        for id in left:  # noqa: A001
            self.begin(id)

    async def stop(self, id: str) -> None:  # noqa: A002
        """End it, and tell the provider while the protocol has a word for that.

        One that does not listen is told while nobody waits.
        """
        if dropped := self._dropped.get(id):
            dropped.set()
        task = asyncio.get_running_loop().create_task(self._stopped(id))
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)
        await asyncio.wait([task], timeout=TELLING_SECONDS)

    async def _stopped(self, id: str) -> None:  # noqa: A002
        if task := self._tasks.get(id):
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        await self._end_there(id)

    async def _end_there(self, id: str) -> None:  # noqa: A002
        """Nothing comes of it here, so nothing is to come of it at the provider, either."""
        try:
            one = await asyncio.to_thread(self._errand, id)
            if one.negotiation and one.agreement is None:
                await self._end(one)
        except (OfficinaError, Mismatch, SQLAlchemyError) as error:
            log.warning("the provider of %s was not told that it was stopped: %s", id, error)

    async def _end(self, one: Errand) -> None:
        """End its negotiation, or note what was agreed at that very moment."""
        partner, consumer, _ = self._dataspaces.connected(one.partner)
        await _looked(consumer, partner, one.negotiation)
        await consumer.give_up(partner, "negotiations", one.negotiation, STOPPED)
        last = await asyncio.to_thread(consumer.shelf.negotiation, one.negotiation)
        if last and last.state == "FINALIZED" and last.agreement:
            facts = {"agreement": last.agreement.written(), "agreed_at": self._clock()}
            if not await self._write(one.id, ("stopped",), facts):
                # It was agreed all the same, so its data may be had.
                await self._write(one.id, ("refused",), {**facts, "state": "failed"})

    async def remove(self, id: str) -> None:  # noqa: A002
        """Away with its file."""
        await asyncio.to_thread(self.path(id).unlink, missing_ok=True)

    def leave(self) -> None:
        """The portal ends: what goes on now goes on at its next start."""
        self._leaving.set()
        for task in tuple(self._tasks.values()):
            task.cancel()

    async def idle(self) -> None:
        """Wait until nothing goes on any more."""
        await asyncio.gather(*self._tasks.values(), *self._ending, return_exceptions=True)

    def _forget(self, id: str, ended: asyncio.Task[None]) -> None:  # noqa: A002
        if self._tasks.get(id) is ended:
            del self._tasks[id], self._dropped[id]

    async def _carried_out(
        self,
        id: str,  # noqa: A002
        before: asyncio.Task[None] | None,
        dropped: threading.Event,
    ) -> None:
        if before is not None:
            await asyncio.gather(before, return_exceptions=True)
        state = "negotiating"
        try:
            one = await asyncio.to_thread(self._errand, id)
            if one.state not in UNDER_WAY:
                return
            state = one.state
            found = self._partner_of(one)
            if found is None:
                return
            if one.state == "negotiating":
                agreed = await self._agreed(one, found)
                written = agreed.written()
                await self._write(
                    id,
                    ("negotiating",),
                    {"state": "fetching", "agreement": written, "agreed_at": self._clock()},
                )
                one = one._replace(agreement=written)
            state = "fetching"
            arrived = await self._fetched(one, found, dropped)
            facts = {"sha256": arrived.sha256, "bytes": arrived.bytes, "fetched_at": self._clock()}
            if not await self._write(id, ("fetching",), {"state": "here", **facts}):
                await self.remove(id)
        except (OfficinaError, Mismatch, OSError, SQLAlchemyError, ValueError) as error:
            if not isinstance(error, OfficinaError):
                log.exception("the agreement %s on data could not be carried out", id)
            why = error if isinstance(error, OfficinaError) else STUMBLED
            after = "refused" if state == "negotiating" else "failed"
            await self._write(id, (state,), {"state": after, "why": str(why)[:4000]})
            if state == "negotiating":
                await self._end_there(id)
        finally:
            self._arrived.pop(id, None)

    def _partner_of(self, one: Errand) -> Connected | None:
        """Whom it is asked of; None where an operator has first to mend what stands of it."""
        try:
            return self._dataspaces.connected(one.partner)
        except OfficinaError as error:
            if not one.negotiation or one.state != "negotiating":
                raise
            # It may have agreed meanwhile, so nothing is called off; the next start goes on.
            log.warning("%s waits for its partner: %s", one.id, error)
            return None

    async def _agreed(self, one: Errand, found: Connected) -> Policy:
        """The agreement, once the provider has made it; raises ``OfficinaError``."""
        partner, consumer = found.partner, found.consumer
        pid = one.negotiation
        if pid:
            known = await asyncio.to_thread(consumer.shelf.negotiation, pid)
            if known is None:
                raise CUT_OFF
            await _taken_up(consumer, partner, pid)
        else:
            base = await _base(found)
            pid = new_pid()
            # Written down before the provider hears of it, so that no answer finds nobody.
            await self._write(one.id, ("negotiating",), {"negotiation": pid})
            offer = Policy.model_validate(one.offer)
            await consumer.negotiate(partner, base, offer, one.dataset, pid=pid)
        last = await self._ended(consumer, partner, pid)
        if not isinstance(last, Negotiation) or last.state != "FINALIZED" or not last.agreement:
            raise ended(last, partner)
        return last.agreement

    async def _ended(self, consumer: Consumer, partner: Partner, pid: str) -> Either:
        """The negotiation once it is over; now and then the provider is asked how it stands."""
        begun = await consumer.found(partner, "negotiations", pid)
        while (waited := (consumer.clock() - begun.started_at).total_seconds()) < PATIENCE_SECONDS:
            patience = min(ASK_AGAIN_SECONDS, PATIENCE_SECONDS - waited)
            try:
                return await consumer.until(partner, "negotiations", pid, seconds=patience)
            except TimeoutError:
                await _taken_up(consumer, partner, pid)
        await consumer.give_up(partner, "negotiations", pid, "No answer in time.")
        raise OfficinaError(
            f"{partner.name} did not answer within {PATIENCE_SECONDS / 86_400:g} days.",
            "Nothing was agreed.",
            "Ask its people whether they saw the request, then agree once more.",
        )

    async def _fetched(self, one: Errand, found: Connected, dropped: threading.Event) -> Arrived:
        agreement = Policy.model_validate(one.agreement)
        check_same_connector(one.address, agreement.assigner or one.provider, found.partner)
        await asyncio.to_thread(self._check_room)
        return await fetch_data(
            found.consumer,
            found.partner,
            await _base(found),
            agreement.id,
            self.path(one.id),
            limits=limits_for(found.facts.most_megabytes / 1000, FETCH_MINUTES),
            stated=one.stated_sha256,
            seconds=START_SECONDS,
            watch=lambda count: self._watched(one.id, count, dropped),
        )

    def _watched(self, id: str, count: int, dropped: threading.Event) -> None:  # noqa: A002
        """In the thread that fetches: note how far it is, and end it where nobody wants it."""
        if count // ROOM_EVERY > self._arrived.get(id, 0) // ROOM_EVERY:
            self._check_room()
        self._arrived[id] = count
        if self._leaving.is_set() or dropped.is_set():
            raise OfficinaError("It was stopped.", "Nothing was kept.", "Have it fetched again.")

    def _check_room(self) -> None:
        """Raise where so little is left of the disk that everybody's work would suffer."""
        free = shutil.disk_usage(self._folder).free
        if free < LEFT_FREE:
            raise OfficinaError(
                f"The portal's disk has {free // MB:,} MB left, and data are only fetched while it "
                f"has {LEFT_FREE // MB:,}.",
                "Submissions of everybody lie there, too. Nothing of these data was kept.",
                "Remove data that you do not need any more under My data, or tell the operator; "
                "then have them fetched again.",
            )

    async def _write(self, id: str, states: Sequence[str], changes: dict[str, Any]) -> bool:  # noqa: A002
        is_written = await asyncio.to_thread(self._written, id, states, changes)
        self._changed()
        return is_written

    def _written(self, id: str, states: Sequence[str], changes: dict[str, Any]) -> bool:  # noqa: A002
        with self._database.writing() as session:
            return moved(session, id, states, changes, self._clock())

    def _errand(self, id: str) -> Errand:  # noqa: A002
        with self._database.reading() as session:
            return errand(session, id)

    def _swept(self) -> tuple[str, ...]:
        """Away with files and processes that no agreement needs; what is still to be done."""
        with self._database.writing() as session:
            keep = {self.path(id) for id in with_data(session)}  # noqa: A001
            gone = forget_processes(session)
            left = unfinished(session)
        # A folder is none of ours: a disk of its own brings one, and so may a backup.
        over = []
        try:
            over = [one for one in self._folder.iterdir() if one not in keep and not one.is_dir()]
            for path in over:
                path.unlink(missing_ok=True)
        except OSError:
            log.exception("not all that no agreement needs could be removed")
        log.info("swept: %d files and %d processes of data spaces", len(over), gone)
        return left


async def _looked(consumer: Consumer, partner: Partner, pid: str) -> bool:
    """Take what was said while nobody listened; whether the provider answered."""
    try:
        await consumer.look(partner, pid)
    except (OfficinaError, Mismatch) as error:
        log.warning("%s does not say how %s stands: %s", partner.id, pid, error)
        return False
    return True


async def _taken_up(consumer: Consumer, partner: Partner, pid: str) -> None:
    """Say what is to be said next; one that does not answer is waited for, and told nothing."""
    if await _looked(consumer, partner, pid):
        consumer.go_on(partner, "negotiations", pid)


async def _base(found: Connected) -> str:
    """Where the partner speaks the protocol, asked in its own threads."""
    ask = functools.partial(found.consumer.line.base, found.partner)
    return await found.consumer.sending.sent(found.partner.id, ask)
