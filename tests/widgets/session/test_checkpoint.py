"""The person's scripts are run, bounded, and told about."""

from __future__ import annotations

import os
import select
import stat
from pathlib import Path

import pytest

from officina_widgets.session.checkpoint import FOLDER, LOG, run_all, scripts


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / FOLDER).mkdir(parents=True)
    return tmp_path


def put(home: Path, name: str, text: str, mode: int = 0o700) -> Path:
    path = home / FOLDER / name
    path.write_text(text)
    path.chmod(mode)
    return path


async def test_scripts_run_in_order_at_home_and_know_why(home: Path):
    put(home, "20-second", "#!/bin/sh\necho $OFFICINA_CHECKPOINT_REASON >> order\n")
    put(home, "10-first", "#!/bin/sh\necho $OFFICINA_SECONDS_LEFT > order\n")
    ran = await run_all(home, why="time", seconds_left=299.6, limit_seconds=20)
    assert [(one.name, one.status) for one in ran] == [("10-first", 0), ("20-second", 0)]
    assert (home / "order").read_text() == "299\ntime\n"


async def test_what_they_say_stands_in_a_log_of_the_persons_own(home: Path):
    put(home, "loud", "#!/bin/sh\necho saved 3 files\necho but one >&2\nexit 3\n")
    await run_all(home, why="idle", seconds_left=None, limit_seconds=20)
    text = (home / LOG).read_text()
    assert "saved 3 files\nbut one\nloud: exit status 3" in text
    assert stat.S_IMODE((home / LOG).stat().st_mode) == 0o600


async def test_script_that_takes_too_long_is_ended_with_its_children(home: Path):
    put(home, "slow", "#!/bin/sh\nsleep 60 & echo $! > child\nwait\n")
    put(home, "starved", "#!/bin/sh\ntouch ran\n")
    ran = await run_all(home, why="time", seconds_left=100, limit_seconds=2)
    assert [(one.name, one.status) for one in ran] == [("slow", None)]
    assert not (home / "ran").exists()
    assert has_ended(int((home / "child").read_text()))


def has_ended(process: int) -> bool:
    """Once it has; the signal may still be on its way."""
    try:
        handle = os.pidfd_open(process)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([handle], [], [], 10)[0])
    finally:
        os.close(handle)


async def test_script_that_cannot_be_started_does_not_stop_the_others(home: Path):
    put(home, "10-odd", "#!/no/such/interpreter\n")
    put(home, "20-good", "#!/bin/sh\ntouch ran\n")
    ran = await run_all(home, why="time", seconds_left=100, limit_seconds=20)
    assert [(one.name, one.status) for one in ran] == [("10-odd", 126), ("20-good", 0)]
    assert "cannot be started" in (home / LOG).read_text()


def test_only_own_executable_files_are_scripts(home: Path):
    good = put(home, "good", "#!/bin/sh\n")
    put(home, "notes.txt", "no script", 0o600)
    put(home, ".hidden", "#!/bin/sh\n")
    (home / FOLDER / "link").symlink_to(good)
    (home / FOLDER / "folder").mkdir()
    if os.geteuid() == 0:
        os.chown(put(home, "of-somebody", "#!/bin/sh\n"), 65534, 65534)
    assert scripts(home) == [good]


async def test_home_without_the_folder_is_left_as_it_is(tmp_path: Path):
    assert await run_all(tmp_path, why="time", seconds_left=1, limit_seconds=1) == []
    assert not (tmp_path / FOLDER.parent).exists()


async def test_link_in_place_of_the_log_is_not_followed(home: Path):
    put(home, "good", "#!/bin/sh\n")
    (home / LOG).symlink_to(home / "elsewhere")
    with pytest.raises(OSError, match="symbolic links"):
        await run_all(home, why="time", seconds_left=1, limit_seconds=5)
    assert not (home / "elsewhere").exists()
