"""Reading a package from a stranger: streamed, bounded, and without touching the disk."""

from __future__ import annotations

import gzip
import tarfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import IO, Any, NamedTuple, Protocol, cast

from officina_courses.archive.limits import MIB, Limits
from officina_courses.archive.paths import PathLedger, safe_path
from officina_courses.archive.refusals import (
    broken,
    check_size,
    forbidden_kind,
    too_many,
    too_many_bytes,
)

GZIP_MAGIC = b"\x1f\x8b"
MAX_EXTENDED_HEADER_BYTES = 8192
EXTENDED_HEADERS = frozenset(
    {tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME}
)
FORBIDDEN_KINDS = {
    tarfile.SYMTYPE: "a symbolic link",
    tarfile.LNKTYPE: "a hard link",
    tarfile.CHRTYPE: "a device",
    tarfile.BLKTYPE: "a device",
    tarfile.FIFOTYPE: "a named pipe",
    tarfile.GNUTYPE_SPARSE: "a sparse file",
    tarfile.GNUTYPE_LONGLINK: "a link",
}
PLAIN_KINDS = frozenset({tarfile.REGTYPE, tarfile.AREGTYPE, tarfile.DIRTYPE})


class Readable(Protocol):
    """All that is asked of the source of a package."""

    def read(self, size: int, /) -> bytes:
        """At most ``size`` bytes; none at the end."""
        ...


class Member(NamedTuple):
    """One file of a package; ``stream`` can be read until the next member is asked for."""

    path: str
    size: int
    stream: Readable


def read_tar(fileobj: Readable, limits: Limits) -> Iterator[Member]:
    """The files of a tar, plain or gzipped, one after the other.

    Raises
    ------
    ArchiveTooLarge
        As soon as a bound of ``limits`` is passed.
    ArchiveError
        For a broken or cut-off tar, an unsafe path, a link, a device, or two files of one name.

    """
    stream = _bounded(fileobj, limits)
    with (
        _broken_is_told(),
        tarfile.open(
            fileobj=cast("IO[bytes]", stream), mode="r|", tarinfo=_StrictTarInfo, encoding="utf-8"
        ) as tar,
    ):
        yield from _members(tar, limits)
        while stream.read(MIB):  # to the end, where gzip keeps its checksum
            pass


def _members(tar: tarfile.TarFile, limits: Limits) -> Iterator[Member]:
    ledger = PathLedger()
    count = total = 0
    while (info := tar.next()) is not None:
        # tarfile keeps every header it has read; a stream has no use for them.
        tar.members.clear()  # type: ignore[attr-defined]  # the list is missing in typeshed
        if not getattr(info, "is_judged", False):
            raise RuntimeError("this Python reads tar headers in a way that is not known here")
        count += 1
        if count > limits.max_files:
            raise too_many(limits)
        path = info.name.removeprefix("./").rstrip("/") if info.isdir() else info.name
        if info.issparse():
            raise forbidden_kind(info.name, "a sparse file")
        if info.isdir() and path in {"", "."}:
            continue
        path = safe_path(path.removeprefix("./"), limits)
        if info.isdir():
            ledger.add_folder(path)
            continue
        ledger.add_file(path)
        total += info.size
        check_size(path, info.size, total, limits)
        yield Member(path, info.size, _MemberStream(tar.extractfile(info)))


class _StrictTarInfo(tarfile.TarInfo):
    """A header reader that takes no end of file, no garbage and no link for granted.

    tarfile itself ends quietly at a damaged or missing header that is not the first, so a package
    cut off between two files would look whole.
    """

    is_judged = False

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> _StrictTarInfo:
        """Each header block, as tarfile reads it in Python before its fixes of 2026."""
        return cls._judged(buf, partial(super().frombuf, buf, encoding, errors))

    @classmethod
    def _frombuf(
        cls, buf: bytes | bytearray, encoding: str, errors: str, **options: bool
    ) -> _StrictTarInfo:
        """Each header block, as tarfile reads it since then (Debian 12: 3.11.2-6+deb12u9)."""
        newer: Any = super()
        return cls._judged(buf, partial(newer._frombuf, buf, encoding, errors, **options))

    @classmethod
    def _judged(
        cls, buf: bytes | bytearray, parse: Callable[[], tarfile.TarInfo]
    ) -> _StrictTarInfo:
        """One header block, judged before anything that it announces is read."""
        if len(buf) != tarfile.BLOCKSIZE:
            raise broken("it ends in the middle, as after an interrupted upload")
        try:
            info = parse()
        except tarfile.EOFHeaderError:  # type: ignore[attr-defined]  # missing in typeshed
            raise
        except tarfile.HeaderError as error:
            raise broken(f"a file header is damaged: {error}") from None
        if info.type in FORBIDDEN_KINDS:
            raise forbidden_kind(info.name, FORBIDDEN_KINDS[info.type])
        if info.type not in EXTENDED_HEADERS | PLAIN_KINDS:
            raise forbidden_kind(info.name, f"something of unknown kind {info.type!a}")
        if info.size < 0:
            raise broken("a file has a negative size")
        if info.type in EXTENDED_HEADERS and info.size > MAX_EXTENDED_HEADER_BYTES:
            raise broken(f"an extended header has {info.size} bytes")
        judged = cast("_StrictTarInfo", info)
        judged.is_judged = True
        return judged


class _MemberStream:
    """The content of one member, whose end is told in words where it comes too soon."""

    def __init__(self, content: IO[bytes] | None) -> None:
        self._content = content

    def read(self, size: int = -1, /) -> bytes:
        if self._content is None:  # a folder, which never comes this far
            return b""
        with _broken_is_told():
            return self._content.read(size)


class _BoundedStream:
    """Passes bytes on until there are more than an honest package can have."""

    def __init__(self, source: Readable, limits: Limits, head: bytes = b"") -> None:
        self._source = source
        self._limits = limits
        self._head = head
        self._left = limits.max_stream_bytes

    def read(self, size: int = MIB, /) -> bytes:
        head, self._head = self._head[:size], self._head[size:]
        data = head or self._source.read(size)
        self._left -= len(data)
        if self._left < 0:
            raise too_many_bytes(self._limits)
        return data


def _bounded(fileobj: Readable, limits: Limits) -> _BoundedStream:
    """The uncompressed bytes of the package, bounded before and after unpacking."""
    head = fileobj.read(1)
    head += fileobj.read(1)
    packed = _BoundedStream(fileobj, limits, head)
    if head != GZIP_MAGIC:
        return packed
    return _BoundedStream(gzip.GzipFile(fileobj=cast("IO[bytes]", packed), mode="rb"), limits)


@contextmanager
def _broken_is_told() -> Iterator[None]:
    """Translate whatever tarfile and zlib say about a broken package."""
    try:
        yield
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise broken(str(error)) from error
    except (RecursionError, ValueError, OverflowError, IndexError, KeyError) as error:
        # Chained extended headers and ill-formed numbers end in these inside tarfile.
        raise broken(f"its headers make no sense ({type(error).__name__})") from error
