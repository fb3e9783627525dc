"""Folders that nobody else would get rid of."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from officina_courses.grading import places
from officina_courses.grading.removal import remove_tree, scratch_folder

DEEP = 50_000
DEEPER_THAN_PYTHON = 3000


def dig(top: Path, levels: int) -> None:
    """Folders in folders, as anybody can make them: each from within the one above."""
    above = os.open(top, os.O_RDONLY)
    for _ in range(levels):
        os.mkdir("d", dir_fd=above)
        below = os.open("d", os.O_RDONLY, dir_fd=above)
        os.close(above)
        above = below
    os.close(os.open("file", os.O_CREAT, dir_fd=above))
    os.close(above)


@contextmanager
def usual_number_of_files() -> Iterator[None]:
    """As many as a process may have open where nobody raised it."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (1024, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_a_folder_of_many_levels_is_replaced(tmp_path: Path) -> None:
    home = tmp_path / "home"
    target = home / "feedback/anna/one"
    target.mkdir(parents=True)
    dig(target, DEEP)
    with places.replacing(target, home=home) as fresh:
        (fresh / "page.html").write_text("new")
    assert [place.name for place in target.iterdir()] == ["page.html"]
    assert [place.name for place in tmp_path.iterdir()] == ["home"]


def test_shutil_does_not_remove_such_a_folder(tmp_path: Path) -> None:
    top = tmp_path / "top"
    top.mkdir()
    dig(top, DEEPER_THAN_PYTHON)
    # Up to Python 3.12 it calls itself for each level; each version holds each level open.
    with usual_number_of_files(), pytest.raises((RecursionError, OSError)):
        shutil.rmtree(top)
    remove_tree(top)
    assert not top.exists()


def test_links_are_removed_and_not_followed(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "file").write_text("precious")
    top = tmp_path / "top"
    (top / "below").mkdir(parents=True)
    for folder in (top, top / "below"):
        (folder / "link").symlink_to(kept)
        (folder / "hard").hardlink_to(kept / "file")
        os.mkfifo(folder / "pipe")
    remove_tree(top)
    assert not top.exists()
    assert (kept / "file").read_text() == "precious"


def test_a_link_in_the_place_of_the_folder_stays(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept/file").touch()
    (tmp_path / "link").symlink_to(tmp_path / "kept")
    remove_tree(tmp_path / "link")
    assert (tmp_path / "kept/file").exists()


CLOSED = """
import os, sys
from pathlib import Path
from officina_courses.grading.removal import remove_tree
if os.geteuid() == 0:
    os.setgid(12345); os.setuid(12345)
top = Path("top")
(top / "a/b/c").mkdir(parents=True)
(top / "a/file").touch()
for place in (top / "a/b/c", top / "a/b", top / "a"):
    place.chmod(0)
remove_tree(top)
sys.exit(top.exists())
"""


def test_folders_that_are_closed_to_their_own_owner_are_removed(tmp_path: Path) -> None:
    # By an ordinary account: nothing is closed to root.
    tmp_path.chmod(0o777)
    subprocess.run([sys.executable, "-c", CLOSED], cwd=tmp_path, check=True, timeout=60)


def test_what_is_missing_is_no_error(tmp_path: Path) -> None:
    remove_tree(tmp_path / "none")


def test_a_scratch_folder_goes_with_all_that_was_made_in_it(tmp_path: Path) -> None:
    with scratch_folder("officina-test-") as folder:
        dig(folder, DEEPER_THAN_PYTHON)
    assert not folder.exists()
