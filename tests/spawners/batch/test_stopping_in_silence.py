"""A session that is stopped while Slurm is silent is cancelled as soon as Slurm answers."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from job_records import MARKS, record
from memory_cluster import MemoryCluster, row

from officina_courses.saying import say
from officina_spawners.batch import session as batch_session
from officina_spawners.batch.record import JobRecord, JobRecords
from officina_spawners.batch.session import BatchSession
from officina_spawners.batch.site import Site
from officina_spawners.profiles import Cluster
from officina_spawners.slurm.client import Refused, Unanswered
from officina_spawners.slurm.explanation import explained
from officina_spawners.watching import Pace, QueueWatcher

QUICK = Pace(
    all_run_seconds=0.05,
    starting_seconds=0.02,
    starting_slowest_seconds=0.05,
    nudge_seconds=0.01,
    duty=0.1,
    longest_seconds=0.1,
)
SILENT = Unanswered("slurmctld does not answer")


class Life:
    """Ada's session, which is job 7 or about to become one, on a Slurm in memory."""

    def __init__(self, folder: Path) -> None:
        self.slurm = MemoryCluster()
        self.watcher = QueueWatcher(self.slurm, pace=QUICK)
        self.site = Site(Cluster(name="memory"), self.slurm, self.watcher, MARKS, ("true",))
        self.records = JobRecords(folder / "jobs")

    def session(self, **changes: object) -> BatchSession:
        kept = record(cluster="memory", **changes)
        self.records.write(kept)
        self.slurm.rows["7"] = row("7", "ada", state="RUNNING", comment=kept.comment)
        return BatchSession(self.site, self.records, "ada", logging.getLogger("test"))

    @property
    def record(self) -> JobRecord | None:
        return self.records.read("ada")


@pytest.fixture
async def life(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Life]:
    monkeypatch.setattr(batch_session, "AGAIN_SECONDS", 0.01)
    life = Life(tmp_path)
    life.watcher.start()
    yield life
    await life.watcher.close()


async def become(fact: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not fact():  # noqa: ASYNC110 - what is on the disk tells nobody
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("job", ["7", None])
async def test_it_is_cancelled_when_slurm_is_back_without_anybody_asking(
    life: Life, job: str | None
) -> None:
    session = life.session(phase="running", job=job)
    life.slurm.fault = SILENT
    assert not await session.stop()
    await become(lambda: session.waits_for_an_answer)
    assert life.record is not None
    assert life.record.phase == "leaving"
    life.slurm.fault = None
    await become(lambda: life.record is None)
    assert life.slurm.rows == {}
    assert not session.waits_for_an_answer


async def test_a_refusal_is_no_silence_and_is_left_to_the_caretaker(life: Life) -> None:
    async def refuse(job: str, person: str | None = None) -> None:
        asked.append(person)
        raise Refused(explained("no-right", say("You may not.")), "Access denied")

    asked: list[str | None] = []
    life.slurm.cancel = refuse  # type: ignore[method-assign]
    session = life.session(phase="running", job="7")
    assert not await session.stop()
    for _ in range(5):
        await life.watcher.answered()
    assert asked == ["ada", None]
    assert not await session.stop()  # as the caretaker does
    assert asked == ["ada", None] * 2


async def test_what_comes_after_it_under_its_name_is_not_ended(life: Life) -> None:
    session = life.session(phase="running", job="7")
    life.slurm.fault = SILENT
    assert not await session.stop()
    next_one = record(cluster="memory", job="8")
    life.records.write(next_one)
    life.slurm.rows["8"] = row("8", "ada", comment=next_one.comment)
    life.slurm.fault = None
    await become(lambda: session.record is None)
    assert life.record == next_one
    assert "8" in life.slurm.rows
