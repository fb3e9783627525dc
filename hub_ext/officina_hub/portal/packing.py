"""Between packages and blobs: a tar's files into the store, and stored files into a tar."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from officina_courses.archive import Entry, Limits, read_tar, write_tar
from officina_courses.errors import ArchiveError, ArchiveTooLarge
from officina_hub.portal.blobs import BlobDamaged, BlobStore
from officina_hub.portal.errors import PortalError, TooLarge, Unacceptable
from officina_widgets.wire import FileEntry


def unpack(upload: IO[bytes], blobs: BlobStore, limits: Limits) -> tuple[FileEntry, ...]:
    """Store each file of a package and tell which there were, by path.

    Raises
    ------
    TooLarge
        When it has more files or bytes than ``limits`` allow.
    Unacceptable
        When it is broken, or holds anything but plain files below its own folder.

    """
    upload.seek(0)
    try:
        return tuple(sorted(_stored(upload, blobs, limits), key=lambda file: file.path))
    except ArchiveError as error:
        raise refusal(error) from error


def pack(files: Iterable[FileEntry], blobs: BlobStore, folder: Path, limits: Limits) -> IO[bytes]:
    """A tar of stored files, in a nameless file at its start; the same files, the same bytes."""
    chosen = tuple(files)
    for file in chosen:
        _check(file, blobs)
    tar: IO[bytes] = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - the caller closes it
    entries = (Entry(file.path, blobs.path(file.sha256)) for file in chosen)
    write_tar(entries, tar, limits=limits)
    tar.seek(0)
    return tar


def refusal(error: ArchiveError) -> PortalError:
    """A broken or oversized package as an answer."""
    kind = TooLarge if isinstance(error, ArchiveTooLarge) else Unacceptable
    return kind(error.code, str(error))


def _check(file: FileEntry, blobs: BlobStore) -> None:
    try:
        blobs.open(file.sha256).close()
    except BlobDamaged as error:
        raise PortalError(
            "file-damaged",
            f"The stored file {file.path!r} is damaged, so it was not sent. It was whole when it "
            "was received: tell the operator, who can restore it from the backup.",
        ) from error


def _stored(upload: IO[bytes], blobs: BlobStore, limits: Limits) -> Iterable[FileEntry]:
    for member in read_tar(upload, limits):
        blob = blobs.put(member.stream)
        yield FileEntry(path=member.path, sha256=blob.sha256, size=blob.size)
