"""The caretaker: what it takes up, ends and leaves alone, and what does not stop it."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from job_records import HUB, record
from memory_cluster import MemoryCluster, row

from officina_spawners.batch.caretaker import Caretaker, orphans
from officina_spawners.batch.record import JobRecord, JobRecords, new_comment
from officina_spawners.batch.site import Site
from officina_spawners.profiles import Cluster
from officina_spawners.slurm.client import Unanswered
from officina_spawners.watching import QueueWatcher

OURS = f"officina:{HUB}:" + "a" * 32


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
    def __init__(self, folder: Path) -> None:
        self.hub = StandInHub()
        self.records = JobRecords(folder / "jobs")
        self.slurm = MemoryCluster()
        self.site = Site(
            Cluster(name="memory"), self.slurm, QueueWatcher(self.slurm), HUB, ("true",)
        )
        self.caretaker = Caretaker(self.hub, self.records, lambda: [self.site], every_seconds=60)


@pytest.fixture
def world(tmp_path):
    return World(tmp_path)


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
    strangers = (new_comment("f" * 16), "", "officina", OURS + "x")
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


def test_of_two_jobs_with_one_comment_the_one_of_the_record_stays():
    known = {OURS: record(comment=OURS, job="7")}
    twins = [row("7", "ada", comment=OURS), row("8", "ada", comment=OURS)]
    assert [job.id for job in orphans(twins, known, HUB)] == ["8"]


def test_a_job_whose_number_is_on_its_way_is_nobodys_orphan():
    known = {OURS: record(comment=OURS, job=None)}
    assert orphans([row("7", "ada", comment=OURS)], known, HUB) == []


def test_a_copied_comment_does_not_make_a_strangers_job_ours():
    known = {OURS: record(comment=OURS, job="7")}
    assert orphans([row("9", "mallory", comment=OURS)], known, HUB) == []
