"""What one batch session writes down: its record while it lives, and how it ended."""

from __future__ import annotations

from datetime import UTC, datetime

from pydantic import SecretStr

from officina_courses.model import Frozen
from officina_courses.saying import Sayings, in_english, say
from officina_spawners.batch.endings import SessionEnding, forget_ending, write_ending
from officina_spawners.batch.log_tail import last_lines
from officina_spawners.batch.record import JobRecord, JobRecords
from officina_spawners.batch.script import Order
from officina_spawners.batch.site import Site
from officina_spawners.errors import JobEndedError
from officina_spawners.slurm.explanation import Circumstances, explained
from officina_spawners.slurm.words import how_it_ended
from officina_spawners.watching import Gone

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
    """The record of one key, in memory and on the disk; each change is on the disk first."""

    def __init__(self, site: Site, records: JobRecords, key: str) -> None:
        self._site = site
        self._records = records
        self._key = key
        found = records.read(key)
        is_here = found is not None and found.cluster == site.cluster.name
        self.record: JobRecord | None = found if is_here else None

    def begin(self, ask: Ask, order: Order) -> JobRecord:
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
        return self._write(record)

    def keep(self, **changes: object) -> JobRecord:
        assert self.record is not None  # noqa: S101 - only called with one
        return self._write(self.record.model_copy(update=changes))

    def renewed(self) -> JobRecord | None:
        """The record, unless it has gone meanwhile: another object may see to the same session."""
        found = self._records.read(self._key)
        is_unknown = found is None and bool(self._records.trouble(self._key))
        is_same = found and self.record and found.comment == self.record.comment
        if not is_same and not is_unknown:
            self.record = None
        return self.record

    def drop(self) -> None:
        """The end of the job is proven, or it never was."""
        if self.record is not None and self.record.job is not None:
            self._site.watcher.unfollow(self.record.job)
        if self.renewed() is not None:
            self._records.remove(self._key)
        self.record = None

    async def ended(self, gone: Gone) -> JobEndedError:
        """Write down how the job ended, and let go of it."""
        log = await self._last_lines()
        told = how_it_ended(gone.ending, Circumstances(log=log)) if gone.ending else UNTOLD
        said, advised = self._site.told(told.said), self._site.told(told.advised)
        self._write_down(told.code, said, advised, log)
        self.drop()
        return JobEndedError(*said, *advised)

    async def gave_up(self, code: str, said: Sayings) -> None:
        """Write down why we end the job ourselves."""
        self._write_down(code, said, (), await self._last_lines())

    async def _last_lines(self) -> tuple[str, ...]:
        record = self.record
        if record is None or record.job is None:
            return ()
        return await last_lines(record.log.format(job=record.job), record.user, self._site.prefix)

    def _write_down(self, code: str, said: Sayings, advised: Sayings, log: tuple[str, ...]) -> None:
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
        write_ending(self._records.endings, ending)

    def forget_last_ending(self) -> None:
        """A new session has begun."""
        forget_ending(self._records.endings, self._key)

    def _write(self, record: JobRecord) -> JobRecord:
        self._records.write(record)
        self.record = record
        return record
