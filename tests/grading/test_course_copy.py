"""Private copies of a course's folders stay within their bounds, in bytes on the disk too."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from officina_courses.grading.course_copy import copy_tree
from officina_courses.grading.errors import PlaceRefused
from officina_courses.release import prepare_exercise

MIB = 1 << 20


@pytest.fixture
def home(tmp_path: Path) -> Path:
    folder = tmp_path / "home"
    (folder / "source/one").mkdir(parents=True)
    return folder


def sparse(place: Path, size: int, **content: bytes) -> None:
    """A file of that size which has content at the offsets named, and holes elsewhere."""
    with place.open("wb") as stream:
        for offset, data in content.items():
            stream.seek(int(offset.removeprefix("at_")))
            stream.write(data)
        stream.truncate(size)


def test_holes_stay_holes(home: Path, tmp_path: Path) -> None:
    place = home / "source/one/data"
    sparse(place, 100 * MIB, at_0=b"first", at_50000000=b"middle")
    copy_tree(home, "source", "one", to=tmp_path / "copy")
    copied = tmp_path / "copy/data"
    assert copied.stat().st_size == 100 * MIB
    assert copied.stat().st_blocks * 512 < MIB
    assert copied.read_bytes() == place.read_bytes()


@pytest.mark.parametrize("size", [0, 1, MIB, MIB + 1])
def test_files_are_copied_whole(home: Path, tmp_path: Path, size: int) -> None:
    content = os.urandom(size)
    (home / "source/one/data").write_bytes(content)
    copy_tree(home, "source", "one", to=tmp_path / "copy")
    assert (tmp_path / "copy/data").read_bytes() == content


def test_too_much_is_refused_before_it_is_copied(home: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        sparse(home / "source/one" / name, 3 * MIB)
    with pytest.raises(PlaceRefused, match="more than the 5 MiB"):
        copy_tree(home, "source", "one", to=tmp_path / "copy", max_bytes=5 * MIB)
    assert not (tmp_path / "copy/b").exists()


def test_a_huge_file_of_holes_does_not_get_into_a_release(home: Path) -> None:
    sparse(home / "source/one/data", 1 << 40)
    with pytest.raises(PlaceRefused, match="more than the 256 MiB"):
        prepare_exercise(home, "one")
    with pytest.raises(PlaceRefused, match="more than the 1 MiB"):
        prepare_exercise(home, "one", max_bytes=MIB)
