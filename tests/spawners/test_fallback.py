"""What is done where no sandbox can be made, and where the operator wants none."""

import logging
import os

import pytest
from jupyterhub.spawner import SpawnException

from officina_courses.sandbox import Isolation
from officina_spawners import OfficinaSpawner
from officina_spawners.isolation import isolation_notice
from officina_spawners.processes import Process

WHY = "user namespaces are off"


@pytest.fixture
def no_sandbox(monkeypatch):
    monkeypatch.setattr(
        "officina_spawners.isolation.probe", lambda: Isolation(kind="none", reason=WHY)
    )
    monkeypatch.setattr(OfficinaSpawner, "_warned_of", set())


@pytest.fixture
def reachable(house):
    """A data folder like /var/lib/officina: itself shut, but not the folders above it."""
    opened = [p for p in house.data_dir.parents if not p.stat().st_mode & 0o001]
    for folder in opened:
        folder.chmod(folder.stat().st_mode | 0o001)
    yield house
    for folder in opened:
        folder.chmod(folder.stat().st_mode & ~0o001)


async def test_a_session_without_sandbox_is_never_root(reachable, started, no_sandbox, is_root):
    _, session = await started("anna")
    uid, home, groups = await session.run(
        "import os; answer = [os.getuid(), os.environ['HOME'], os.getgroups()]"
    )
    assert uid in range(200_000, 265_536) if is_root else uid == os.getuid()
    assert home == str(reachable.data_dir / "homes" / "anna")
    assert 0 not in groups


async def test_it_still_has_a_home_of_its_own_and_a_minimal_environment(
    reachable, started, no_sandbox, monkeypatch
):
    monkeypatch.setenv("SOME_PASSWORD", "x")
    _, session = await started("anna")
    assert await session.run(
        "import os; answer = [os.getcwd() == os.environ['HOME'], 'SOME_PASSWORD' in os.environ]"
    ) == [True, False]


async def test_one_warning_is_logged_and_the_notice_is_there_to_be_shown(
    reachable, no_sandbox, caplog
):
    caplog.set_level(logging.WARNING)
    spawners = [reachable.spawner(name) for name in ("anna", "bob")]
    for spawner in spawners:
        spawner.log = logging.getLogger("hub")
        await spawner.start()
    told = [record.message for record in caplog.records if WHY in record.message]
    assert told == [spawners[0].isolation_notice]


async def test_stop_ends_detached_processes_too(reachable, started, no_sandbox):
    spawner, session = await started("anna")
    pid = await session.run(
        "import subprocess; answer = subprocess.Popen(['setsid', 'sleep', '1000']).pid"
    )
    detached = Process.of(pid)
    await spawner.stop()
    assert await detached.gone(timeout_seconds=5)


async def test_a_required_sandbox_that_cannot_be_had_is_a_refusal(house, no_sandbox):
    with pytest.raises(SpawnException) as refused:
        await house.spawner("anna", isolation="required").start()
    assert refused.value.reason == "isolation-refused"
    assert WHY in refused.value.message


async def test_off_is_respected_where_a_sandbox_could_be_had(reachable, started):
    spawner, session = await started("anna", isolation="off")
    assert not spawner.get_state()["session"]["is_sandboxed"]
    assert "switched sandboxes off" in spawner.isolation_notice
    assert await session.run("import os; answer = os.getuid()") != 0


async def test_root_that_could_not_drop_its_rights_starts_nothing(house, no_sandbox, monkeypatch):
    monkeypatch.setattr("officina_spawners.isolation.os.geteuid", lambda: 0)
    monkeypatch.setattr("officina_spawners.isolation.shutil.which", lambda _: None)
    with pytest.raises(SpawnException, match="runs as root"):
        await house.spawner("anna").start()


@pytest.mark.sandbox
def test_there_is_no_notice_where_sandboxes_work():
    assert isolation_notice("preferred") == ""
