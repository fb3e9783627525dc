"""The caretaker: what it takes up, ends and leaves alone, and what does not stop it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from job_records import HUB, MARKS, record
from memory_cluster import MemoryCluster, row

from officina_courses.saying import say
from officina_spawners.batch.caretaker import Caretaker, orphans
from officina_spawners.batch.marks import Marks
from officina_spawners.batch.record import JobRecord, JobRecords
from officina_spawners.batch.site import Site
from officina_spawners.profiles import Cluster
from officina_spawners.slurm.client import HubMayNotAct, Refused, SlurmError, Unanswered
from officina_spawners.slurm.explanation import explained
from officina_spawners.watching import QueueWatcher

OURS = MARKS.new("ada", "ada")


class StandInHub:
    """Notes what it is told; ``knows`` are the keys whose sessions it counts as its own."""

    def __init__(self) -> None:
        self.knows: set[str] = set()
        self.started: list[str] = []
        self.stopped: list[str] = []
        self.fault: Exception | None = None

    def has_session(self, record: JobRecord) -> bool:
        return record.key in self.knows

    async def start(self, record: JobRecord) -> None:
        if self.fault and not self.started:
            self.started.append("")
            raise self.fault
        self.started.append(record.key)

    async def stop(self, record: JobRecord) -> None:
        self.stopped.append(record.key)


class World:
    def __init__(self, folder: Path, slurm: MemoryCluster) -> None:
        self.folder = folder
        self.hub = StandInHub()
        self.records = JobRecords(folder / "jobs")
        self.slurm = slurm
        self.site = Site(
            Cluster(name="memory"), self.slurm, QueueWatcher(self.slurm), MARKS, ("true",)
        )
        self.caretaker = Caretaker(self.hub, self.records, lambda: [self.site], every_seconds=60)


@pytest.fixture
def world(tmp_path):
    return World(tmp_path, MemoryCluster())


async def test_a_session_without_its_hub_is_started_again(world):
    world.records.write(record(key="ada"))
    world.records.write(record(key="bob", phase="running", job="7"))
    await world.caretaker.round()
    assert sorted(world.hub.started) == ["ada", "bob"]
    assert world.hub.stopped == []


async def test_a_session_that_the_hub_counts_is_left_alone(world):
    world.records.write(record(key="ada"))
    world.hub.knows.add("ada")
    await world.caretaker.round()
    assert world.hub.started == []


async def test_a_session_that_was_told_to_end_is_told_again(world):
    world.records.write(record(key="ada", phase="leaving"))
    await world.caretaker.round()
    assert (world.hub.started, world.hub.stopped) == ([], ["ada"])


@pytest.mark.parametrize("fault", [Unanswered("down"), RuntimeError("pending spawn")])
async def test_trouble_with_one_does_not_keep_the_others(world, fault, caplog):
    world.hub.fault = fault
    for key in ("ada", "bob", "cem"):
        world.records.write(record(key=key))
    await world.caretaker.round()
    assert len(world.hub.started) == 3
    assert "could not be looked after" in caplog.text


async def test_all_are_started_at_once_because_the_hub_waits_ten_seconds_for_each(world):
    everybody = asyncio.Barrier(3)

    async def start(_: JobRecord) -> None:
        await everybody.wait()

    world.hub.start = start
    for key in ("ada", "bob", "cem"):
        world.records.write(record(key=key))
    await asyncio.wait_for(world.caretaker.round(), 5)


async def test_a_job_of_ours_without_a_record_is_cancelled(world):
    world.slurm.rows["7"] = row("7", "ada", comment=OURS)
    await world.caretaker.round()
    assert world.slurm.rows == {}


async def test_jobs_of_others_are_left_alone(world):
    other = Marks("f" * 16, b"another hub's").new("ada", "ada")
    strangers = (other, "", "officina", OURS + "x", f"officina:{HUB}:" + "a" * 32)
    for number, comment in enumerate(strangers):
        world.slurm.rows[str(number)] = row(str(number), "ada", comment=comment)
    await world.caretaker.round()
    assert len(world.slurm.rows) == len(strangers)


async def test_a_silent_slurm_is_no_reason_to_stop_looking(world):
    world.slurm.fault = Unanswered("down")
    world.slurm.rows["7"] = row("7", "ada", comment=OURS)
    await world.caretaker.round()
    world.slurm.fault = None
    await world.caretaker.round()
    assert world.slurm.rows == {}


async def test_it_goes_on_until_it_is_cancelled(world):
    rounds = []

    async def queue() -> tuple[()]:
        rounds.append(1)
        return ()

    world.slurm.queue = queue
    quick = Caretaker(world.hub, world.records, lambda: [world.site], every_seconds=0)
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(quick.run(), 0.2)
    assert len(rounds) > 1


class StubbornSlurm(MemoryCluster):
    """Cancels nothing as the people in ``refuses``, and as the hub where it ``is_operator``."""

    def __init__(self) -> None:
        super().__init__()
        self.refuses: dict[str | None, SlurmError] = {}
        self.is_operator = True

    async def cancel(self, job: str, person: str | None = None) -> None:
        self.asked[f"cancel {job} as {person}"] += 1
        if fault := self.refuses.get(person):
            raise fault
        if person is None and not self.is_operator:
            raise Refused(explained("no-right", say("The hub is no operator.")), "Access denied")
        self.end(job)


@pytest.fixture
def stubborn(tmp_path):
    """Orphans of ada, bob and cem, in this order; Slurm does not cancel bob's for bob."""
    world = World(tmp_path, StubbornSlurm())
    for number, user in enumerate(("ada", "bob", "cem"), 7):
        world.slurm.rows[str(number)] = row(str(number), user, comment=MARKS.new(user, user))
    world.slurm.refuses["bob"] = HubMayNotAct("sudo: a password is required")
    return world


