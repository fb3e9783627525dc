"""A session's whole life on each batch system: through the watcher, as on Slurm."""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager

import pytest
from false_system import JOB
from job_records import MARKS
from pydantic import SecretStr
from system_orders import order

from officina_spawners.batch.ledger import Ask
from officina_spawners.batch.record import JobRecords
from officina_spawners.batch.session import BatchSession
from officina_spawners.batch.site import Site
from officina_spawners.errors import JobEndedError, RefusedError
from officina_spawners.profiles import Cluster
from officina_spawners.stages import Stages
from officina_spawners.watching import Pace, QueueWatcher, Running, Unknown, Waiting

QUICK = Pace(
    all_run_seconds=0.1,
    starting_seconds=0.05,
    starting_slowest_seconds=0.1,
    nudge_seconds=0.01,
    duty=0.1,
    longest_seconds=0.2,
)
ASK = Ask(
    hub_user="learner",
    user="learner",
    server_name="",
    token=SecretStr("token"),
    patience_seconds=60,
    start_seconds=60,
)


class Life:
    """One session with everything around it."""

    def __init__(self, false_system, home):
        self.system = false_system
        self.home = home
        client = false_system.client()
        self.watcher = QueueWatcher(client, pace=QUICK)
        cluster = Cluster(name="other", client=false_system.system.name)
        self.site = Site(cluster, client, self.watcher, MARKS, ("env",))
        self.records = JobRecords(home / "jobs")
        self.stages = Stages()
        self.session = self.again()

    def again(self):
        """The session as a hub that has just started finds it."""
        return BatchSession(self.site, self.records, "learner", logging.getLogger("test"))

    async def start(self):
        return await self.session.start(ASK, order(self.home), {"A": "1"}, self.stages)

    async def comes(self, kind):
        """Wait until this is known of the job."""
        async with asyncio.timeout(20):
            while self.session.followed is None:  # noqa: ASYNC110 - nobody tells of a submit
                await asyncio.sleep(0.01)
            followed = self.session.followed
            while not isinstance(followed.state, kind):
                await followed.changed()

    async def is_written_down(self):
        """Wait until the disk knows the job, which this hub knows before."""
        async with asyncio.timeout(20):
            while self.records.read("learner").job is None:  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.01)

    async def runs(self):
        """Start it, all the way."""
        starting = asyncio.create_task(self.start())
        await self.comes(Waiting)
        self.system.stage("running")
        await self.comes(Running)
        await self.session.port_arrived(4321)
        return await starting


@asynccontextmanager
async def living(false_system, home):
    life = Life(false_system, home)
    life.watcher.start()
    try:
        yield life
    finally:
        await life.watcher.close()


async def test_a_session_waits_runs_stops_and_is_gone(false_system, home):
    async with living(false_system, home) as life:
        address, port = await life.runs()
        assert (address.partition(".")[0], port) == ("n3", 4321)
        assert await life.session.poll() is None
        assert await life.session.stop()
        assert life.session.record is None
        assert await life.session.poll() == 0
    assert [call for call in false_system.calls if call.startswith(false_system.system.cancel[0])]


async def test_the_person_is_told_in_the_name_of_the_system(false_system, home):
    async with living(false_system, home) as life:
        await life.runs()
        told = " ".join(life.stages.so_far)
        assert false_system.system.title in told
        assert "Slurm" not in told
        await life.session.stop()


async def test_a_job_that_ends_by_itself_is_seen_and_its_end_is_written_down(false_system, home):
    async with living(false_system, home) as life:
        await life.runs()
        false_system.stage("cancelled")
        async with asyncio.timeout(20):
            while await life.session.poll() is None:
                await life.session.followed.changed()
        assert life.session.record is None
        ending = next(life.records.endings.glob("*.json")).read_text()
        assert '"code":"cancelled"' in ending


async def test_a_job_that_ends_while_it_waits_ends_the_start(false_system, home):
    async with living(false_system, home) as life:
        starting = asyncio.create_task(life.start())
        await life.comes(Waiting)
        false_system.stage("cancelled")
        with pytest.raises(JobEndedError) as told:
            await starting
        assert "Slurm" not in str(told.value)


async def test_a_hub_that_was_restarted_takes_the_job_up_and_submits_none(false_system, home):
    async with living(false_system, home) as life:
        starting = asyncio.create_task(life.start())
        await life.comes(Waiting)
        await life.is_written_down()  # a hub that died before would look for the job by its mark
        starting.cancel()
        life.session = life.again()
        assert (await life.runs())[1] == 4321
        submit = false_system.system.submit[0]
        assert len([call for call in false_system.calls if call.split()[0] == submit]) == 1
        await life.session.stop()


async def test_a_submit_whose_answer_got_lost_is_looked_for_by_its_mark(false_system, home):
    async with living(false_system, home) as life:
        false_system.submits("submit-down")
        false_system.stage("forgotten")
        starting = asyncio.create_task(life.start())
        async with asyncio.timeout(20):
            async for event in life.stages.watch():
                if "does not answer" in event["message"]:
                    break
        mark = "officina:0123456789abcdef:" + "a" * 32
        ledger = life.session._ledger
        await ledger.keep(comment=mark)  # as in the false system's answers
        life.records.write(ledger.record)
        life.session.begin_to_stop()
        starting.cancel()
        false_system.stage("waiting")
        assert await life.session.stop()
        number = false_system.system.number.format(job=JOB)
        assert f"{false_system.system.cancel[0]} {number}" in false_system.calls


@pytest.mark.parametrize("stage", ["down", "nonsense"])
async def test_neither_silence_nor_garbage_ends_a_session(false_system, home, stage):
    async with living(false_system, home) as life:
        await life.runs()
        false_system.stage(stage)
        await life.comes(Unknown)
        assert await life.session.poll() is None
        false_system.stage("running")
        await life.comes(Running)
        assert life.session.place
        await life.session.stop()


async def test_a_listing_that_lacks_the_job_is_no_end_without_the_systems_word(false_system, home):
    async with living(false_system, home) as life:
        await life.runs()
        false_system.stage("forgotten")
        await life.comes(Unknown)
        assert await life.session.poll() is None
        assert life.session.record is not None


async def test_a_refused_submission_starts_nothing(false_system, home):
    async with living(false_system, home) as life:
        false_system.submits("refused")
        with pytest.raises(RefusedError, match="No session was started"):
            await life.start()
        assert life.session.record is None
