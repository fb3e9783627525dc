"""What one batch session writes down: its record while it lives, and how it ended."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime

from pydantic import SecretStr

from officina_courses.model import Frozen
from officina_courses.saying import Sayings, in_english, say
from officina_spawners.batch.endings import SessionEnding, forget_ending, write_ending
from officina_spawners.batch.in_turn import in_turn
from officina_spawners.batch.log_tail import last_lines
from officina_spawners.batch.record import JobRecord, JobRecords
from officina_spawners.batch.script import Order
from officina_spawners.batch.site import Site
from officina_spawners.errors import JobEndedError
from officina_spawners.slurm.explanation import Circumstances, explained
from officina_spawners.slurm.words import how_it_ended
from officina_spawners.watching import Gone

log = logging.getLogger(__name__)

UNTOLD = explained(
    "ended-untold",
    say("Your job has ended, and %(system)s did not write down how."),
    advice=[say("Please start it again.")],
)


class Ask(Frozen):
    """Who asks for a session, and how long each part of the start may take."""

    hub_user: str
    user: str  # the Unix account
    server_name: str
    token: SecretStr
    patience_seconds: float
    start_seconds: float


class Ledger:
    """The record of one key, in memory and on the disk.

    Memory has each change at once and the disk follows, in the order of the changes. Whoever awaits
    a change goes on when it is on the disk, and has to before telling anybody of it.
    """

    def __init__(self, site: Site, records: JobRecords, key: str) -> None:
        self._site = site
        self._records = records
        self._key = key
        self._unwritten: set[asyncio.Future[None]] = set()
        found = records.read(key)
        is_here = found is not None and found.cluster == site.cluster.name
        self.record: JobRecord | None = found if is_here else None

    async def begin(self, ask: Ask, order: Order) -> JobRecord:
        """The write-ahead record; the job it tells of does not exist yet."""
        record = JobRecord(
            key=self._key,
            hub_user=ask.hub_user,
            user=ask.user,
            server_name=ask.server_name,
            cluster=self._site.cluster.name,
            comment=self._site.marks.new(ask.user, self._key),
            choice=order.choice,
            token=ask.token,
            phase="starting",
            asked_at=datetime.now(UTC),
            log=order.log,
        )
        self.record = record
        try:
            await self._on_disk(lambda: self._records.write(record))
        except OSError:
            self.record = None  # so nothing is asked for that could be forgotten
            raise
        return record

    def keep(self, **changes: object) -> asyncio.Future[None]:
        """Change it; done when that is on the disk (``OSError``)."""
        assert self.record is not None  # noqa: S101 - only called with one
        record = self.record = self.record.model_copy(update=changes)
        return self._on_disk(lambda: self._records.renew(record))

    def renewed(self) -> JobRecord | None:
        """The record, unless it has gone meanwhile: another object may see to the same session."""
        if self._unwritten:
            return self.record  # the disk is older
        found = self._records.read(self._key)
        is_unknown = found is None and bool(self._records.trouble(self._key))
        is_same = found and self.record and found.comment == self.record.comment
        if not is_same and not is_unknown:
            self.record = None
        return self.record

    def drop(self) -> asyncio.Future[None]:
        """The end of the job is proven, or it never was; done when the disk says so, too.

        Whoever stops waiting for that changes nothing: a record that stayed would bring a session
        back that nobody has.
        """
        record, self.record = self.record, None
        if record is None:
            return _done()
        if record.job is not None:
            self._site.watcher.unfollow(record.job)
        return self._on_disk(lambda: self._records.remove(record))

    async def ended(self, gone: Gone) -> JobEndedError:
        """Write down how the job ended, and let go of it."""
        log = await self._last_lines()
        told = how_it_ended(gone.ending, Circumstances(log=log)) if gone.ending else UNTOLD
        said, advised = self._site.told(told.said), self._site.told(told.advised)
        await self._write_down(told.code, said, advised, log)
        await self.drop()
        return JobEndedError(*said, *advised)

    async def gave_up(self, code: str, said: Sayings) -> None:
        """Write down why we end the job ourselves."""
        await self._write_down(code, said, (), await self._last_lines())

    async def _last_lines(self) -> tuple[str, ...]:
        record = self.record
        if record is None or record.job is None:
            return ()
        return await last_lines(record.log.format(job=record.job), record.user, self._site.prefix)

    async def _write_down(
        self, code: str, said: Sayings, advised: Sayings, log: tuple[str, ...]
    ) -> None:
        """For the page that says why."""
        record = self.record
        if record is None or record.job is None:
            return
        ending = SessionEnding(
            key=self._key,
            user=record.hub_user,
            server_name=record.server_name,
            job=record.job,
            code=code,
            sentence=in_english(said),
            advice=in_english(advised),
            said=said,
            advised=advised,
            ended_at=datetime.now(UTC),
            choice=record.choice,
            log=log,
        )
        await self._on_disk(lambda: write_ending(self._records.endings, ending))

    async def forget_last_ending(self) -> None:
        """A new session has begun."""
        await self._on_disk(lambda: forget_ending(self._records.endings, self._key))

    def _on_disk(self, deed: Callable[[], None]) -> asyncio.Future[None]:
        """Done when it is there (``OSError``), and done even if nobody waits for it any more."""
        done = in_turn(self._records.folder, deed)
        self._unwritten.add(done)
        done.add_done_callback(self._written)
        return asyncio.shield(done)

    def _written(self, done: asyncio.Future[None]) -> None:
        self._unwritten.discard(done)
        if not done.cancelled() and (error := done.exception()):
            log.error("what is known of the session %s is not on the disk: %s", self._key, error)


def _done() -> asyncio.Future[None]:
    done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    done.set_result(None)
    return done
