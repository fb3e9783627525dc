"""What each batch system says about the same session, read as the same values."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from false_system import ANSWERS, JOB, FalseSystem

from officina_spawners.slurm.client import NoAccounting, Unanswered
from officina_spawners.systems.table import SYSTEMS

MARK = "officina:0123456789abcdef:" + "a" * 32


def clock(moment: datetime | None) -> str:
    return f"{moment:%m-%d %H:%M}" if moment else ""


async def seen(false_system, stage):
    false_system.stage(stage)
    return (await false_system.client().list_jobs()).jobs[JOB]


async def test_a_job_in_the_queue_waits_for_a_reason_in_the_systems_own_words(false_system):
    job = await seen(false_system, "waiting")
    assert job.is_waiting
    assert job.reason
    assert (job.node, job.starts_at) == (None, None)


async def test_a_running_job_tells_its_first_node_and_when_its_time_is_up(false_system):
    job = await seen(false_system, "running")
    assert job.is_running
    assert job.node in {"n3", "n3.example.org"}
    assert (clock(job.starts_at), clock(job.ends_at)) == ("09-01 08:05", "09-01 10:05")


async def test_two_listings_of_one_run_are_equal(false_system):
    assert await seen(false_system, "running") == await seen(false_system, "running")


async def test_a_held_job_does_not_run(false_system):
    job = await seen(false_system, "held")
    assert not job.is_running
    assert job.is_waiting or job.is_ending


async def test_asking_for_one_job_brings_that_one(false_system):
    listing = await false_system.client().list_jobs([JOB])
    assert set(listing.jobs) == {JOB}
    assert false_system.calls[-1].endswith(false_system.system.number.format(job=JOB))


async def test_asking_for_no_job_asks_nobody(false_system):
    assert (await false_system.client().list_jobs([])).jobs == {}
    assert await false_system.client().endings([]) == {}
    assert false_system.calls == []


async def test_a_job_is_found_by_its_mark_but_not_by_one_that_a_neighbour_copied(false_system):
    client = false_system.client()
    assert await client.find(MARK, "learner") == JOB
    assert await client.find(MARK, "neighbour") == "1233"
    assert await client.find(MARK, "nobody") is None
    assert await client.find("another mark", "learner") is None


async def test_the_wide_listing_names_user_and_mark_for_sweeps(false_system):
    jobs = {job.id: job for job in await false_system.client().queue()}
    assert (jobs[JOB].user, jobs[JOB].comment) == ("learner", MARK)
    assert "1200" not in jobs  # an array, or a part of one, is never a session


ENDS = {
    "cancelled": "CANCELLED",
    "timeout": "TIMEOUT",
    "timeout-old": "TIMEOUT",
    "memory": "OUT_OF_MEMORY",
    "preempted": "PREEMPTED",
    "failed": "FAILED",
    "killed": "FAILED",
    "launch": "FAILED",
    "completed": "COMPLETED",
}


TOLD = [
    pytest.param(SYSTEMS[name], stage, id=f"{name}-{stage}")
    for name in sorted(SYSTEMS)
    for stage in ENDS
    if list((ANSWERS / name).glob(f"{stage}.*"))
]


@pytest.mark.parametrize(("system", "stage"), TOLD)
async def test_an_end_is_told_in_the_words_that_the_pages_know(system, stage, tmp_path):
    false_system = FalseSystem(system, tmp_path)
    false_system.stage(stage)
    ending = (await false_system.client().endings([JOB]))[JOB]
    assert ending.state == ENDS[stage]
    assert clock(ending.started_at) == "09-01 08:05"
    assert ending.ended_at is not None
    assert ending.exit_code == (1 if stage == "failed" else ending.exit_code)
    assert bool(ending.signal) == (stage == "killed")


async def test_a_job_that_goes_on_has_no_ending(false_system):
    if false_system.system.history[0] == "condor_history":
        false_system.stage("forgotten")
    assert await false_system.client().endings([JOB]) == {}


async def test_a_job_that_is_forgotten_keeps_no_accounting_or_stays_open(false_system):
    false_system.stage("forgotten")
    client = false_system.client()
    assert (await client.list_jobs([JOB])).jobs == {}
    if false_system.system.says_absent:
        with pytest.raises(NoAccounting):
            await client.endings([JOB])
    else:
        assert await client.endings([JOB]) == {}


async def test_a_system_that_is_down_did_not_answer(false_system):
    false_system.stage("down")
    client = false_system.client()
    for question in (client.list_jobs(), client.list_jobs([JOB]), client.queue()):
        with pytest.raises(Unanswered):
            await question
    with pytest.raises(Unanswered):
        await client.endings([JOB])


GARBAGE = {
    "noise": r"printf '\000\377garbage\n'",
    "a page": "echo '<html><body>502 Bad Gateway</body></html>'",
    "cut json": """printf '{"pbs_server": "a", "COMMAND": "bjobs", "Jobs": {"1234'""",
    "cut xml": "printf '<Data><Job><Job_Id>1234.x</Job_Id>'",
    "another json": "echo '{}'",
    "a list of nonsense": "echo '[1, 2]'",
    "an entity": "echo '<!DOCTYPE a [<!ENTITY b \"c\">]><Data/>'",
    "a failure without a word": "exit 1",
}


@pytest.mark.parametrize("garbage", GARBAGE)
async def test_garbage_is_no_answer(false_system, garbage):
    false_system.all_do(GARBAGE[garbage])
    client = false_system.client()
    for question in (client.list_jobs(), client.list_jobs([JOB]), client.endings([JOB])):
        with pytest.raises(Unanswered):
            await question


async def test_silence_about_a_job_is_no_answer_where_a_system_would_speak(false_system):
    false_system.all_do("exit 0")
    client = false_system.client()
    if false_system.system.says_absent:
        with pytest.raises(Unanswered):
            await client.list_jobs([JOB])
    else:
        assert await client.endings([JOB]) == {}  # and so it never proves an end


async def test_a_system_that_hangs_is_given_up(false_system):
    false_system.all_do("sleep 60")
    with pytest.raises(Unanswered, match=r"no answer in 0\.3 s"):
        await false_system.client(reading_seconds=0.3).list_jobs()


async def test_what_nobody_can_know_is_empty(false_system):
    client = false_system.client()
    assert await client.nodes() == ()
    assert await client.partitions() == ()
    assert await client.reservations() == ()
    assert await client.budgets("learner") == ()
    assert await client.past_jobs(datetime.now(UTC)) == ()
    assert await client.try_submit("", "learner") is None
    assert false_system.calls == []
