"""Packages that we make: deterministic, complete, and without links."""

import hashlib
import io
import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from officina_courses.archive import (
    ArchiveError,
    ArchiveTooLarge,
    Entry,
    Limits,
    bundle_sha256,
    read_tar,
    tar_folder,
    write_tar,
)

LIMITS = Limits()
NAMES = st.text(min_size=1, max_size=40).filter(lambda text: text not in {".", ".."})


def packed(folder: Path) -> bytes:
    out = io.BytesIO()
    tar_folder(folder, out, limits=LIMITS)
    return out.getvalue()


def test_the_same_files_give_the_same_bytes_at_any_time(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name / "sub").mkdir(parents=True)
        (tmp_path / name / "sub/a").write_text("1")
        (tmp_path / name / "b").write_text("2")
    os.utime(tmp_path / "two/b", (1, 1))
    (tmp_path / "two/b").chmod(0o700)
    assert packed(tmp_path / "one") == packed(tmp_path / "two")


def test_by_products_of_git_and_jupyter_stay_behind(tmp_path: Path) -> None:
    for name in (".git/HEAD", ".ipynb_checkpoints/a.ipynb", "p/__pycache__/x.pyc", "p/a.ipynb"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("{}")
    assert [m.path for m in read_tar(io.BytesIO(packed(tmp_path)), LIMITS)] == ["p/a.ipynb"]


def test_paths_can_be_put_below_a_folder(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("1")
    out = io.BytesIO()
    files = tar_folder(tmp_path, out, limits=LIMITS, below="ps1")
    assert files[0].path == "ps1/a"
    assert files[0].sha256 == hashlib.sha256(b"1").hexdigest()


@pytest.mark.parametrize("target", ["/etc/passwd", "../outside", "a", "nowhere"])
def test_a_link_is_refused(tmp_path: Path, target: str) -> None:
    (tmp_path / "a").write_text("1")
    (tmp_path / "link").symlink_to(target)
    with pytest.raises(ArchiveError, match="symbolic link"):
        packed(tmp_path)


def test_a_pipe_is_refused_and_does_not_block(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ArchiveError, match="neither a file nor a folder"):
        packed(tmp_path)


def test_a_link_put_there_in_the_meantime_is_refused(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to("/etc/passwd")
    with pytest.raises(ArchiveError, match="cannot be read"):
        write_tar([Entry("a", tmp_path / "link")], io.BytesIO(), limits=LIMITS)


def test_too_large_is_told_with_both_sizes(tmp_path: Path) -> None:
    with (tmp_path / "data.bin").open("wb") as out:
        out.truncate(200 * 1024 * 1024)
    with pytest.raises(ArchiveTooLarge, match=r"200\.0 MiB; one file may have 64\.0 MiB"):
        packed(tmp_path)


@settings(max_examples=80)
@given(st.dictionaries(st.lists(NAMES, min_size=1, max_size=4).map("/".join), st.binary()))
def test_every_path_comes_back_as_it_was_or_is_refused(files: dict[str, bytes]) -> None:
    out = io.BytesIO()
    try:
        write_tar([Entry(*item) for item in files.items()], out, limits=LIMITS)
    except ArchiveError:
        return
    read = {m.path: m.stream.read(-1) for m in read_tar(io.BytesIO(out.getvalue()), LIMITS)}
    assert read == files


def test_the_hash_of_a_submission_can_be_checked_with_standard_tools(tmp_path: Path) -> None:
    for name in ("b.ipynb", "a.ipynb"):
        (tmp_path / name).write_text(name)
    files = tar_folder(tmp_path, io.BytesIO(), limits=LIMITS)
    by_hand = subprocess.run(
        "sha256sum a.ipynb b.ipynb | sha256sum",
        shell=True, cwd=tmp_path, capture_output=True, text=True, check=True,
    ).stdout.split()[0]  # fmt: skip
    assert bundle_sha256((file.path, file.sha256) for file in reversed(files)) == by_hand
