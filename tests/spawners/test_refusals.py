"""What a person is told when a session cannot start: a sentence and a reference, no traceback."""

import logging
import os
import re
from types import SimpleNamespace

import pytest
from jupyterhub.spawner import SpawnException

REFERENCE = re.compile(r"\(Reference for support: ([0-9a-f]{12})\)$")


async def refusal_of(spawner):
    with pytest.raises(SpawnException) as refused:
        await spawner.start()
    assert "Traceback" not in refused.value.message
    assert refused.value.__cause__ is None
    assert REFERENCE.search(refused.value.message)
    return refused.value


async def test_a_missing_singleuser_server_is_named_with_its_way_out(house):
    refused = await refusal_of(house.spawner("anna", cmd=["/opt/nowhere/jupyterhub-singleuser"]))
    assert refused.reason == "command-missing"
    assert "pip install 'officina[user]'" in refused.message


@pytest.mark.sandbox
async def test_a_server_that_sessions_cannot_see_is_named(house, tmp_path):
    program = tmp_path / "server"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    refused = await refusal_of(house.spawner("anna", cmd=[str(program)]))
    assert "software_dirs" in refused.message


async def test_a_full_disk_is_told_as_such(house, monkeypatch):
    full = SimpleNamespace(f_flag=0, f_bavail=1, f_frsize=4096)
    monkeypatch.setattr("officina_spawners.homes.os.statvfs", lambda _: full)
    refused = await refusal_of(house.spawner("anna"))
    assert (refused.reason, refused.status_code) == ("home-unusable", 507)
    assert "is full" in refused.message


async def test_a_read_only_home_is_told_as_such(house, monkeypatch):
    read_only = SimpleNamespace(f_flag=os.ST_RDONLY, f_bavail=1 << 30, f_frsize=4096)
    monkeypatch.setattr("officina_spawners.homes.os.statvfs", lambda _: read_only)
    assert "cannot be written" in (await refusal_of(house.spawner("anna"))).message


async def test_a_home_that_cannot_be_made_is_told_as_such(house):
    (house.data_dir / "homes").mkdir()
    (house.data_dir / "homes" / "anna").write_text("a file where a folder should be")
    assert "cannot be made" in (await refusal_of(house.spawner("anna"))).message


@pytest.mark.sandbox
async def test_a_server_that_ends_at_once_is_noticed_at_once_and_logged(house, caplog):
    caplog.set_level(logging.ERROR)
    spawner = house.spawner("anna", cmd=["sh", "-c", "echo the reason >&2; exit 3"])
    spawner.log = logging.getLogger("hub")
    refused = await refusal_of(spawner)
    assert refused.reason == "session-ended"
    assert "the reason" in caplog.text
    assert REFERENCE.search(refused.message)[1] in caplog.text
    assert list(house.run_dir.iterdir()) == []


async def test_a_fault_of_our_own_is_logged_with_its_traceback(house, monkeypatch, caplog):
    def broken(*_):
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr("officina_spawners.spawner.OfficinaSpawner._judged", broken)
    spawner = house.spawner("anna")
    spawner.log = logging.getLogger("hub")
    refused = await refusal_of(spawner)
    assert "a fault of ours" not in refused.message
    assert "a fault of ours" in caplog.text
    assert "Traceback" in caplog.text


@pytest.mark.parametrize(
    "asked",
    [
        {"profile": "gpu"},
        {"profile": "small; rm -rf /"},
        {"profile": "small\n#SBATCH --uid=0"},
        {"profile": "$(id)"},
        {"profile": "\0"},
        {"profile": "x" * 100_000},
        {"profile": ["small"]},
        {"profile": 7},
        {"cmd": "sh"},
        {"x" * 100_000: 1},
    ],
)
async def test_options_outside_the_list_are_refused(house, asked):
    spawner = house.spawner("anna", user_options=asked)
    refused = await refusal_of(spawner)
    assert (refused.reason, refused.status_code) == ("options-refused", 400)
    assert len(refused.message) < 400
    assert not house.run_dir.exists()


async def test_a_person_named_like_a_course_server_gets_no_course(house):
    (house.data_dir / "courses" / "python").mkdir(parents=True)
    refused = await refusal_of(house.spawner("course-python"))
    assert "not in the group" in refused.message


async def test_a_course_server_of_an_impossible_course_is_refused(house):
    refused = await refusal_of(house.spawner("course-../x", "officina-course-servers"))
    assert "cannot be the id of a course" in refused.message
