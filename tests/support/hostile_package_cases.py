"""Every hostile package that is tried: what it is refused with, and how it is made."""

from __future__ import annotations

import stat
import struct
from dataclasses import replace

from hostile_crate_cases import WORDS, Case, set_in
from hostile_packages import MIB, Entry, bomb, raw
from package_samples import FILES

from officina_courses.packages.layout import CENTRAL, CRATE, END, LOCAL, SIGNATURE


def _patched(data: bytes, place: int, new: bytes) -> bytes:
    return data[:place] + new + data[place + len(new) :]


def _million() -> bytes:
    """A million entries that all are one file: 54 MB of directory, with zip64's end."""
    name = b"course/a"
    local = LOCAL.pack(b"PK\3\4", 20, 0, 0, 0, 33, 0, 0, 0, len(name), 0) + name
    one = CENTRAL.pack(
        b"PK\1\2", 788, 20, 0, 0, 0, 33, 0, 0, 0, len(name), 0, 0, 0, 0, 0o100644 << 16, 0
    )
    directory = (one + name) * 1_000_000
    size, count = len(directory), 1_000_000
    end64 = struct.pack(
        "<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, size, len(local)
    ) + struct.pack("<4sLQL", b"PK\6\7", 0, len(local) + size, 1)
    return local + directory + end64 + END.pack(
        b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0
    )  # fmt: skip


def _nest(levels: int) -> bytes:
    return b"[" * levels + b"]" * levels


def _named(*names: str | bytes) -> bytes:
    encoded = [name.encode() if isinstance(name, str) else name for name in names]
    return raw(*(Entry(name, flags=0 if name.isascii() else 0x800) for name in sorted(encoded)))


def _local(**said: int) -> bytes:
    return raw(Entry(b"course/a", local=said))


def _extended(size: int) -> bytes:
    """An entry whose size stands in zip64's extra field."""
    extra = struct.pack("<2H2Q", 1, 16, size, size)
    return raw(Entry(b"course/a", size=0xFFFFFFFF, extra=extra))


def _overlapping() -> bytes:
    """One file under many names, by which a small archive unpacks to a large one."""
    first = Entry(b"course/a", bytes(MIB))
    return raw(first, *(replace(first, name=b"course/b%d" % n, offset=0) for n in range(9)))


