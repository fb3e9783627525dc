"""Whoever had a job and now wants a session on the hub's machine has one of them, not two."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from job_records import MARKS, record
from memory_cluster import MemoryCluster, row

from officina_spawners.batch.side import JobSide, records_in
from officina_spawners.batch.site import Site
from officina_spawners.profiles import Cluster
from officina_spawners.watching import QueueWatcher

pytestmark = pytest.mark.sandbox


async def test_the_job_is_gone_before_the_local_session_starts(house):
    spawner, slurm = house.spawner("anna"), MemoryCluster()
    watcher = QueueWatcher(slurm)
    watcher.start()
    site = Site(Cluster(name="memory"), slurm, watcher, MARKS, ("true",))
    records = records_in(spawner.run_dir)
    spawner._job = JobSide(spawner, "anna", records, lambda _: site)
    left = record(key="anna", hub_user="anna", user="anna", cluster="memory", job="7")
    records.write(left)
    slurm.rows["7"] = row("7", "anna", comment=left.comment)
    await spawner.start()
    await watcher.close()
    assert slurm.rows == {}
    assert records.read("anna") is None
    assert await spawner.poll() is None


async def test_a_job_on_a_cluster_that_this_hub_no_longer_has_bars_nobodys_way(house, caplog):
    records_in(house.spawner("anna").run_dir).write(record(key="anna", cluster="gone", job="7"))
    spawner = house.spawner("anna")
    await spawner.start()
    assert await spawner.poll() is None
    assert "no cluster of this hub any more" in caplog.text


async def test_a_session_whose_record_cannot_be_read_counts_as_running(house):
    spawner = house.spawner("anna")
    assert await spawner.poll() == 0
    with unreadable(Path(spawner.run_dir, "jobs", f"{spawner.key}.json")):
        assert await spawner.poll() is None
    assert await spawner.poll() == 0


@contextmanager
def unreadable(record: Path) -> Iterator[None]:
    """A folder where its file should be."""
    record.mkdir(parents=True)
    yield
    record.rmdir()
