"""The watcher while slurmctld or the accounting does not answer, in virtual time."""

from __future__ import annotations

import asyncio

import pytest
from memory_slurm import SILENT, MemorySlurm, running
from virtual_time import play
from watched_jobs import become, watching

from officina_spawners.slurm.jobs import Job
from officina_spawners.watching import Gone, Running, Unknown


def test_an_outage_makes_all_unknown_and_running_again_afterwards():
    async def story():
        slurm = MemorySlurm(*(running(str(n)) for n in range(20)))
        async with watching(slurm, *slurm.jobs) as (watcher, followed):
            before = [known.state for known in followed]
            slurm.queue_fault = SILENT
            watcher.nudge()
            await asyncio.gather(*(become(known, Unknown, within=2) for known in followed))
            assert watcher.health().consecutive_failures == 1
            await asyncio.sleep(120)
            assert {type(known.state) for known in followed} == {Unknown}
            slurm.queue_fault = None
            await asyncio.gather(*(become(known, Running, within=70) for known in followed))
            assert [known.state for known in followed] == before
            assert watcher.health().last_error == ""

    play(story())


@pytest.mark.parametrize(
    "fault", [TimeoutError(), OSError(24, "too many open files"), ValueError("garbage"), SILENT]
)
def test_whatever_the_client_raises_ends_no_session(fault):
    async def story():
        slurm = MemorySlurm(running("1"))
        async with watching(slurm, "1") as (watcher, [known]):
            slurm.queue_fault = slurm.accounting_fault = fault
            watcher.nudge()
            await become(known, Unknown, within=2)
            assert type(fault).__name__ in watcher.health().last_error

    play(story())


def test_a_client_that_never_answers_is_given_up():
    async def story():
        slurm = MemorySlurm(running("1"))
        async with watching(slurm, "1") as (watcher, [known]):
            slurm.takes_seconds = 1e9
            watcher.nudge()
            assert 29 < await become(known, Unknown, within=40) < 32

    play(story())


def test_an_outage_is_not_answered_with_more_questions():
    async def story():
        slurm = MemorySlurm(running("1"))
        async with watching(slurm, "1") as (watcher, _):
            slurm.queue_fault = SILENT
            watcher.nudge()
            slurm.listed.clear()
            await asyncio.sleep(600)
            assert len(slurm.listed) < 22

    play(story())


def test_an_empty_listing_ends_nobody_while_the_accounting_says_nothing():
    async def story():
        slurm = MemorySlurm(*(running(str(n)) for n in range(20)))
        rows = dict(slurm.jobs)
        async with watching(slurm, *rows) as (watcher, followed):
            slurm.jobs.clear()
            watcher.nudge()
            await asyncio.gather(*(become(known, Unknown, within=2) for known in followed))
            await asyncio.sleep(3_600)
            assert {type(known.state) for known in followed} == {Unknown}
            slurm.jobs.update(rows)
            await asyncio.gather(*(become(known, Running, within=45) for known in followed))

    play(story())


def test_without_slurmdbd_the_controllers_memory_tells_the_end():
    async def story():
        slurm = MemorySlurm(running("1"), running("2"))
        async with watching(slurm, "1", "2") as (_, [known, _other]):
            slurm.accounting_fault = SILENT
            del slurm.jobs["1"]
            slurm.remembered["1"] = Job(id="1", state="OUT_OF_MEMORY", node="g1")
            await become(known, Gone, within=15)
            assert known.state.ending.state == "OUT_OF_MEMORY"

    play(story())


def test_without_any_accounting_a_forgotten_job_is_gone_after_some_minutes():
    async def story():
        slurm = MemorySlurm(running("1"), running("2"))
        slurm.keep_no_accounting()
        async with watching(slurm, "1", "2") as (watcher, [known, other]):
            del slurm.jobs["1"]
            assert await become(known, Gone, within=200) > 150
            assert known.state.ending is None
            assert isinstance(other.state, Running)
            assert watcher.health().accounting == "off"

    play(story())


def test_without_accounting_dead_sessions_are_seen_as_soon_by_listings_alone():
    async def story():
        slurm = MemorySlurm(running("1"), running("2"))
        slurm.keep_no_accounting()
        async with watching(slurm, "1", "2") as (_, [known, _other]):
            await asyncio.sleep(200)
            del slurm.jobs["1"]
            slurm.remembered["1"] = Job(id="1", state="TIMEOUT")
            await become(known, Gone, within=15)

    play(story())