# What is refused with the package's own code; each is (code, words of the refusal, how it is made).
CASES: dict[str, Case] = {
    # Bombs
    "deflate bomb": ("package-compressed", "method 8", lambda _: bomb()),
    **{
        f"compression {method}": (
            "package-compressed", f"method {method}",
            lambda _, method=method: raw(Entry(b"course/a", method=method)),
        )
        for method in (1, 6, 9, 12, 14, 93, 99)
    },
    "overlapping": ("package-form", "lies upon another", lambda _: _overlapping()),
    "quoted size too large": (
        "package-form", "lies upon another",
        lambda _: raw(Entry(b"course/a", size=MIB), Entry(b"course/b")),
    ),
    "quoted size beyond the end": (
        "package-form", "between its files", lambda _: raw(Entry(b"course/a", size=MIB)),
    ),
    "quoted size too small": (
        "package-form", "lies upon another",
        lambda _: raw(Entry(b"course/a", bytes(MIB), size=1), Entry(b"course/b")),
    ),
    "quoted size of gigabytes": (
        "package-too-large", "20.0 MiB are", lambda _: raw(Entry(b"course/a", size=4_000_000_000)),
    ),
    "two sizes": (
        "package-form", "two sizes", lambda _: raw(Entry(b"course/a", size=9, packed=1)),
    ),
    "a million entries": ("package-zip64", "zip64", lambda _: _million()),
    "most entries without zip64": (
        "package-too-many-files", "65534 files",
        lambda _: raw(*(Entry(b"course/%05d" % n, b"") for n in range(65_534))),
    ),
    "more entries than said": (
        "package-form", "longer than its files",
        lambda _: raw(*(Entry(b"course/%05d" % n, b"") for n in range(60_000)), count=2),
    ),
    "less entries than said": (
        "package-form", "ends too soon", lambda _: raw(Entry(b"course/a"), count=3),
    ),
    "zip64 size": ("package-zip64", "zip64", lambda _: _extended(1 << 40)),
    "all files together": (
        "package-too-large", "unpacked",
        lambda _: raw(*(Entry(b"course/%02d" % n, size=20 * MIB) for n in range(15))),
    ),
    # Names
    **{
        f"name {number}, {words}": ("archive-path", words, lambda _, name=name: _named(name))
        for number, (name, words) in enumerate({
            "../evil": "leads out", "course/../../evil": "leads out", "/etc/cron.d/x": "absolute",
            "course\\evil": "backslash", "C:/evil": "drive", "c:evil": "drive",
            "course/a:stream": "Windows", "course/con": "device", "course/LPT1.txt": "device",
            "course/a.": "ends in a dot", "course/a ": "ends in a dot", "course/a?": "Windows",
            "course/\x1b[2J": "control", "course/a\0b": "control", "course//a": "empty part",
            "course/./a": "empty part", "": "empty",
            "course/\u202egnp.exe": "direction", "course/\u2028": "control",
        }.items())
    },
    "name too long": (
        "archive-path", "longer", lambda _: _named("course/a", "course/" + "n" * 250),
    ),
    "name no utf-8": ("package-form", "not UTF-8", lambda _: _named(b"course/\xff")),
    "name not marked": (
        "package-form", "not UTF-8", lambda _: raw(Entry("course/ä".encode())),
    ),
    "clash by case": ("archive-clash", "beside", lambda _: _named("course/A", "course/a")),
    "clash by composition": (
        "archive-clash", "beside", lambda _: _named("course/e\u0301", "course/\u00e9"),
    ),
    "clash by compatibility": (
        "archive-clash", "beside", lambda _: _named("course/fi", "course/\ufb01"),
    ),
    "file as folder": ("archive-clash", "", lambda _: _named("course/a", "course/a/b")),
    "folder by case": ("archive-clash", "", lambda _: _named("course/A/x", "course/a/y")),
    "name twice": ("archive-clash", "twice", lambda _: _named("course/a", "course/a")),
    "unsorted": (
        "package-form", "not in its place",
        lambda _: raw(Entry(b"course/b"), Entry(b"course/a")),
    ),
    # Kinds
    **{
        f"kind {words}": (
            "package-kind", words, lambda _, kind=kind: raw(Entry(b"course/a", mode=kind | 0o777)),
        )
        for kind, words in (
            (stat.S_IFLNK, "symbolic link"), (stat.S_IFCHR, "device"), (stat.S_IFIFO, "pipe"),
            (stat.S_IFSOCK, "socket"), (stat.S_IFDIR, "a folder"),
        )
    },
    "folder": ("package-kind", "a folder", lambda _: _named("course/")),
    "executable": (
        "package-form", "a mode of its own",
        lambda _: raw(Entry(b"course/a", mode=stat.S_IFREG | 0o4755)),
    ),
    "encrypted": ("package-encrypted", "encrypted", lambda _: raw(Entry(b"course/a", flags=1))),
    "strongly encrypted": (
        "package-encrypted", "encrypted", lambda _: raw(Entry(b"course/a", flags=0x41)),
    ),
    "data descriptor": ("package-form", "unusual", lambda _: raw(Entry(b"course/a", flags=8))),
    "extra field": (
        "package-form", "unusual",
        lambda _: raw(Entry(b"course/a", extra=struct.pack("<2H", 0x7075, 0))),
    ),
    # Two readings
    **{
        f"local {key}": (
            "package-form", "not what the directory", lambda _, said=said: _local(**said),
        )
        for key, said in {
            "size": {"size": 9}, "packed": {"packed": 9}, "crc": {"crc": 9}, "flags": {"flags": 8},
            "method": {"method": 8}, "time": {"time": 9},
        }.items()
    },
    "local name": (
        "package-form", "not what the directory",
        lambda forge: _patched(forge.good, LOCAL.size, b"evil"),
    ),
    "data before": ("package-form", "before it", lambda forge: b"#!/bin/sh\n" + forge.good),
    "data before, told": (
        "package-form", "after a gap", lambda _: raw(Entry(b"course/a"), before=b"#!/bin/sh\n"),
    ),
    "data between": (
        "package-form", "between its files", lambda _: raw(Entry(b"course/a"), between=b"hidden"),
    ),
    "data after": ("package-form", "added at its end", lambda forge: forge.good + b"hidden"),
    "comment": (
        "package-form", "added at its end",
        lambda forge: _patched(forge.good, len(forge.good) - 2, b"\5\0") + b"12345",
    ),
    "two archives": ("package-form", "before it", lambda forge: forge.good + forge.good),
    # Damage
    "empty": ("package-form", "0 bytes", lambda _: b""),
    "no archive": ("package-form", "cut off", lambda _: b"<html>not found</html>" * 99),
    "cut off in the files": ("package-form", "cut off", lambda forge: forge.good[:2000]),
    "cut off in the directory": ("package-form", "cut off", lambda forge: forge.good[:-100]),
    "cut off at the last byte": ("package-form", "cut off", lambda forge: forge.good[:-1]),
    "wrong crc": (
        "package-damaged", "CRC", lambda _: raw(
            Entry(b"course/course.toml", crc=1), Entry(CRATE.encode()),
        ),
    ),
    # What it says of itself
    "no crate": ("package-crate", "is missing", lambda _: _named("course/course.toml")),
    "no course.toml": ("course-file", "has no course.toml", lambda _: _named(CRATE)),
    "wrong course.toml": (
        "course-file", "wrong in", lambda forge: forge.unsigned(
            **{"course/course.toml": FILES["course.toml"] + b"[grading]\nx = 1\n"}
        ),
    ),
    "deep course.toml": (
        "course-file", "joined by dots", lambda forge: forge.unsigned(
            **{"course/course.toml": FILES["course.toml"] + b"a." * 50_000 + b"b = 1\n"}
        ),
    ),
    "large course.toml": (
        "package-too-large", "course.toml", lambda forge: forge.unsigned(
            **{"course/course.toml": b"#" * (MIB + 1)}
        ),
    ),
    "stranger beside the course": (
        "package-differs", "belongs to no course",
        lambda forge: forge.unsigned(**{"evil.sh": b"#!/bin/sh"}),
    ),
    "changed file": (
        "package-differs", "whose checksum",
        lambda forge: forge.unsigned(**{"course/LICENSE": b""}),
    ),
    "added file": (
        "package-differs", "does not describe", lambda forge: forge.unsigned(**{"course/x": b""}),
    ),
    "missing file": (
        "package-differs", "is not there",
        lambda forge: forge.with_files(**{SIGNATURE: None, "course/LICENSE": None}),
    ),
    "another version": (
        "package-differs", "version", lambda forge: forge.crate(set_in("./", "version", "9.0.0")),
    ),
    "another title": (
        "package-differs", "name", lambda forge: forge.crate(set_in("./", "name", "Free money")),
    ),
    "another licence": (
        "package-differs", "license",
        lambda forge: forge.crate(set_in("./", "license", {"@id": "https://spdx.org/licenses/MIT"})),
    ),
    "another day": (
        "package-differs", "datePublished",
        lambda forge: forge.crate(set_in("./", "datePublished", "1999-01-01")),
    ),
    **WORDS,
    "a later format": (
        "package-newer", "later version",
        lambda forge: forge.crate(
            set_in("./", "conformsTo", [{"@id": "urn:officina:course-package:2"}])
        ),
    ),
    "another kind of crate": (
        "package-crate", "something else",
        lambda forge: forge.crate(set_in("./", "conformsTo", [])),
    ),
    "unreadable origin": (
        "package-crate", "forked",
        lambda forge: forge.crate(set_in("./", "isBasedOn", {"@id": []})),
    ),
    **{
        f"crate {name}": (
            "package-crate", words, lambda forge, data=data: forge.unsigned(**{CRATE: data()})
        )
        for name, words, data in (
            ("empty", "not JSON", lambda: b""),
            ("nested deep", "not JSON", lambda: _nest(12_000)),
            ("nested deeper", "more objects", lambda: _nest(4_000_000)),
            ("of a million objects", "more objects", lambda: b"[" + b"{}," * 1_000_000 + b"0]"),
            ("of a million numbers", "more values", lambda: b"[" + b"1.5," * 1_000_000 + b"0]"),
            ("with a key twice", "one key twice", lambda: b'{"@graph": [], "@graph": []}'),
            ("with NaN", "no JSON", lambda: b'{"@graph": NaN}'),
            ("not UTF-8", "not JSON", lambda: b'{"\xff": 1}'),
            ("with a huge number", "not JSON", lambda: b"1" * 100_000),
            ("without names", "without a name", lambda: b'{"@graph": [{}]}'),
            ("with no text as name", "without a name", lambda: b'{"@graph": [{"@id": []}]}'),
        )
    },
    "crate too large": (
        "package-too-large", "8.0 MiB are", lambda forge: forge.unsigned(**{CRATE: bytes(9 * MIB)}),
    ),
}  # fmt: skip

