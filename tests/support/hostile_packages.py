"""Packages that somebody made to do harm, byte by byte as no honest program writes them."""

from __future__ import annotations

import hashlib
import io
import json
import stat
import zipfile
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from package_samples import FILES, Packed, write_course

from officina_courses.archive import ArchivedFile
from officina_courses.packages import PrivateKey, write_package
from officina_courses.packages.archive_writing import ArchiveWriter
from officina_courses.packages.layout import CENTRAL, CRATE, END, LOCAL, SIGNATURE
from officina_courses.packages.signature import signature_text

MIB = 1024 * 1024
Made = dict[str, bytes]


@dataclass(frozen=True)
class Entry:
    """One file of an archive, and what its two headers say of it."""

    name: bytes
    data: bytes = b"x"
    crc: int | None = None
    size: int | None = None
    packed: int | None = None
    flags: int = 0
    method: int = 0
    mode: int = stat.S_IFREG | 0o644
    extra: bytes = b""
    offset: int | None = None
    local: dict[str, int] | None = None


def raw(
    *entries: Entry, before: bytes = b"", between: bytes = b"", count: int | None = None
) -> bytes:
    """An archive with exactly these headers."""
    out, directory = io.BytesIO(), io.BytesIO()
    out.write(before)
    for entry in entries:
        offset = out.tell() if entry.offset is None else entry.offset
        size = len(entry.data) if entry.size is None else entry.size
        fields = {
            "flags": entry.flags, "method": entry.method, "time": 0, "date": 33,
            "crc": zlib.crc32(entry.data) if entry.crc is None else entry.crc,
            "packed": size if entry.packed is None else entry.packed, "size": size,
        }  # fmt: skip
        here = fields | (entry.local or {})
        lengths = (len(entry.name), len(entry.extra))
        if entry.offset is None:
            out.write(LOCAL.pack(b"PK\3\4", 20, *here.values(), *lengths))
            out.write(entry.name + entry.extra + entry.data)
        directory.write(
            CENTRAL.pack(
                b"PK\1\2", 3 << 8 | 20, 20, *fields.values(), *lengths, 0, 0, 0,
                entry.mode << 16, offset,
            ) + entry.name + entry.extra
        )  # fmt: skip
    out.write(between)
    place, count = out.tell(), len(entries) if count is None else count
    out.write(directory.getvalue())
    out.write(END.pack(b"PK\5\6", 0, 0, count, count, directory.tell(), place, 0))
    return out.getvalue()


def members(package: bytes) -> Made:
    """The files of a good package by name."""
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def archive(files: Made) -> bytes:
    """An archive in the right form with any content."""
    out = io.BytesIO()
    writer = ArchiveWriter(out)
    for name in sorted(files):
        writer.add(name, io.BytesIO(files[name]))
    writer.close()
    return out.getvalue()


class Forge:
    """Makes hostile packages out of a good one."""

    def __init__(self, packed: Packed) -> None:
        self.good = packed.file.read_bytes()
        self.files = members(self.good)
        self.key, self.second = packed.key, packed.second

    def with_files(self, **changed: bytes | None) -> bytes:
        """The good package in which some files are others."""
        files: dict[str, Any] = self.files | changed
        return archive({name: data for name, data in files.items() if data is not None})

    def unsigned(self, **changed: bytes) -> bytes:
        """As ``with_files``, without the signature that would tell of it."""
        return self.with_files(**{SIGNATURE: None}, **changed)  # type: ignore[arg-type]

    def crate(self, change: Callable[[dict[str, Any]], None]) -> bytes:
        """A package whose crate was changed and that nobody signed."""
        return self.with_graph(lambda graph: change({each["@id"]: each for each in graph}))

    def with_graph(self, change: Callable[[list[dict[str, Any]]], object]) -> bytes:
        """The same, where there may be more or less in the crate."""
        graph = json.loads(self.files[CRATE])["@graph"]
        change(graph)
        return self.document({"@graph": graph})

    def document(self, changed: dict[str, Any]) -> bytes:
        """The same, with other words beside the graph."""
        crate = json.loads(self.files[CRATE]) | changed
        return self.unsigned(**{CRATE: json.dumps(crate).encode()})

    def envelope(self, change: Callable[[dict[str, Any]], None]) -> bytes:
        """A package whose signature was changed."""
        envelope = json.loads(self.files[SIGNATURE])
        change(envelope)
        return self.with_files(**{SIGNATURE: (json.dumps(envelope, indent=1) + "\n").encode()})

    def signed_by(self, *keys: PrivateKey, **changed: bytes) -> bytes:
        """As ``with_files``, signed anew."""
        files = {name: data for name, data in (self.files | changed).items() if name != SIGNATURE}
        known = [
            ArchivedFile(path=name, sha256=_sha256(data), size=len(data))
            for name, data in sorted(files.items())
        ]
        return archive(files | {SIGNATURE: signature_text(known, keys)})


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def bomb() -> bytes:
    """64 MiB of zeros in 64 KiB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("course/a", bytes(64 * MIB))
    return out.getvalue()


def nested_archives(folder: Path) -> Path:
    """A course whose data are an archive of archives, each of which unpacks to 64 MiB."""
    inner = bomb()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for number in range(100):
            made.writestr(f"{number}.zip", inner)
    return write_course(folder, FILES | {"source/ps1/data/nested.zip": out.getvalue()})


def large(folder: Path, target: Path, keys: Sequence[PrivateKey]) -> Path:
    """A package of 60 MiB."""
    data = {f"source/ps1/data/{n}.bin": bytes([n]) * (20 * MIB) for n in range(3)}
    write_package(write_course(folder, FILES | data), target, keys=keys)
    return target
