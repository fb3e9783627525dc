"""Reading the directory of a package from a stranger, before a byte of its files is read."""

from __future__ import annotations

import stat
import struct
from collections.abc import Iterator
from typing import IO, Final, NamedTuple

from officina_courses.packages.layout import (
    CENTRAL,
    CENTRAL_MAGIC,
    DATE,
    ENCRYPTED,
    END,
    END_MAGIC,
    LOCAL,
    LOCAL_MAGIC,
    MODE,
    STORED,
    TIME,
    UTF8,
    ZIP64_COUNT,
    ZIP64_SIZE,
    Stored,
    central_header,
    local_header,
)
from officina_courses.packages.limits import PackageLimits
from officina_courses.packages.names import Names
from officina_courses.packages.refusals import (
    compressed,
    encrypted,
    forbidden_kind,
    misformed,
    too_large,
    too_many,
    zip64,
)

KINDS: Final = {
    stat.S_IFLNK: "a symbolic link",
    stat.S_IFDIR: "a folder",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFSOCK: "a socket",
}


class _End(NamedTuple):
    entries: int
    size: int
    offset: int


class _Central(NamedTuple):
    """The fields of one entry, in the order of the format."""

    magic: bytes
    made_by: int
    needed: int
    flags: int
    method: int
    time: int
    date: int
    crc: int
    packed: int
    size: int
    name_length: int
    extra_length: int
    comment_length: int
    disk: int
    internal: int
    external: int
    offset: int


def read_directory(file: IO[bytes], size: int, limits: PackageLimits) -> tuple[Stored, ...]:
    """The files of a package of ``size`` bytes, in the order of their names.

    Raises
    ------
    PackageRefused
        For whatever is not in the one form of a package, or beyond the limits.

    """
    if size > limits.max_package_bytes:
        raise too_large("The package", size, limits.max_package_bytes)
    end = _read_end(file, size, limits)
    file.seek(end.offset)
    entries = tuple(_entries(file.read(end.size), end.entries, limits))
    _check_places(entries, end.offset)
    for entry in entries:
        _check_local(file, entry)
    return entries


def _read_end(file: IO[bytes], size: int, limits: PackageLimits) -> _End:
    if size < END.size:
        raise misformed(f"it has {size} bytes only")
    file.seek(size - END.size)
    magic, disk, first_disk, here, count, length, offset, comment = END.unpack(file.read(END.size))
    if magic != END_MAGIC or comment:
        raise misformed("it was cut off, or something was added at its end")
    if ZIP64_COUNT in {disk, here, count} or ZIP64_SIZE in {length, offset}:
        raise zip64()
    if disk or first_disk or here != count:
        raise misformed("it is one part of several")
    if count > limits.max_members:
        raise too_many(count, limits.max_members)
    if offset + length != size - END.size:
        raise misformed("something stands before it, or between its files and their directory")
    if length > count * (CENTRAL.size + limits.max_path_length):
        raise misformed("its directory is longer than its files' names are")
    return _End(count, length, offset)


def _entries(directory: bytes, count: int, limits: PackageLimits) -> Iterator[Stored]:
    names, place, total, before = Names(limits), 0, 0, ""
    for _ in range(count):
        try:
            fields = _Central._make(CENTRAL.unpack_from(directory, place))
        except struct.error:
            raise misformed("its directory ends too soon") from None
        encoded = directory[place + CENTRAL.size :][: fields.name_length]
        name = _name(fields, encoded)
        _check_fields(fields, name)
        names.add(name)
        if name <= before:
            raise misformed(f"{name!a} stands twice in it, or not in its place")
        if fields.size > limits.max_file_bytes:
            raise too_large(f"{name!a} in the package", fields.size, limits.max_file_bytes)
        total += fields.size
        if total > limits.max_total_bytes + 2 * limits.max_document_bytes:
            raise too_large("The package, unpacked,", total, limits.max_total_bytes)
        whole = central_header(name, fields.size, fields.crc, fields.offset)
        if directory[place : place + len(whole)] != whole:
            raise misformed(f"what its directory says of {name!a} has unusual fields")
        start = fields.offset + LOCAL.size + fields.name_length
        yield Stored(name, fields.size, fields.crc, start)
        place, before = place + len(whole), name
    if place != len(directory):
        raise misformed("its directory goes on after the last file")


def _name(fields: _Central, encoded: bytes) -> str:
    if fields.magic != CENTRAL_MAGIC:
        raise misformed("its directory is damaged")
    if len(encoded) < fields.name_length:
        raise misformed("its directory ends too soon")
    try:
        return encoded.decode("utf-8" if fields.flags & UTF8 else "ascii")
    except UnicodeDecodeError:
        raise misformed("a name in it is not UTF-8, or not marked as that") from None


def _check_fields(fields: _Central, name: str) -> None:
    """The reasons that have a name of their own, before everything else is compared."""
    if fields.flags & ENCRYPTED:
        raise encrypted(name)
    if fields.method != STORED:
        raise compressed(name, fields.method)
    if ZIP64_SIZE in {fields.size, fields.packed, fields.offset}:
        raise zip64()
    if fields.packed != fields.size:
        raise misformed(f"{name!a} tells two sizes, {fields.packed} and {fields.size} bytes")
    mode = fields.external >> 16
    if name.endswith("/"):
        raise forbidden_kind(name, "a folder")
    if mode != MODE and stat.S_IFMT(mode) in KINDS:
        raise forbidden_kind(name, KINDS[stat.S_IFMT(mode)])
    if (fields.time, fields.date) != (TIME, DATE) or mode != MODE:
        raise misformed(f"{name!a} has a time or a mode of its own, as other programs write them")


def _check_places(entries: tuple[Stored, ...], directory: int) -> None:
    """Each file begins where the one before it ends: none overlap, and nothing is between."""
    place = 0
    for entry in entries:
        if entry.start - LOCAL.size - len(entry.name.encode()) != place:
            raise misformed(f"{entry.name!a} lies upon another file, or after a gap")
        place = entry.end
    if place != directory:
        raise misformed("something stands between its files and their directory")


def _check_local(file: IO[bytes], entry: Stored) -> None:
    whole = local_header(entry.name, entry.size, entry.crc)
    file.seek(entry.start - len(whole))
    found = file.read(len(whole))
    if found != whole:
        what = "is damaged" if found[:4] != LOCAL_MAGIC else "is not what the directory says"
        raise misformed(f"the header of {entry.name!a} {what}")
