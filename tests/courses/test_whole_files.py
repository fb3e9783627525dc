"""Small files that are there whole or not at all."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from officina_courses.whole_files import write_whole


def test_the_new_content_is_there_for_its_account_alone(tmp_path: Path) -> None:
    path = tmp_path / "new" / "file.json"
    write_whole(path, b"first")
    write_whole(path, b"second")
    assert path.read_bytes() == b"second"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(path.parent.iterdir()) == [path]


def test_what_cannot_be_written_leaves_what_was_there_and_no_draft(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.mkdir()
    (in_the_way / "kept").touch()
    with pytest.raises(OSError, match="directory"):
        write_whole(in_the_way, b"new")
    assert [each.name for each in tmp_path.rglob("*")] == ["file", "kept"]


def test_many_writers_at_once_leave_one_of_their_contents(tmp_path: Path) -> None:
    path = tmp_path / "file"
    contents = [str(number).encode() * 50_000 for number in range(10)]
    with ThreadPoolExecutor(10) as pool:
        list(pool.map(partial(write_whole, path), contents))
    assert path.read_bytes() in contents