# What an archive says that no trusted key has signed as it is.
SIGNATURES: dict[str, Case] = {
    "no signature": ("package-unsigned", "no signature", lambda forge: forge.unsigned()),
    "signed by a stranger": (
        "package-unknown-key", "trusted here", lambda forge: forge.signed_by(forge.second),
    ),
    "changed after signing": (
        "package-tampered", "was changed",
        lambda forge: forge.with_files(**{"course/LICENSE": b""}),
    ),
    "added after signing": (
        "package-tampered", "was added", lambda forge: forge.with_files(**{"course/x": b""}),
    ),
    "removed after signing": (
        "package-tampered", "is missing",
        lambda forge: forge.with_files(**{"course/LICENSE": None}),
    ),
    "crate changed after signing": (
        "package-tampered", "was changed",
        lambda forge: forge.with_files(**{CRATE: forge.files[CRATE] + b" "}),
    ),
    "version changed, signed by a stranger": (
        "package-differs", "checksum",
        lambda forge: forge.signed_by(
            forge.second,
            **{"course/course.toml": FILES["course.toml"].replace(b"1.2.0", b"1.3.0")},
        ),
    ),
    "signature of others": (
        "package-tampered", "does not fit",
        lambda forge: forge.envelope(
            lambda envelope: [
                one.update(sig=sig)
                for one, sig in zip(
                    envelope["signatures"],
                    [each["sig"] for each in reversed(envelope["signatures"])],
                    strict=True,
                )
            ]
        ),
    ),
    "signed for something else": (
        "package-signature", "no envelope",
        lambda forge: forge.envelope(lambda envelope: envelope.update(payloadType="text/plain")),
    ),
    "no signatures": (
        "package-signature", "no envelope",
        lambda forge: forge.envelope(lambda envelope: envelope.update(signatures=[])),
    ),
    "one key twice": (
        "package-signature", "one form",
        lambda forge: forge.envelope(
            lambda envelope: envelope.update(signatures=[envelope["signatures"][0]] * 2)
        ),
    ),
    "written in another way": (
        "package-signature", "one form",
        lambda forge: forge.with_files(**{SIGNATURE: b" " + forge.files[SIGNATURE]}),
    ),
    "payload of something else": (
        "package-signature", "something else",
        lambda forge: forge.envelope(lambda envelope: envelope.update(payload="e30=")),
    ),
    "payload no base64": (
        "package-signature", "no envelope",
        lambda forge: forge.envelope(lambda envelope: envelope.update(payload="e30")),
    ),
    "a later signature": (
        "package-newer", "later version",
        lambda forge: forge.envelope(
            lambda envelope: envelope.update(payload="eyJmaWxlcyI6e30sImZvcm1hdCI6Mn0=")
        ),
    ),
    "nested deep": (
        "package-signature", "not JSON",
        lambda forge: forge.with_files(**{SIGNATURE: _nest(12_000)}),
    ),
}  # fmt: skip
