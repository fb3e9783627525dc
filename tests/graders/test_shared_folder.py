"""The folder that graders of all machines share."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from officina_hub.data_folder import DataFolder
from officina_hub.errors import StartError
from officina_hub.graders import shared_folder


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    made = DataFolder(tmp_path / "data")
    made.root.mkdir()
    made.factory_toml.write_text("# facts")
    return made


@pytest.fixture
def shared(tmp_path: Path, data: DataFolder) -> Path:
    """As an operator makes it."""
    folder = tmp_path / "shared"
    folder.mkdir(mode=0o700)
    (folder / "courses").mkdir(mode=0o700)
    data.courses.symlink_to(folder / "courses")
    return folder


@pytest.fixture
def as_ordinary(monkeypatch: pytest.MonkeyPatch, shared: Path) -> Callable[[], None]:
    """The test's account may be root; what is looked at is then given to a number of its own."""

    def become() -> None:
        if os.geteuid() == 0:
            os.chown(shared, 64999, 64999)
            monkeypatch.setattr(os, "geteuid", lambda: 64999)

    return become


def test_what_graders_need_is_brought_along_and_nothing_else(data, shared):
    (data.root / "secrets").mkdir()
    shared_folder.prepare(data, shared)
    assert {each.name for each in shared.iterdir()} == {"courses", "factory.toml", "log", "run"}
    assert (shared / "factory.toml").read_text() == "# facts"
    assert (shared / "factory.toml").stat().st_mode & 0o077 == 0


def test_a_data_folder_that_is_shared_as_a_whole_is_fine(data, shared):
    shared_folder.prepare(data, data.root)
    assert data.factory_toml.read_text() == "# facts"


def test_a_private_folder_with_the_courses_passes(data, shared, as_ordinary):
    as_ordinary()
    shared_folder.check(data, shared)


def test_a_folder_that_others_may_enter_is_refused(data, shared, as_ordinary):
    shared.chmod(0o750)
    as_ordinary()
    with pytest.raises(StartError, match=r"mode 750.*chmod 700"):
        shared_folder.check(data, shared)


def test_a_folder_that_is_not_there_is_told(data, shared, as_ordinary):
    as_ordinary()
    with pytest.raises(StartError, match="install -d -m 700"):
        shared_folder.check(data, shared / "nowhere")


def test_courses_that_lie_elsewhere_are_told_with_the_commands(data, shared, as_ordinary):
    data.courses.unlink()
    data.courses.mkdir()
    as_ordinary()
    with pytest.raises(StartError, match=rf"mv {data.courses} {shared}/courses && ln -s"):
        shared_folder.check(data, shared)


def test_root_is_refused(data, shared, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(StartError, match="never submitted to Slurm as root"):
        shared_folder.check(data, shared)


def test_logs_of_long_ago_go(data, shared):
    log = shared / "log"
    log.mkdir()
    for name, age in (("grader-1.log", 20), ("grader-2.log", 2), ("notes.txt", 20)):
        (log / name).touch()
        then = (log / name).stat().st_mtime - age * 86_400
        os.utime(log / name, (then, then))
    shared_folder.prepare(data, shared)
    assert {each.name for each in log.iterdir()} == {"grader-2.log", "notes.txt"}
