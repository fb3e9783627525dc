"""One session as a batch job: asked for, waited for, found again, ended.

Queueing is not starting: while the job waits nothing times out but the person's own patience, and
the time limit of the start counts from the moment the job runs.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Coroutine, Mapping
from datetime import UTC, datetime
from typing import Any

from officina_spawners.batch.anew import began_at, has_begun_anew
from officina_spawners.batch.arrival import ReportedPort, StartClock, news_of
from officina_spawners.batch.cancelling import cancel
from officina_spawners.batch.ledger import Ask, Ledger
from officina_spawners.batch.reception import Reception
from officina_spawners.batch.record import JobRecord, JobRecords
from officina_spawners.batch.script import Order
from officina_spawners.batch.site import Site
from officina_spawners.batch.submission import job_of
from officina_spawners.errors import EndedError, GivenUpError, RefusedError
from officina_spawners.profiles import Cluster, SessionChoice
from officina_spawners.slurm.client import SlurmError, Unanswered
from officina_spawners.slurm.jobs import JobId
from officina_spawners.stages import Stages
from officina_spawners.watching import Followed, Gone, Running, State, Unknown

LEAVING = "Your last session is still ending; the new one begins right after."
STOP_SECONDS = 20.0
AGAIN_SECONDS = 2.0
RAREST_SECONDS = 300.0
REPORTS_SECONDS = 60.0  # one that says again and again that it ends is heard once
FIRST_LOOK_SECONDS = 5.0


class BatchSession:
    """The session of one key on one cluster; it may run or not."""

    def __init__(self, site: Site, records: JobRecords, key: str, log: logging.Logger) -> None:
        self._site = site
        self._ledger = Ledger(site, records, key)
        self._log = log
        self._port: ReportedPort | None = None
        self._was_here = False  # this hub has seen it run, and so sees whatever happens to it
        self._ending: asyncio.Task[bool] | None = None
        self._is_unheard = asyncio.Event()  # the ending was told, and nobody answered
        self._end_reported_at = float("-inf")
        self._handing_over = asyncio.Lock()
        self._submission: asyncio.Task[JobRecord] | None = None

    @property
    def record(self) -> JobRecord | None:
        record = self._ledger.record
        if record is not None and record.phase == "leaving":
            return self._ledger.renewed()  # another object may have seen its end
        return record

    @property
    def cluster(self) -> Cluster:
        """Where it is, or will be."""
        return self._site.cluster

    @property
    def followed(self) -> Followed | None:
        """What the watcher knows of its job; None while there is none."""
        if self.record is None or self.record.job is None:
            return None
        return self._site.watcher.follow(self.record.job, starting=self.record.phase != "running")

    @property
    def place(self) -> tuple[str, int] | None:
        """Where it answers; None while it does not run, or runs anew and has not said where."""
        record = self.record
        if record is None or record.phase != "running" or not record.port:
            return None
        return record.address, record.port

    @property
    def waits_for_an_answer(self) -> bool:
        """Whether it is to end and Slurm, which would end it, does not answer."""
        return self._is_leaving and self._site.watcher.is_silent

    @property
    def is_starting(self) -> bool:
        """Whether it is asked for, or was requeued, and does not answer yet."""
        return self.record is not None and self.record.phase == "starting"

    def can_become(self, choice: SessionChoice) -> bool:
        """Whether a start with this choice may take up what is here."""
        record = self.record
        return record is None or (record.phase != "leaving" and record.choice == choice)

    def exit_code(self) -> int | None:
        """None while the session runs, or while nobody can say; never a guess.

        One that only waits or starts does not run yet: a hub that finds it so after its own
        restart lets go of it, and the caretaker takes it up again.
        """
        if self._ending is not None and not self._ending.done():
            return None
        if self.record is None or self.record.phase != "running":
            return 0
        followed = self.followed
        if followed is None or not isinstance(followed.state, Gone):
            return None
        ending = followed.state.ending
        return (ending.exit_code or ending.signal) if ending else 1

    async def start(
        self, ask: Ask, order: Order, environment: Mapping[str, str], stages: Stages
    ) -> tuple[str, int]:
        """Queue it, or take up the job that is queued already; return where it answers."""
        is_known = self.record is not None
        record = self.record or await self._ledger.begin(ask, order)
        self._port = ReportedPort(record.port)
        if record.job is None:
            stages.reached(self._site.named("Handing your session over to Slurm"))
            handing_over = self._hand_over(record, order, environment, stages, is_known=is_known)
            record = await self._even_if_given_up(handing_over)
        self._site.watcher.follow(str(record.job), starting=True)
        stages.reached(self._site.named(f"Slurm has taken it as job {record.job}"))
        await self._ledger.forget_last_ending()
        try:
            address, port = await self._arrival(ask, stages)
        except EndedError as error:
            await self._ledger.gave_up(error.code, error.said)
            raise
        began = began_at(self.followed.state) if self.followed else None
        await self._ledger.keep(phase="running", address=address, port=port, began_at=began)
        self._was_here = True
        self._site.watcher.follow(str(record.job), starting=False)
        stages.reached("JupyterLab answers")
        return address, port

    async def port_arrived(self, port: int, job: str | None = None) -> Reception:
        """Take the port that the job reports; ``job``: its number, where the job knows it.

        A submission that was thought lost may bring a second job of this session. The caretaker
        cancels it; until then nobody may be led there.
        """
        if self._port is None or self.record is None or not self._port.is_awaited:
            return "known"
        if job is not None and job != self.record.job:
            return "another" if self.record.job else "early"
        awaited = self._port
        with awaited.taking():
            # On the disk before the job hears: it will not say it again.
            await self._ledger.keep(port=port)
        self._site.watcher.nudge()  # so it runs, whatever the last listing says
        followed = self.followed  # None: the job is quicker than the answer to its submission
        awaited.take(port, followed.state if followed else None)
        return "taken"

    def end_reported(self, job: JobId | None) -> bool:
        """Ask Slurm at once, because the job says that it ends; False when it did so lately.

        Anything in the job can say it, so it counts for no more, and not too often.
        """
        now, followed = time.monotonic(), self.followed
        if followed is None or job not in {None, followed.job}:
            return False
        if now - self._end_reported_at < REPORTS_SECONDS:
            return False
        self._end_reported_at = now
        self._site.watcher.expect_end(followed.job)
        return True

    def begin_to_stop(self) -> None:
        """Have the job cancelled; the record says at once that it is to go.

        Whatever happens to this process, the caretaker sees to it.
        """
        if self.record is not None and (self._ending is None or self._ending.done()):
            self._ledger.keep(phase="leaving")
            self._is_unheard.clear()
            self._ending = asyncio.create_task(self._end())

    async def stop(self) -> bool:
        """Return once the job's end is seen; False while nobody can say.

        It is cancelled all the same: as soon as Slurm answers again.
        """
        self.begin_to_stop()
        if self.record is None or self._ending is None:
            return True
        unheard = asyncio.ensure_future(self._is_unheard.wait())
        await asyncio.wait({self._ending, unheard}, return_when=asyncio.FIRST_COMPLETED)
        unheard.cancel()
        return self._ending.done() and self._ending.result()

    async def see_off(self, stages: Stages) -> None:
        """Let the job of this key be gone before the next one."""
        stages.reached(LEAVING)
        while not await self.stop():  # noqa: ASYNC110 - it may have to be told anew
            await asyncio.sleep(AGAIN_SECONDS)

    async def poll(self) -> int | None:
        """``exit_code``; an end is written down with its reason and then let go of.

        A job that was requeued while there was no hub starts once more: this hub lets go of the
        session, and the caretaker takes it up.
        """
        followed = self.followed
        if self.record is None or self.record.phase != "running" or followed is None:
            return self.exit_code()
        await _first_look(followed)
        if not self._was_here and has_begun_anew(self.record, followed.state):
            await self._ledger.keep(phase="starting", port=0, asked_at=datetime.now(UTC))
            return self.exit_code()
        self._was_here = True
        code, state = self.exit_code(), followed.state
        if isinstance(state, Gone) and code is not None:
            await self._ledger.ended(state)
        elif code is None:
            await self._follow_there(state)
        return code

    @property
    def is_hub_ending(self) -> bool:
        """Whether the hub itself is going down, so that a cancelled start is nobody's wish."""
        return self._site.watcher.is_closing

    async def _even_if_given_up(self, handing_over: Coroutine[Any, Any, JobRecord]) -> JobRecord:
        """A start can be cancelled at once; its submission goes on until the job has a number."""
        task = self._submission = asyncio.create_task(handing_over)
        task.add_done_callback(lambda done: done.cancelled() or done.exception())
        return await asyncio.shield(task)

    async def _hand_over(
        self,
        record: JobRecord,
        order: Order,
        environment: Mapping[str, str],
        stages: Stages,
        *,
        is_known: bool,
    ) -> JobRecord:
        script = self._site.script_of(order.model_copy(update={"comment": record.comment}))
        async with self._handing_over:
            try:
                job = await job_of(
                    self._site,
                    record,
                    script,
                    environment,
                    lambda sentence: stages.reached(self._site.named(sentence)),
                    looked_for=is_known,
                    is_wanted=lambda: not self._is_leaving,
                )
            except RefusedError:
                await self._ledger.drop()
                raise
            await self._ledger.keep(job=job)
            return record.model_copy(update={"job": job})

    async def _arrival(self, ask: Ask, stages: Stages) -> tuple[str, int]:
        """Wait until the job runs and its server answers, through requeues and silences."""
        assert self.record is not None  # noqa: S101 - start() wrote it
        clock = StartClock(ask, self.record.asked_at)
        if self.followed:
            await _first_look(self.followed)
        while True:
            followed = self.followed
            if followed is None or self._is_leaving:
                raise GivenUpError
            news = asyncio.ensure_future(followed.changed())
            try:
                state = followed.state
                if isinstance(state, Gone):
                    raise await self._ledger.ended(state)
                clock.sees(state)
                if sentence := news_of(followed):
                    stages.reached(self._site.named(sentence))
                if (place := await self._place(state)) and not self._is_leaving:
                    return place
                await self._news_or_port(news, clock.left())
                if not clock.left():
                    raise clock.too_late(followed.job)
            finally:
                news.cancel()

    async def _news_or_port(self, news: asyncio.Future[bool], seconds: float) -> None:
        assert self._port is not None  # noqa: S101 - start() made it
        awaited: set[asyncio.Future[Any]] = {news}
        if self._port.arrived.done():  # but where the job runs is not known yet
            seconds = min(seconds, AGAIN_SECONDS)
        else:
            awaited.add(self._port.arrived)
        await asyncio.wait(awaited, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)

    async def _place(self, state: State) -> tuple[str, int] | None:
        """Where the session answers, if that is known of its present run."""
        if self._port is None or self._port.is_of_another_run(state):
            self._port = ReportedPort()
            await self._ledger.keep(port=0)
        if not (isinstance(state, Running) and state.job.node and self._port.arrived.done()):
            return None
        try:
            return await self._site.address_of(state.job.node), self._port.arrived.result()
        except Unanswered as error:
            self._log.warning("the address of %s is not known yet: %s", state.job.node, error)
            return None

    async def _follow_there(self, state: State) -> None:
        """A running session whose job was requeued answers elsewhere, once its job runs again."""
        if self.record is None:
            return
        if self._port is None:
            self._port = ReportedPort(self.record.port)
        place = await self._place(state)
        if place and place != self.place and not self._is_leaving:
            await self._ledger.keep(address=place[0], port=place[1], began_at=began_at(state))

    async def _end(self) -> bool:
        """Have it cancelled until its end is seen; after a silence, as soon as Slurm answers.

        What Slurm or the hub's account refuses is no silence: the caretaker tries again later.
        """
        patience, pause = STOP_SECONDS, AGAIN_SECONDS
        while True:
            try:
                async with asyncio.timeout(patience):
                    await self._cancel()
            except (TimeoutError, Unanswered) as error:
                self._log.warning("the end of a session's job is not seen yet: %s", error)
            except SlurmError as error:
                self._log.warning("a session's job could not be cancelled: %s", error)
                return False
            else:
                return True
            self._is_unheard.set()
            await asyncio.sleep(pause)  # a Slurm that comes and goes is not asked all the time
            await self._site.watcher.answered()
            patience, pause = (min(2 * each, RAREST_SECONDS) for each in (patience, pause))

    async def _cancel(self) -> None:
        async with self._handing_over:  # what is being submitted gets its number first
            record = self._ledger.renewed()
            if record is None:
                return
            job = record.job or await self._site.client.find(record.comment, record.user)
            if self._ledger.renewed() is None:
                return
            if job is None:
                await self._ledger.drop()
                return
            await self._ledger.keep(job=job)
        followed = self._site.watcher.follow(job, starting=True)
        if isinstance(followed.state, Gone):
            await self._ledger.ended(followed.state)
        elif await cancel(self._site.client, job, record.user):
            self._site.watcher.nudge()
            while not isinstance(followed.state, Gone):
                await followed.changed()
        await self._ledger.drop()

    @property
    def _is_leaving(self) -> bool:
        return self.record is None or self.record.phase == "leaving"


async def _first_look(followed: Followed) -> None:
    """A hub that has just started asks Slurm before it says that a session runs."""
    state = followed.state
    if isinstance(state, Unknown) and state.last is None:
        news = asyncio.ensure_future(followed.changed())
        await asyncio.wait({news}, timeout=FIRST_LOOK_SECONDS)
        news.cancel()
