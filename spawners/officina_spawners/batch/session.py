"""One session as a batch job: asked for, waited for, found again, ended.

Queueing is not starting: while the job waits nothing times out but the person's own patience, and
the time limit of the start counts from the moment the job runs.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Mapping
from datetime import UTC, datetime

from pydantic import SecretStr

from officina_courses.model import Frozen
from officina_spawners.batch.endings import SessionEnding, forget_ending, write_ending
from officina_spawners.batch.log_tail import last_lines
from officina_spawners.batch.patience import Deadline
from officina_spawners.batch.record import JobRecord, JobRecords, new_comment
from officina_spawners.batch.script import Order, job_script
from officina_spawners.batch.site import Site
from officina_spawners.batch.submission import job_of
from officina_spawners.errors import EndedError, JobEndedError, RefusedError
from officina_spawners.slurm.client import Unanswered
from officina_spawners.slurm.explanation import Explanation
from officina_spawners.slurm.words import how_it_ended, why_it_waits
from officina_spawners.stages import Stages
from officina_spawners.watching import Followed, Gone, Running, Waiting

ASLEEP = "Slurm does not answer at the moment; your place in the queue is kept."
LEAVING = "Your last session is still ending; the new one begins right after."
STOP_SECONDS = 20.0
UNTOLD = Explanation(
    code="ended-untold",
    sentence="Your job has ended, and Slurm did not write down how.",
    advice="Please start it again.",
)


class Ask(Frozen):
    """Who asks for a session, and how long each part of the start may take."""

    hub_user: str
    user: str  # the Unix account
    server_name: str
    token: SecretStr
    patience_seconds: float
    start_seconds: float


class BatchSession:
    """The session of one key on one cluster; it may run or not."""

    def __init__(self, site: Site, records: JobRecords, key: str, log: logging.Logger) -> None:
        self._site = site
        self._records = records
        self._key = key
        self._log = log
        self._port: asyncio.Future[int] | None = None
        self.record: JobRecord | None = records.read(key)

    @property
    def followed(self) -> Followed | None:
        """What the watcher knows of its job; None while there is none."""
        if self.record is None or self.record.job is None:
            return None
        return self._site.watcher.follow(self.record.job, starting=self.record.phase != "running")

    def exit_code(self) -> int | None:
        """None while the session runs, or while nobody can say; never a guess.

        One that only waits or starts does not run yet: a hub that finds it so after its own
        restart lets go of it, and the caretaker takes it up again.
        """
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
        await self._see_off(stages)
        is_known = self.record is not None
        record = self.record or self._begin(ask, order)
        self._await_port(record.port)
        if record.job is None:
            order = order.model_copy(update={"comment": record.comment})
            stages.reached("Handing your session over to Slurm")
            try:
                job = await job_of(
                    self._site,
                    record,
                    job_script(order),
                    environment,
                    stages.reached,
                    looked_for=is_known,
                )
            except RefusedError:
                self._drop()
                raise
            record = self._keep(job=job)
        self._site.watcher.follow(str(record.job), starting=True)
        stages.reached(f"Slurm has taken it as job {record.job}")
        forget_ending(self._records.endings, self._key)
        try:
            address, port = await self._arrival(ask, stages)
        except EndedError as error:
            await self._write_down(error.code, str(error), "")
            raise
        self._keep(phase="running", address=address, port=port)
        self._site.watcher.follow(str(record.job), starting=False)
        stages.reached("JupyterLab answers")
        return address, port

    def port_arrived(self, port: int) -> bool:
        """Take the port that the job reports; False when one is known or none is awaited."""
        if self._port is None or self._port.done():
            return False
        self._keep(port=port)  # on the disk before the job hears that it need not say it again
        self._port.set_result(port)
        return True

    async def stop(self) -> bool:
        """Cancel the job, and return once its end is seen; False while nobody can say.

        Either way the record says that it is to go, so the caretaker sees to it.
        """
        if self.record is None:
            return True
        self._keep(phase="leaving")
        try:
            return await asyncio.wait_for(self._cancel(), STOP_SECONDS)
        except (TimeoutError, Unanswered) as error:
            self._log.warning("the end of job %s is not seen yet: %s", self.record.job, error)
            return False

    async def poll(self) -> int | None:
        """``exit_code``; an end is written down with its reason and then let go of."""
        code = self.exit_code()
        if code is not None and self.record is not None and self.record.phase == "running":
            followed = self.followed
            if followed is not None and isinstance(followed.state, Gone):
                await self._ended(followed.state)
        return code

    @property
    def is_hub_ending(self) -> bool:
        """Whether the hub itself is going down, so that a cancelled start is nobody's wish."""
        return self._site.watcher.is_closing

    def _await_port(self, known: int) -> None:
        """Wait for a report, or take the port that an earlier hub was told."""
        self._port = asyncio.get_running_loop().create_future()
        if known:
            self._port.set_result(known)

    async def _see_off(self, stages: Stages) -> None:
        """Let a job that was told to end be gone before the next one of this key."""
        while self.record is not None and self.record.phase == "leaving":
            stages.reached(LEAVING)
            await self.stop()

    async def _cancel(self) -> bool:
        assert self.record is not None  # noqa: S101 - stop() looked
        job = self.record.job or await self._site.client.find(self.record.comment, self.record.user)
        if job is None:
            self._drop()
            return True
        self._keep(job=job)
        await self._site.client.cancel(job, self.record.user)
        followed = self._site.watcher.follow(job, starting=True)
        self._site.watcher.nudge()
        while not isinstance(followed.state, Gone):
            await followed.changed()
        self._drop()
        return True

    async def _arrival(self, ask: Ask, stages: Stages) -> tuple[str, int]:
        """Wait until the job runs and its server answers, through requeues and silences."""
        assert self._port is not None  # noqa: S101 - start() made it
        patience = Deadline(ask.patience_seconds)
        start: Deadline | None = None
        told = ""
        while True:
            followed = self.followed
            assert followed is not None  # noqa: S101 - start() stored the job
            news = asyncio.ensure_future(followed.changed())
            state, deadline = followed.state, start or patience
            match state:
                case Gone():
                    news.cancel()
                    raise await self._ended(state)
                case Running():
                    start = start or Deadline(ask.start_seconds)
                    deadline = start
                    sentence = f"Job {followed.job} runs on {state.job.node}; JupyterLab is loading"
                case Waiting():
                    start, deadline = None, patience
                    if self._port.done():  # it was requeued: another place, another port
                        self._await_port(0)
                    sentence = str(why_it_waits(state.job))
                case _:
                    sentence = ASLEEP if state.last else told
            if sentence and sentence != told:
                stages.reached(told := sentence)
            if self._port.done() and isinstance(state, Running) and state.job.node:
                news.cancel()
                return await self._site.address_of(state.job.node), self._port.result()
            arrived = () if self._port.done() else (self._port,)
            done, _ = await asyncio.wait(
                {news, *arrived}, timeout=deadline.left(), return_when=asyncio.FIRST_COMPLETED
            )
            news.cancel()
            if not done:
                raise self._never_answered(ask) if start else self._never_began(ask)

    async def _ended(self, gone: Gone) -> JobEndedError:
        """Write down how it ended, and let go of it."""
        told = how_it_ended(gone.ending) if gone.ending else UNTOLD
        await self._write_down(told.code, told.sentence, told.advice)
        self._drop()
        return JobEndedError(str(told))

    async def _write_down(self, code: str, sentence: str, advice: str) -> None:
        record = self.record
        if record is None or record.job is None:
            return
        log = await last_lines(record.log.format(job=record.job), record.user, self._site.prefix)
        ending = SessionEnding(
            key=self._key,
            user=record.hub_user,
            server_name=record.server_name,
            job=record.job,
            code=code,
            sentence=sentence,
            advice=advice,
            ended_at=datetime.now(UTC),
            choice=record.choice,
            log=log,
        )
        write_ending(self._records.endings, ending)

    def _never_answered(self, ask: Ask) -> EndedError:
        return EndedError(
            f"Your job {self._job_number} runs, but JupyterLab did not answer within "
            f"{ask.start_seconds:.0f} seconds, so the job was ended and costs nothing more. "
            "Please start it again; if it happens again, tell the hub's operator."
        )

    def _never_began(self, ask: Ask) -> EndedError:
        return EndedError(
            f"Your job {self._job_number} waited {ask.patience_seconds / 3600:.0f} hours in the "
            "queue, which is as long as this profile waits, so it was taken out. Please ask for "
            "less, or for another profile."
        )

    @property
    def _job_number(self) -> str:
        return (self.record.job if self.record else None) or "?"

    def _begin(self, ask: Ask, order: Order) -> JobRecord:
        self.record = JobRecord(
            key=self._key,
            hub_user=ask.hub_user,
            user=ask.user,
            server_name=ask.server_name,
            cluster=self._site.cluster.name,
            comment=new_comment(self._site.hub),
            choice=order.choice,
            token=ask.token,
            phase="starting",
            asked_at=datetime.now(UTC),
            log=order.log,
        )
        self._records.write(self.record)
        return self.record

    def _keep(self, **changes: object) -> JobRecord:
        assert self.record is not None  # noqa: S101 - only called with one
        self.record = self.record.model_copy(update=changes)
        self._records.write(self.record)
        return self.record

    def _drop(self) -> None:
        if self.record is not None and self.record.job is not None:
            self._site.watcher.unfollow(self.record.job)
        self.record = None
        self._records.remove(self._key)
