"""The cluster's side of a spawner holds up nobody: neither by accounts nor by others' records."""

from __future__ import annotations

import getpass
import pwd
import threading
from typing import Any

import pytest
from job_records import MARKS, record
from jupyterhub import orm
from memory_cluster import MemoryCluster
from pydantic import SecretStr

from officina_spawners.batch.record import JobRecords
from officina_spawners.batch.session import BatchSession
from officina_spawners.batch.side import JobSide, records_in
from officina_spawners.batch.site import Site
from officina_spawners.profiles import Cluster
from officina_spawners.stages import Stages
from officina_spawners.watching import QueueWatcher

GPU = {"name": "gpu", "title": "GPU", "place": "slurm"}


@pytest.fixture
def anna(house: Any) -> Any:
    """Her spawner; beside her first session she has one called second."""
    spawner = house.spawner(
        "anna",
        unix_accounts={"anna": getpass.getuser()},
        profiles=[GPU],
        clusters=[{"name": "memory"}],
    )
    spawner.user.db.add(orm.Spawner(name="second", user=spawner.user.orm_user))
    spawner.user.db.commit()
    return spawner


@pytest.fixture
def side(anna: Any) -> JobSide:
    slurm = MemoryCluster()
    site = Site(Cluster(name="memory"), slurm, QueueWatcher(slurm), MARKS, ("true",))
    return JobSide(anna, "anna", records_in(anna.run_dir), lambda _: site)


async def test_accounts_are_looked_up_beside_the_hubs_loop(
    anna: Any, side: JobSide, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A directory of accounts may take seconds to answer."""
    look, threads = pwd.getpwnam, set()

    def watched(name: str) -> pwd.struct_passwd:
        threads.add(threading.get_ident())
        return look(name)

    async def started(*_: object) -> tuple[str, int]:
        return "127.0.0.1", 5000

    monkeypatch.setattr(pwd, "getpwnam", watched)
    monkeypatch.setattr(BatchSession, "start", started)
    choice = anna.offers.judge({})
    place = await side.start(anna.offers, choice, anna.offers.profile(choice), dict, Stages())
    assert place == ("127.0.0.1", 5000)
    assert threads
    assert threading.get_ident() not in threads


def test_a_token_is_looked_for_among_the_persons_own_records(
    anna: Any, side: JobSide, monkeypatch: pytest.MonkeyPatch
) -> None:
    records, read = records_in(anna.run_dir), JobRecords.read
    hers = {"hub_user": "anna", "user": "anna"}
    records.write(record(key="anna", token=SecretStr("first"), phase="running", **hers))
    second = {"key": "anna:second", "server_name": "second", "token": SecretStr("second")}
    records.write(record(**second, **hers))
    for number in range(20):
        records.write(record(key=f"bob-{number}", hub_user=f"bob-{number}"))
    keys: list[str] = []
    monkeypatch.setattr(JobRecords, "read", lambda self, key: keys.append(key) or read(self, key))
    assert side.will_know("second")
    assert not side.will_know("first")
    assert not side.will_know("a-secret")
    assert set(keys) == {"anna", "anna:second"}
