"""The watcher against a Slurm in memory, in virtual time."""

from __future__ import annotations

import asyncio

import pytest
from memory_slurm import SILENT, MemorySlurm, ending, running, waiting
from virtual_time import clock, play
from watched_jobs import become, watching

from officina_spawners.slurm.jobs import Job
from officina_spawners.watching import Gone, QueueWatcher, Running, Unknown, Waiting


def test_one_listing_serves_all():
    async def story():
        slurm = MemorySlurm(*(running(str(n)) for n in range(1_000)))
        async with watching(slurm, *slurm.jobs) as (_, followed):
            assert {type(known.state) for known in followed} == {Running}
            assert len(slurm.listed) == 1

    play(story())


@pytest.mark.parametrize("sessions", [1, 10, 100, 1_000])
def test_the_load_is_the_same_for_one_session_and_a_thousand(sessions):
    async def story():
        slurm = MemorySlurm(*(running(str(n)) for n in range(sessions)))
        async with watching(slurm, *slurm.jobs):
            slurm.listed.clear()
            await asyncio.sleep(600)
            assert 13 <= len(slurm.listed) <= 17  # each costs slurmctld two requests
            assert all(ids is None for _, ids in slurm.listed)
            assert 150 <= len(slurm.accounted) <= 200  # and these none

    play(story())


def test_nobody_followed_means_no_question():
    async def story():
        slurm = MemorySlurm(running("1"))
        watcher = QueueWatcher(slurm, clock=clock)
        watcher.start()
        await asyncio.sleep(3_600)
        assert slurm.listed == []
        await watcher.close()

    play(story())


def test_who_waits_for_an_answer_is_told_of_the_first_one_although_nobody_is_followed():
    async def story():
        slurm = MemorySlurm(*(running(str(n)) for n in range(1_000)))
        watcher = QueueWatcher(slurm, clock=clock, chance=lambda: 0.5)
        watcher.start()
        slurm.queue_fault = SILENT
        answer = asyncio.ensure_future(watcher.answered())
        await asyncio.sleep(300)
        assert not answer.done()
        assert watcher.is_silent
        assert 5 <= len(slurm.listed) <= 12
        slurm.queue_fault = None
        async with asyncio.timeout(60):
            await answer
        assert not watcher.is_silent
        slurm.listed.clear()
        await asyncio.sleep(600)
        assert slurm.listed == []
        await watcher.close()

    play(story())


@pytest.mark.parametrize("takes", [0.05, 0.5])
@pytest.mark.parametrize("dies_after", [0.01, 1, 5, 13, 14, 20, 27, 34, 41, 48, 55])
def test_a_dead_session_is_seen_within_five_seconds(dies_after, takes):
    """The open page asks after four at most, so the end is named there within ten."""

    async def story():
        slurm = MemorySlurm(*(running(str(n)) for n in range(50)), takes_seconds=takes)
        async with watching(slurm, *slurm.jobs) as (_, followed):
            await asyncio.sleep(dies_after)
            slurm.end("7", "TIMEOUT")
            await become(followed[7], Gone, within=3.5 + 3 * takes + 0.1)
            assert followed[7].state.ending.state == "TIMEOUT"
            assert isinstance(followed[8].state, Running)

    play(story())


def test_an_accounting_that_lags_behind_costs_no_more_listings_than_none():
    async def story():
        slurm = MemorySlurm(*(running(str(n)) for n in range(50)))
        slurm.unaccounted.add("7")
        async with watching(slurm, *slurm.jobs) as (_, followed):
            slurm.listed.clear()
            await asyncio.sleep(600)
            assert len(slurm.listed) <= 55
            slurm.end("8", "TIMEOUT")
            await become(followed[8], Gone, within=15)

    play(story())


def test_a_nudge_is_answered_at_once_and_many_share_one_listing():
    async def story():
        slurm = MemorySlurm(*(waiting(str(n)) for n in range(40)))
        async with watching(slurm, "0", starting=True) as (watcher, _):
            await asyncio.sleep(1.5)
            slurm.listed.clear()
            began = clock()
            for n in range(1, 40):
                watcher.follow(str(n), starting=True)
                watcher.nudge()
            await asyncio.sleep(0.5)
            assert [asked - began < 0.1 for asked, _ in slurm.listed] == [True]

    play(story())


def test_nudges_without_end_are_answered_once_a_second():
    async def story():
        slurm = MemorySlurm(running("1"))
        async with watching(slurm, "1") as (watcher, _):
            slurm.listed.clear()
            for _ in range(100):
                watcher.nudge()
                await asyncio.sleep(0.1)
            assert 8 <= len(slurm.listed) <= 11

    play(story())


def test_a_job_submitted_while_a_listing_is_under_way_is_not_taken_for_gone():
    async def story():
        slurm = MemorySlurm(running("1"), takes_seconds=5)
        async with watching(slurm, "1") as (watcher, _):
            watcher.nudge()
            await asyncio.sleep(3)
            slurm.jobs["2"] = waiting("2")
            slurm.ended["2"] = ending("2")  # a job of last year had this number too
            known = watcher.follow("2", starting=True)
            await become(known, Waiting, within=30)
            assert slurm.accounted == []

    play(story())


