"""The content-addressed store: a file's name is its SHA-256, its content never changes.

A blob is written beside its place, synced, renamed and its folder synced; so a name that is there
stands for bytes that are there, even after a power cut. Whoever reads gets the bytes checked.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Protocol

from officina_courses.model import Frozen
from officina_hub.portal.db.engine import is_disk_full
from officina_hub.portal.errors import STORAGE_FULL
from officina_hub.written_once import sync_folder

CHUNK = 1024 * 1024
NAME = re.compile(r"[0-9a-f]{64}\Z")


class BlobDamaged(Exception):  # noqa: N818 - reads as the sentence it is
    """A stored file is missing or no longer has the content its name promises."""


class Blob(Frozen):
    """What was stored."""

    sha256: str
    size: int


class Readable(Protocol):
    """What can be read in pieces: a file, or a member of a package."""

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes; empty at the end."""
        ...


class BlobStore:
    """All blobs below one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.arriving = folder / "arriving"
        self.arriving.mkdir(parents=True, exist_ok=True, mode=0o700)
        # A blob that is just found to be there must not be found old and removed meanwhile.
        self._changing = threading.Lock()

    def path(self, sha256: str) -> Path:
        """Where a blob of that hash lies, or would lie."""
        if not NAME.match(sha256):
            raise ValueError(f"{sha256[:80]!a} is not a SHA-256 in lower-case hex")
        return self.folder / sha256[:2] / sha256

    def put(self, source: Readable) -> Blob:
        """Store what ``source`` gives, once; the same content again only costs the reading.

        Raises
        ------
        StorageFull
            When the disk is full; nothing of it is left behind.

        """
        try:
            return self._put(source)
        except OSError as error:
            if is_disk_full(error):
                raise STORAGE_FULL from error
            raise

    def put_bytes(self, content: bytes) -> Blob:
        """Store a few bytes."""
        with tempfile.SpooledTemporaryFile() as source:
            source.write(content)
            source.seek(0)
            return self.put(source)

    def open(self, sha256: str) -> IO[bytes]:
        """The blob, open for reading, after its content was checked.

        Raises
        ------
        BlobDamaged
            When it is missing or damaged.

        """
        try:
            stream = self.path(sha256).open("rb")
        except FileNotFoundError as error:
            raise BlobDamaged(f"the stored file {sha256} is missing") from error
        found = _hash(stream)
        if found != sha256:
            stream.close()
            raise BlobDamaged(f"the stored file {sha256} now has the content of {found}")
        stream.seek(0)
        return stream

    def read(self, sha256: str) -> bytes:
        """The whole content of a small blob."""
        with self.open(sha256) as stream:
            return stream.read()

    def __iter__(self) -> Iterator[str]:
        """The hashes of all blobs there are."""
        for path in self.folder.glob("??/*"):
            if NAME.match(path.name):
                yield path.name

    def remove_unreferenced(self, referenced: set[str], *, older_than: float) -> tuple[str, ...]:
        """Remove what nobody refers to and was last stored before ``older_than`` (epoch seconds).

        The age matters: a blob is stored before the row that refers to it. Storing it again makes
        it young again.
        """
        return tuple(
            sha256
            for sha256 in list(self)
            if sha256 not in referenced and self._remove_old(self.path(sha256), older_than)
        )

    def _remove_old(self, path: Path, older_than: float) -> bool:
        with self._changing:
            is_old = path.stat().st_mtime < older_than
            if is_old:
                path.unlink()
            return is_old

    def _put(self, source: Readable) -> Blob:
        number, name = tempfile.mkstemp(dir=self.arriving)
        arriving = Path(name)
        try:
            with os.fdopen(number, "wb") as target:
                blob = _copied(source, target)
                place = self.path(blob.sha256)
                if self._is_held(place, blob):
                    return blob
                target.flush()
                os.fsync(target.fileno())
            self._take_in(arriving, place)
            return blob
        finally:
            arriving.unlink(missing_ok=True)

    def _take_in(self, arriving: Path, place: Path) -> None:
        if not place.parent.is_dir():
            place.parent.mkdir(mode=0o700, exist_ok=True)
            sync_folder(self.folder)
        with self._changing:
            arriving.rename(place)
        sync_folder(place.parent)

    def _is_held(self, place: Path, blob: Blob) -> bool:
        """Whether the blob is there, and young from now on."""
        with self._changing:
            is_held = _holds(place, blob)
            if is_held:
                os.utime(place)
            return is_held


def _copied(source: Readable, target: IO[bytes]) -> Blob:
    sha256, size = hashlib.sha256(), 0
    while data := source.read(CHUNK):
        sha256.update(data)
        size += len(data)
        target.write(data)
    return Blob(sha256=sha256.hexdigest(), size=size)


def _hash(stream: IO[bytes]) -> str:
    sha256 = hashlib.sha256()
    while data := stream.read(CHUNK):
        sha256.update(data)
    return sha256.hexdigest()


def _holds(place: Path, blob: Blob) -> bool:
    """Whether the blob is there; one whose size is wrong is written anew."""
    with contextlib.suppress(FileNotFoundError):
        return place.stat().st_size == blob.size
    return False