async def test_what_cannot_be_cancelled_as_its_person_is_cancelled_as_an_operator(stubborn):
    await stubborn.caretaker.round()
    assert stubborn.slurm.rows == {}
    assert stubborn.slurm.asked["cancel 8 as None"] == 1


@pytest.mark.parametrize(
    "fault",
    [
        HubMayNotAct("sudo: a password is required"),
        Refused(explained("no-account", say("No account.")), "no Unix account 'bob'"),
        Unanswered("timed out"),
        RuntimeError("a mistake of ours"),
    ],
)
async def test_a_cancel_that_fails_is_logged_with_its_job_and_keeps_no_other(
    stubborn, fault, caplog
):
    stubborn.slurm.refuses["bob"], stubborn.slurm.is_operator = fault, False
    await stubborn.caretaker.round()
    assert list(stubborn.slurm.rows) == ["8"]
    assert "the job 8 of bob could not be looked after" in caplog.text
    stubborn.slurm.is_operator = True
    stubborn.slurm.refuses.clear()
    await stubborn.caretaker.round()
    assert stubborn.slurm.rows == {}


async def test_a_job_with_a_copied_mark_is_left_alone_whether_its_session_is_there_or_not(world):
    copied = record(comment=OURS, job="7")
    world.records.write(copied)
    world.hub.knows.add("ada")
    world.slurm.rows["7"] = row("7", "ada", comment=OURS)
    world.slurm.rows["9"] = row("9", "mallory", comment=OURS)
    await world.caretaker.round()
    world.records.remove(world.records.read("ada"))
    await world.caretaker.round()
    assert list(world.slurm.rows) == ["9"]


@pytest.mark.parametrize("harm", ["folder", "damaged"])
async def test_a_record_that_cannot_be_read_ends_no_session_and_keeps_no_other(world, harm, caplog):
    world.records.write(record(key="bob"))
    path = world.folder / "jobs" / "ada.json"
    path.mkdir() if harm == "folder" else path.write_text("{")
    world.slurm.rows["7"] = row("7", "ada", comment=OURS)
    world.slurm.rows["8"] = row("8", "cem", comment=MARKS.new("cem", "cem"))
    for _ in range(2):
        await world.caretaker.round()
    assert list(world.slurm.rows) == ["7"]
    assert world.hub.started == ["bob", "bob"]
    told = [each for each in caplog.messages if "the record of the session ada" in each]
    assert len(told) == 1


async def test_a_round_that_fails_altogether_is_followed_by_the_next(world, caplog):
    (world.folder / "jobs").write_text("no folder")
    world.slurm.rows["7"] = row("7", "ada", comment=OURS)
    quick = Caretaker(world.hub, world.records, lambda: [world.site], every_seconds=0)
    running = asyncio.create_task(quick.run())
    async with asyncio.timeout(60):
        while caplog.text.count("the sessions of this hub could not be") < 2:  # noqa: ASYNC110
            await asyncio.sleep(0)
        assert list(world.slurm.rows) == ["7"]
        (world.folder / "jobs").unlink()
        while world.slurm.rows:  # noqa: ASYNC110
            await asyncio.sleep(0)
    running.cancel()


def test_of_two_jobs_with_one_comment_the_one_of_the_record_stays():
    known = {OURS: record(comment=OURS, job="7")}
    twins = [row("7", "ada", comment=OURS), row("8", "ada", comment=OURS)]
    assert [job.id for job in orphans(twins, known, MARKS)] == ["8"]


def test_a_job_whose_number_is_on_its_way_is_nobodys_orphan():
    known = {OURS: record(comment=OURS, job=None)}
    assert list(orphans([row("7", "ada", comment=OURS)], known, MARKS)) == []


def test_a_copied_comment_does_not_make_a_strangers_job_ours():
    known = {OURS: record(comment=OURS, job="7")}
    assert list(orphans([row("9", "mallory", comment=OURS)], known, MARKS)) == []
