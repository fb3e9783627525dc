"""Unpacking: all of a package into one new folder, or nothing at all."""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

from officina_courses.archive.limits import MIB, ArchivedFile, Limits
from officina_courses.archive.reading import Member, Readable, read_tar
from officina_courses.errors import ArchiveError

NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


def extract_tar(fileobj: Readable, dest: Path, limits: Limits) -> tuple[ArchivedFile, ...]:
    """Unpack into ``dest``, which must not exist or be empty, and tell what was written.

    Raises
    ------
    ArchiveError
        As ``read_tar`` does, and where ``dest`` holds something already.

    """
    return write_members(read_tar(fileobj, limits), dest)


def write_members(members: Iterable[Member], dest: Path) -> tuple[ArchivedFile, ...]:
    """Write all members below ``dest``, which must not exist or be empty; or nothing at all.

    The files are written into a folder beside ``dest`` that takes its name at the end, so that
    nobody sees half a package, not even after a power cut.

    Raises
    ------
    ArchiveError
        Where ``dest`` holds something already, and whatever reading the members raises.

    """
    if dest.is_symlink() or (dest.exists() and (not dest.is_dir() or any(dest.iterdir()))):
        raise ArchiveError(
            f"The folder {dest} is not empty.",
            why="Unpacking there could overwrite files.",
            todo="Choose another folder, or move away what is there.",
            code="archive-destination",
        )
    staging = dest.with_name(f".{dest.name}.{secrets.token_hex(8)}")
    staging.mkdir(parents=True)
    try:
        with _opened_folder(staging) as root:
            written = tuple(_write(root, member) for member in members)
        staging.rename(dest)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
    return written


@contextlib.contextmanager
def _opened_folder(path: str | Path, within: int | None = None) -> Iterator[int]:
    number = os.open(path, FOLDER, dir_fd=within)
    try:
        yield number
    finally:
        os.close(number)


def _write(root: int, member: Member) -> ArchivedFile:
    *folders, name = member.path.split("/")
    sha256 = hashlib.sha256()
    with contextlib.ExitStack() as stack:
        # Name by name from the opened folder above, so that no link can lead elsewhere.
        within = root
        for folder in folders:
            with contextlib.suppress(FileExistsError):
                os.mkdir(folder, dir_fd=within)
            within = stack.enter_context(_opened_folder(folder, within))
        number = os.open(name, NEW_FILE, 0o666, dir_fd=within)
        target = stack.enter_context(os.fdopen(number, "wb"))
        while data := member.stream.read(MIB):
            sha256.update(data)
            target.write(data)
    return ArchivedFile(path=member.path, sha256=sha256.hexdigest(), size=member.size)
