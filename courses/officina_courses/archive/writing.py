"""Writing a package: the same files give the same bytes, on every machine and at any time."""

from __future__ import annotations

import hashlib
import io
import os
import stat
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Final, NamedTuple, cast

from officina_courses.archive.limits import ArchivedFile, Limits
from officina_courses.archive.paths import PathLedger, safe_path
from officina_courses.archive.refusals import check_size, too_many
from officina_courses.errors import ArchiveError

IGNORED_NAMES: Final = frozenset(
    {".git", ".ipynb_checkpoints", "__pycache__", ".DS_Store", ".virtual_documents"}
)


class Entry(NamedTuple):
    """One file to be packed: its path in the package, and its content or where that stands."""

    path: str
    content: bytes | Path


def write_tar(
    entries: Iterable[Entry], fileobj: IO[bytes], *, limits: Limits
) -> tuple[ArchivedFile, ...]:
    """Pack the entries, sorted by path, and tell what was packed.

    Raises
    ------
    ArchiveError
        For a path, a link or a size that reading would refuse; the tar is then useless.

    """
    ledger = PathLedger()
    packed: list[ArchivedFile] = []
    total = 0
    with tarfile.open(fileobj=fileobj, mode="w|", format=tarfile.PAX_FORMAT) as tar:
        for entry in sorted(entries):
            ledger.add_file(safe_path(entry.path, limits))
            if len(packed) == limits.max_files:
                raise too_many(limits)
            with opened_entry(entry) as content:
                size = content.seek(0, io.SEEK_END)
                content.seek(0)
                total += size
                check_size(entry.path, size, total, limits)
                packed.append(_pack(tar, entry.path, size, content))
    return tuple(packed)


def tar_folder(
    folder: Path, fileobj: IO[bytes], *, limits: Limits, below: str = ""
) -> tuple[ArchivedFile, ...]:
    """Pack all files of a folder but the hidden by-products of Git and Jupyter.

    ``below`` puts every path below that folder in the package.
    """
    return write_tar(folder_entries(folder, below=below), fileobj, limits=limits)


def folder_entries(folder: Path, *, below: str = "") -> Iterator[Entry]:
    """The files of a folder as entries; links and special files are refused."""
    with os.scandir(folder) as found:
        children = sorted(found, key=lambda child: child.name)
    for child in children:
        path = f"{below}/{child.name}" if below else child.name
        if child.name in IGNORED_NAMES:
            continue
        if child.is_symlink():
            raise not_a_file(path, "a symbolic link")
        if child.is_dir(follow_symlinks=False):
            yield from folder_entries(Path(child.path), below=path)
        elif child.is_file(follow_symlinks=False):
            yield Entry(path, Path(child.path))
        else:
            raise not_a_file(path, "neither a file nor a folder")


def opened_entry(entry: Entry) -> IO[bytes]:
    if isinstance(entry.content, bytes):
        return io.BytesIO(entry.content)
    try:
        # Not blocking, so that a pipe put there in the meantime cannot hold us.
        number = os.open(entry.content, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise _unreadable(entry.path, error.strerror or str(error)) from error
    if not stat.S_ISREG(os.fstat(number).st_mode):
        os.close(number)
        raise not_a_file(entry.path, "no plain file")
    return os.fdopen(number, "rb")


class _Hashing:
    """Hashes what tarfile copies, so that the hash is of the bytes that were packed."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self.sha256 = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._source.read(size)
        self.sha256.update(data)
        return data


def _pack(tar: tarfile.TarFile, path: str, size: int, content: IO[bytes]) -> ArchivedFile:
    info = tarfile.TarInfo(path)  # owner root, mode 0644, time 0
    info.size = size
    hashing = _Hashing(content)
    try:
        tar.addfile(info, cast("IO[bytes]", hashing))
    except OSError as error:
        if error.errno is not None:
            raise
        raise _unreadable(path, "it became shorter while it was read") from error
    return ArchivedFile(path=path, sha256=hashing.sha256.hexdigest(), size=size)


def not_a_file(path: str, kind: str) -> ArchiveError:
    return ArchiveError(
        f"{path!a} is {kind}.",
        why="Only plain files and folders can be packed; a link may point outside of the folder.",
        todo="Replace it by a copy of the file, or remove it.",
        code="archive-kind",
    )


def _unreadable(path: str, reason: str) -> ArchiveError:
    return ArchiveError(
        f"{path!a} cannot be read: {reason}.",
        why="The package would be incomplete.",
        todo="Look at the file and its permissions, then try again.",
        code="archive-unreadable",
    )
