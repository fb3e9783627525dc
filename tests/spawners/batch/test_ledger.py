"""What a session writes down: beside the loop, in order, and on the disk for whoever awaits it."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from job_records import MARKS, record
from memory_cluster import MemoryCluster

from officina_spawners.batch import record as batch_record
from officina_spawners.batch.arrival import ReportedPort
from officina_spawners.batch.ledger import Ledger
from officina_spawners.batch.record import JobRecord, JobRecords
from officina_spawners.batch.session import BatchSession
from officina_spawners.batch.site import Site
from officina_spawners.profiles import Cluster
from officina_spawners.watching import QueueWatcher


class SlowDisk:
    """Writes nothing before it may; says in which order it did."""

    def __init__(self) -> None:
        self.may_write = threading.Event()
        self.written: list[JobRecord] = []
        self._write = batch_record.write_whole

    def write(self, path: Path, content: bytes) -> None:
        if not self.may_write.wait(20):
            raise AssertionError("whoever should let it write waits for it")
        self._write(path, content)
        self.written.append(JobRecord.model_validate_json(content))


@pytest.fixture
def records(tmp_path: Path) -> JobRecords:
    made = JobRecords(tmp_path / "jobs")
    made.write(record(cluster="memory"))
    return made


@pytest.fixture
def site() -> Site:
    slurm = MemoryCluster()
    return Site(Cluster(name="memory"), slurm, QueueWatcher(slurm), MARKS, ("true",))


@pytest.fixture
def ledger(site: Site, records: JobRecords) -> Ledger:
    return Ledger(site, records, "ada")


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch, records: JobRecords) -> Iterator[SlowDisk]:
    slow = SlowDisk()
    monkeypatch.setattr(batch_record, "write_whole", slow.write)
    yield slow
    slow.may_write.set()


async def test_a_slow_disk_holds_up_nobody_and_has_everything_in_its_order(
    ledger: Ledger, records: JobRecords, disk: SlowDisk
) -> None:
    changes = [ledger.keep(port=port) for port in (1, 2, 3)]
    assert ledger.record is not None
    assert ledger.record.port == 3
    assert ledger.renewed() == ledger.record, "what is on the disk is older"
    done, _ = await asyncio.wait(changes, timeout=0.05)
    assert not done, "nobody is told of what is not on the disk"
    disk.may_write.set()
    await asyncio.gather(*changes)
    assert [each.port for each in disk.written] == [1, 2, 3]
    assert records.read("ada") == ledger.record


async def test_whoever_gives_up_waiting_takes_nothing_back(
    ledger: Ledger, records: JobRecords, disk: SlowDisk
) -> None:
    first, second = ledger.keep(port=1), ledger.keep(job="7")
    first.cancel()
    second.cancel()
    disk.may_write.set()
    await ledger.keep(address="n1")
    found = records.read("ada")
    assert found is not None
    assert (found.port, found.job, found.address) == (1, "7", "n1")


async def test_the_end_comes_after_what_was_written_before_it(
    ledger: Ledger, records: JobRecords, disk: SlowDisk
) -> None:
    changed, dropped = ledger.keep(port=1), asyncio.ensure_future(ledger.drop())
    await asyncio.sleep(0)
    disk.may_write.set()
    await asyncio.gather(changed, dropped)
    assert records.read("ada") is None
    assert ledger.record is None


async def test_an_end_for_which_nobody_waits_any_more_comes_all_the_same(
    ledger: Ledger, records: JobRecords, disk: SlowDisk
) -> None:
    changed, dropped = ledger.keep(port=1), asyncio.ensure_future(ledger.drop())
    await asyncio.sleep(0)
    dropped.cancel()
    assert ledger.record is None
    disk.may_write.set()
    await changed
    await ledger.forget_last_ending()  # which comes after all that was asked for before
    assert records.read("ada") is None


async def test_another_session_that_came_after_it_is_neither_overwritten_nor_removed(
    ledger: Ledger, records: JobRecords
) -> None:
    next_one = record(cluster="memory", comment="officina:next")
    records.write(next_one)
    await ledger.keep(port=1)
    assert records.read("ada") == next_one
    await ledger.drop()
    assert records.read("ada") == next_one


async def test_a_disk_that_is_full_is_told_and_the_next_change_is_tried_again(
    ledger: Ledger, records: JobRecords, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as filled:
        filled.setattr(batch_record, "write_whole", full)
        with pytest.raises(OSError, match="No space left"):
            await ledger.keep(port=1)
    await ledger.keep(job="7")
    found = records.read("ada")
    assert found is not None
    assert (found.port, found.job) == (1, "7")


async def test_one_port_counts_while_it_is_being_written_down(
    site: Site, records: JobRecords, disk: SlowDisk
) -> None:
    session = BatchSession(site, records, "ada", logging.getLogger("test"))
    session._port = ReportedPort()
    first = asyncio.ensure_future(session.port_arrived(5001))
    await asyncio.sleep(0)
    assert await session.port_arrived(5002) == "known"
    disk.may_write.set()
    assert await first == "taken"
    found = records.read("ada")
    assert found is not None
    assert found.port == 5001
