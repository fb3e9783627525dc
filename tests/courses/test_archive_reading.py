"""Packages from strangers: whatever is wrong with them is refused in words, and nothing is left."""

import gzip
import io
import tarfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from officina_courses.archive import (
    ArchiveError,
    ArchiveTooLarge,
    Entry,
    Limits,
    extract_tar,
    read_tar,
    safe_path,
    write_tar,
)

SMALL = Limits(max_files=5, max_file_bytes=1000, max_total_bytes=2000)


def package(*entries: tuple[str, bytes], limits: Limits = SMALL) -> bytes:
    out = io.BytesIO()
    write_tar([Entry(*entry) for entry in entries], out, limits=limits)
    return out.getvalue()


def raw_package(*infos: tarfile.TarInfo) -> bytes:
    """A tar with exactly these headers, as an attacker would make it."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for info in infos:
            tar.addfile(info, io.BytesIO(b"x" * info.size))
    return out.getvalue()


def member(name: str, size: int = 0, kind: bytes = tarfile.REGTYPE) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.size, info.type, info.linkname = size, kind, "/etc/passwd" if kind in b"12" else ""
    return info


def read_all(data: bytes, limits: Limits = SMALL) -> dict[str, bytes]:
    return {m.path: m.stream.read(-1) for m in read_tar(io.BytesIO(data), limits)}


def test_what_was_packed_comes_out_again() -> None:
    files = {"ps1/problem 1.ipynb": b"{}", "ps1/däta/a.csv": b"1,2\n", "empty": b""}
    assert read_all(package(*files.items())) == files


def test_gzip_is_taken_too() -> None:
    assert read_all(gzip.compress(package(("a", b"1")))) == {"a": b"1"}


def test_names_of_a_tar_made_by_hand_lose_their_leading_dot() -> None:
    folder = member("./", kind=tarfile.DIRTYPE)
    data = raw_package(folder, member("./sub/", kind=tarfile.DIRTYPE), member("./a", 1))
    assert read_all(data) == {"a": b"x"}


@pytest.mark.parametrize(
    "name",
    [
        "../a", "a/../../b", "/etc/passwd", "a\\b", "a/./b", "a//b", "a\nb", "a\x7fb", "..",
        "\u202egnp.exe", "\u2028", "x" * 241, "a/" + "y" * 256, "b\udcff",
    ],
)  # fmt: skip
def test_a_path_that_leads_out_or_misleads_is_refused(name: str) -> None:
    with pytest.raises(ArchiveError, match="holds a file named"):
        safe_path(name, Limits(max_path_length=10_000 if "y" in name else 240))
    with pytest.raises(ArchiveError):
        read_all(raw_package(member(name)))


@pytest.mark.parametrize("kind", [b"1", b"2", b"3", b"4", b"6", b"7", b"S", b"K", b"Z"])
def test_anything_but_files_and_folders_is_refused(kind: bytes) -> None:
    data = bytearray(raw_package(member("a")))
    data[156:157] = kind
    # The checksum has to fit again.
    data[148:156] = b"%06o\x00 " % (sum(data[:148]) + sum(data[156:512]) + 8 * 32)
    with pytest.raises(ArchiveError, match=r"link|device|pipe|sparse|unknown kind"):
        read_all(bytes(data))


def test_a_sparse_file_in_new_clothes_is_refused() -> None:
    info = member("a", 1)
    info.pax_headers = {"GNU.sparse.major": "0", "GNU.sparse.map": "0,1", "GNU.sparse.size": "9999"}
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.PAX_FORMAT) as tar:
        tar.addfile(info, io.BytesIO(b"x"))
    with pytest.raises(ArchiveError, match="sparse"):
        read_all(out.getvalue())


@pytest.mark.parametrize(
    "names",
    [("a", "a"), ("A", "a"), ("a", "a/b"), ("a/b", "a"), ("D/x", "d/y"), ("\u00e9", "e\u0301")],
)
def test_two_files_that_would_overwrite_each_other_are_refused(names: Iterable[str]) -> None:
    with pytest.raises(ArchiveError, match="One of them would overwrite"):
        read_all(raw_package(*map(member, names)))


def test_too_many_files_are_refused() -> None:
    with pytest.raises(ArchiveTooLarge, match="more than 5 files"):
        read_all(raw_package(*(member(str(number)) for number in range(6))))


def test_too_many_folders_are_refused() -> None:
    with pytest.raises(ArchiveTooLarge, match="more than 5 files"):
        read_all(raw_package(*(member(str(n), kind=tarfile.DIRTYPE) for n in range(6))))


def test_a_file_that_is_too_large_is_refused_before_it_is_read() -> None:
    with pytest.raises(ArchiveTooLarge, match="one file may have"):
        next(read_tar(io.BytesIO(raw_package(member("a", 1001))), SMALL))


def test_files_that_are_too_large_together_are_refused() -> None:
    with pytest.raises(ArchiveTooLarge, match="more than"):
        read_all(raw_package(member("a", 900), member("b", 900), member("c", 900)))


def test_a_gzip_bomb_is_refused_early() -> None:
    bomb = gzip.compress(raw_package(member("a", 60 * 1024 * 1024)))
    with pytest.raises(ArchiveTooLarge):
        read_all(bomb, SMALL)
    zeros_after_the_end = gzip.compress(package(("a", b"1")) + bytes(30 * 1024 * 1024))
    with pytest.raises(ArchiveTooLarge):
        read_all(zeros_after_the_end, SMALL)


@pytest.mark.parametrize("cut", [0, 1, 100, 512, 700, 1024, 1500])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_a_package_cut_off_anywhere_is_refused(cut: int, pack: Callable[[bytes], bytes]) -> None:
    # Two files of 512 bytes: headers and contents end at every multiple of 512.
    whole = package(("a", b"1" * 512), ("b", b"2" * 512))
    data = whole[:cut] if pack is bytes else pack(whole)[: max(0, cut // 20)]
    with pytest.raises(ArchiveError, match="cannot be read"):
        read_all(data)


def test_garbage_between_two_files_is_refused() -> None:
    data = bytearray(package(("a", b"1"), ("b", b"2")))
    data[1024:1030] = b"garbage"[:6]
    with pytest.raises(ArchiveError, match="header is damaged"):
        read_all(bytes(data))


@pytest.mark.parametrize("data", [b"", b"x", b"PK\x03\x04" + bytes(2000), b"\x1f\x8bnothing"])
def test_what_is_no_tar_is_refused(data: bytes) -> None:
    with pytest.raises(ArchiveError):
        read_all(data)


def test_a_chain_of_extended_headers_is_refused() -> None:
    pax = raw_package(member("x", 0, tarfile.XHDTYPE))[:512]
    with pytest.raises(ArchiveError):
        read_all(pax * 3000, Limits())


@settings(max_examples=150)
@given(st.integers(0, 3071), st.binary(min_size=1, max_size=40))
def test_damage_anywhere_is_told_or_harmless(where: int, damage: bytes) -> None:
    data = bytearray(package(("a", b"1" * 512), ("ä" * 60, b"2" * 512)))
    data[where : where + len(damage)] = damage
    try:
        read_all(bytes(data))
    except ArchiveError as error:
        assert str(error).count(".") >= 3  # noqa: PT017 - every message has its three parts


def test_unpacking_writes_below_its_folder_only(tmp_path: Path) -> None:
    written = extract_tar(io.BytesIO(package(("p/q/a", b"1"), ("b", b"2"))), tmp_path / "d", SMALL)
    assert [(file.path, file.size) for file in written] == [("b", 1), ("p/q/a", 1)]
    assert (tmp_path / "d/p/q/a").read_bytes() == b"1"
    assert [path.name for path in tmp_path.iterdir()] == ["d"]


def test_unpacking_leaves_nothing_where_it_fails(tmp_path: Path) -> None:
    whole = package(("a", b"1" * 512), ("b", b"2" * 512))
    with pytest.raises(ArchiveError):
        extract_tar(io.BytesIO(whole[:1024]), tmp_path / "d", SMALL)
    assert list(tmp_path.iterdir()) == []


def test_unpacking_never_touches_what_is_there(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("work")
    with pytest.raises(ArchiveError, match="not empty"):
        extract_tar(io.BytesIO(package(("a", b"1"))), tmp_path, SMALL)
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ArchiveError, match="not empty"):
        extract_tar(io.BytesIO(package(("a", b"1"))), tmp_path / "link", SMALL)
    assert (tmp_path / "mine").read_text() == "work"
