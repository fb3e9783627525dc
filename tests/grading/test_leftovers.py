"""Temporary folders of processes that were killed are found and removed, and only those."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from officina_courses.grading import leftovers
from officina_courses.grading.leftovers import held_folder, sweep

PREFIX = "held-"
# Tells the folder that it holds, and lives until somebody ends it.
HOLDER = """
import sys
from pathlib import Path
from officina_courses.grading.leftovers import held_folder
with held_folder("held-", within=Path(sys.argv[1])) as folder:
    (folder / "work").mkdir()
    (folder / "work" / "notebook.ipynb").write_text("{}")
    print(folder, flush=True)
    sys.stdin.read()
"""


@contextmanager
def holder(within: Path) -> Iterator[tuple[subprocess.Popen[str], Path]]:
    """A process that works in a folder of its own."""
    command = [sys.executable, "-c", HOLDER, str(within)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        yield process, Path(process.stdout.readline().strip())


def swept(within: Path, *, seconds: float = 20) -> int:
    return sweep(PREFIX, within=within, seconds=seconds)


def test_a_killed_process_leaves_its_folder_and_the_next_sweeping_takes_it(tmp_path: Path) -> None:
    with holder(tmp_path) as (doomed, left), holder(tmp_path) as (living, kept):
        doomed.kill()
        doomed.wait()
        assert (left / "work" / "notebook.ipynb").exists()
        assert swept(tmp_path) == 1
        assert list(tmp_path.iterdir()) == [kept]
        assert (kept / "work" / "notebook.ipynb").exists()
        assert living.communicate("") == ("", None)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_gone_with_its_block_however_that_ends(tmp_path: Path) -> None:
    def work() -> None:
        with held_folder(PREFIX, within=tmp_path) as folder:
            (folder / "file").touch()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        work()
    assert list(tmp_path.iterdir()) == []


def test_a_link_is_not_followed_and_other_names_are_left(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "file").touch()
    (tmp_path / f"{PREFIX}link").symlink_to(precious)
    (tmp_path / f"{PREFIX}file").touch()
    assert swept(tmp_path) == 0
    assert (precious / "file").exists()
    assert len(list(tmp_path.iterdir())) == 3


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_another_account_is_left(tmp_path: Path) -> None:
    theirs = tmp_path / f"{PREFIX}theirs"
    theirs.mkdir()
    os.chown(theirs, 12345, 12345)
    assert swept(tmp_path) == 0
    assert theirs.exists()


def test_sweeping_ends_in_time_and_goes_on_at_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = tmp_path / f"{PREFIX}left"
    for number in range(50):
        (left / f"folder-{number}").mkdir(parents=True)
        (left / f"folder-{number}" / "file").touch()
    ticks = iter(range(1000))
    monkeypatch.setattr(leftovers.time, "monotonic", lambda: float(next(ticks)))
    assert swept(tmp_path, seconds=30) == 0
    assert 0 < len(list(left.rglob("file"))) < 51
    assert swept(tmp_path, seconds=1000) == 1
    assert not left.exists()


def test_what_was_swept_while_it_was_being_made_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, made = tempfile.mkdtemp, []

    def made_and_swept(**options: str) -> str:
        made.append(make(**options))
        if len(made) == 1:
            swept(tmp_path)
        return made[-1]

    monkeypatch.setattr(leftovers.tempfile, "mkdtemp", made_and_swept)
    with held_folder(PREFIX, within=tmp_path) as folder:
        assert str(folder) == made[1]
        assert list(tmp_path.iterdir()) == [folder]


def test_where_nobody_can_tell_who_holds_a_folder_none_is_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_locks(handle: int, how: int) -> None:
        raise OSError("no locks available")

    monkeypatch.setattr(fcntl, "flock", no_locks)
    with held_folder(PREFIX, within=tmp_path) as folder:
        assert swept(tmp_path) == 0
        assert folder.exists()