def test_a_start_is_seen_within_two_seconds_of_a_fresh_submit():
    async def story():
        slurm = MemorySlurm(waiting("1"))
        async with watching(slurm, "1", starting=True) as (_, [known]):
            assert known.state == Waiting(job=waiting("1"), since=known.state.since)
            slurm.jobs["1"] = running("1")
            assert await become(known, Running, within=3) < 2.2

    play(story())


def test_once_started_a_session_is_no_longer_in_a_hurry():
    async def story():
        slurm = MemorySlurm(running("1"))
        async with watching(slurm, "1", starting=True) as (watcher, _):
            slurm.listed.clear()
            await asyncio.sleep(10)
            in_haste = len(slurm.listed)
            watcher.follow("1", starting=False)
            slurm.listed.clear()
            await asyncio.sleep(60)
            assert in_haste >= 4
            assert len(slurm.listed) <= 4

    play(story())


def test_a_requeued_job_is_followed_to_its_new_node():
    async def story():
        slurm = MemorySlurm(running("1"))
        async with watching(slurm, "1") as (watcher, [known]):
            slurm.jobs["1"] = Job(id="1", state="COMPLETING", node="g1")
            watcher.nudge()
            await become(known, Unknown, within=2)
            slurm.jobs["1"] = waiting("1")
            await become(known, Waiting, within=5)
            slurm.jobs["1"] = running("1", node="g2", since=90)
            await become(known, Running, within=5)
            assert (known.state.job.node, known.state.restarts) == ("g2", 1)

    play(story())


@pytest.mark.parametrize("after", [1, 14, 20, 34, 41])
def test_a_job_that_waits_again_is_seen_as_soon_as_an_end(after):
    async def story():
        slurm = MemorySlurm(*(running(str(n)) for n in range(20)))
        async with watching(slurm, *slurm.jobs) as (_, followed):
            await asyncio.sleep(after)
            slurm.jobs["7"] = waiting("7")
            await become(followed[7], Waiting, within=15)
            assert isinstance(followed[8].state, Running)

    play(story())


def test_few_sessions_in_a_long_queue_are_asked_for_one_by_one():
    async def story():
        slurm = MemorySlurm(*(running(str(n)) for n in range(1_500)))
        async with watching(slurm, "7", "8") as (_, [known, _other]):
            slurm.listed.clear()
            slurm.end("7")
            await become(known, Gone, within=15)
            assert {ids for _, ids in slurm.listed} == {("7",), ("8",)}

    play(story())


def test_a_refused_single_query_is_followed_by_a_whole_listing():
    async def story():
        slurm = MemorySlurm(*(running(str(n)) for n in range(1_500)))
        async with watching(slurm, "7") as (watcher, [known]):
            slurm.queue_fault = SILENT
            watcher.nudge()
            await become(known, Unknown, within=2)
            slurm.queue_fault = None
            slurm.listed.clear()
            await become(known, Running, within=10)
            assert [ids for _, ids in slurm.listed] == [None]

    play(story())


def test_all_waiters_hear_the_same_news_and_one_who_gives_up_harms_nobody():
    async def story():
        slurm = MemorySlurm(waiting("1"))
        async with watching(slurm, "1", starting=True) as (_, [known]):
            waiters = [asyncio.create_task(known.changed()) for _ in range(50)]
            await asyncio.sleep(0)
            waiters[0].cancel()
            slurm.jobs["1"] = running("1")
            await asyncio.wait_for(asyncio.gather(*waiters[1:]), 5)
            assert isinstance(known.state, Running)

    play(story())


def test_news_between_asking_and_awaiting_is_not_lost():
    async def story():
        slurm = MemorySlurm(waiting("1"))
        async with watching(slurm, "1", starting=True) as (_, [known]):
            news = known.changed()
            slurm.jobs["1"] = running("1")
            await asyncio.sleep(5)
            async with asyncio.timeout(0.1):
                await news

    play(story())


def test_who_waits_for_a_job_that_is_no_longer_followed_is_let_go():
    async def story():
        slurm = MemorySlurm(running("1"))
        async with watching(slurm, "1") as (watcher, [known]):
            waiter = asyncio.create_task(known.changed())
            await asyncio.sleep(0)
            watcher.unfollow("1")
            await asyncio.wait_for(waiter, 1)
            slurm.listed.clear()
            await asyncio.sleep(600)
            assert slurm.listed == []

    play(story())


def test_closing_in_the_middle_of_a_listing_changes_no_state():
    async def story():
        slurm = MemorySlurm(running("1"), takes_seconds=5)
        async with watching(slurm, "1") as (watcher, [known]):
            before = known.state
            watcher.nudge()
            await asyncio.sleep(2)
            await watcher.close()
            assert known.state == before
            assert [task for task in asyncio.all_tasks() if "watcher" in task.get_name()] == []

    play(story())


def test_health_tells_how_the_watching_does():
    async def story():
        slurm = MemorySlurm(running("1"), takes_seconds=0.25)
        async with watching(slurm, "1") as (watcher, _):
            await asyncio.sleep(300)
            health = watcher.health()
            assert (health.cluster, health.sessions, health.listed_jobs) == ("memory", 1, 1)
            assert health.last_seconds == pytest.approx(0.25)
            assert 15 <= health.commands_per_minute <= 20
            assert health.last_success is not None
            assert health.accounting == "answered"

    play(story())
