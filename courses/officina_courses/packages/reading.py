"""Reading a package from a stranger: one pass over the file, bounded, and nothing is written."""

from __future__ import annotations

import bisect
import hashlib
import os
import stat
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final, NamedTuple

from officina_courses.archive import ArchivedFile, Member
from officina_courses.archive.limits import MIB
from officina_courses.errors import CourseFileError, PackageRefused
from officina_courses.loader import COURSE_FILE, MAX_COURSE_FILE_BYTES, parse_course
from officina_courses.model import Course
from officina_courses.packages.crate import spoken
from officina_courses.packages.crate_reading import read_crate
from officina_courses.packages.directory import read_directory
from officina_courses.packages.facts import PackageFacts
from officina_courses.packages.keys import PublicKey
from officina_courses.packages.layout import COURSE, CRATE, SIGNATURE, Stored
from officina_courses.packages.limits import PACKAGE_LIMITS, PackageLimits
from officina_courses.packages.refusals import (
    damaged,
    differs,
    misformed,
    no_crate,
    too_large,
    unknown_key,
    unreadable,
    unsigned,
)
from officina_courses.packages.signature import Signed, read_signature

READ_FILE: Final = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC
COURSE_TOML: Final = COURSE + COURSE_FILE


class Opened(NamedTuple):
    """A package that agrees with itself, and whose files can be read."""

    facts: PackageFacts
    signed: Signed | None
    file: IO[bytes]
    stored: tuple[Stored, ...]

    def members(self) -> Iterator[Member]:
        """The files of the course, by their paths in its folder; each is to be read to its end."""
        for place in range(len(self.facts.files)):
            yield self._member(place)

    def content(self, path: str) -> bytes:
        """The bytes of one file of the course; raises ``KeyError`` where there is none."""
        files = self.facts.files
        place = bisect.bisect_left(files, path, key=lambda file: file.path)
        if place == len(files) or files[place].path != path:
            raise KeyError(path)
        member = self._member(place)
        return member.stream.read(member.size) + member.stream.read(1)

    def _member(self, place: int) -> Member:
        # Sorted by name the files of the course are the first ones.
        entry, file = self.stored[place], self.facts.files[place]
        return Member(file.path, file.size, _Content(self.file, entry, file))


def read_facts(path: Path, limits: PackageLimits = PACKAGE_LIMITS) -> PackageFacts:
    """What the package says of itself, if form, checksums and description agree.

    Signatures are compared with the content, and nobody is asked whether their keys are trusted.

    Raises
    ------
    PackageRefused
        Whose ``code`` is a key of ``REFUSALS``.

    """
    with open_package(path, limits) as package:
        return package.facts


def verify_package(
    path: Path, trusted: Mapping[str, PublicKey], limits: PackageLimits = PACKAGE_LIMITS
) -> PackageFacts:
    """As ``read_facts``, and a trusted key must have signed it.

    Raises
    ------
    PackageRefused
        Also where no signature is of a trusted key, or one of them does not fit.

    """
    with open_package(path, limits) as package:
        return believed(package, trusted)


def believed(package: Opened, trusted: Mapping[str, PublicKey]) -> PackageFacts:
    """Its facts with the trusted keys that signed it; raises as ``verify_package`` does."""
    if package.signed is None:
        raise unsigned()
    signed_by = package.signed.by(trusted)
    if not signed_by:
        raise unknown_key(package.signed.key_ids)
    return package.facts.model_copy(update={"signed_by": signed_by})


@contextmanager
def open_package(path: Path, limits: PackageLimits = PACKAGE_LIMITS) -> Iterator[Opened]:
    """The package, read whole once; raises as ``read_facts`` does."""
    with _opened(path) as file:
        size = os.fstat(file.fileno()).st_size
        stored = read_directory(file, size, limits)
        for name in (CRATE, COURSE_TOML):
            if name not in {entry.name for entry in stored}:
                raise no_crate("is missing") if name == CRATE else _no_course()
        read = _read_whole(file, size, stored, limits)
        files = tuple(
            file.model_copy(update={"path": file.path.removeprefix(COURSE)})
            for file in read.files
            if file.path.startswith(COURSE)
        )
        course = _course(read.texts[COURSE_TOML])
        signed = None
        if SIGNATURE in read.texts:
            others = tuple(file for file in read.files if file.path != SIGNATURE)
            signed = read_signature(read.texts[SIGNATURE], others, limits)
        facts = PackageFacts(
            course=course,
            sha256=read.sha256,
            bytes=size,
            files=files,
            claimed_by=signed.key_ids if signed else (),
            origin=read_crate(read.texts[CRATE], course, files, limits),
            languages=spoken(course, (file.path for file in files)),
        )
        yield Opened(facts, signed, file, stored)


class _Whole(NamedTuple):
    """What one pass over the file gives."""

    sha256: str
    files: tuple[ArchivedFile, ...]
    texts: Mapping[str, bytes]


class _Content:
    """The bytes of one file, which are compared once more with what was found before."""

    def __init__(self, file: IO[bytes], entry: Stored, known: ArchivedFile) -> None:
        self._file = file
        self._place = entry.start
        self._left = entry.size
        self._known = known
        self._sha256 = hashlib.sha256()

    def read(self, size: int, /) -> bytes:
        self._file.seek(self._place)
        data = self._file.read(min(size, self._left))
        self._sha256.update(data)
        self._place += len(data)
        self._left -= len(data)
        if not data and (self._left or self._sha256.hexdigest() != self._known.sha256):
            raise damaged(self._known.path, "checksum")  # changed since it was read whole
        return data


@contextmanager
def _opened(path: Path) -> Iterator[IO[bytes]]:
    try:
        # Not blocking, so that a pipe of that name cannot hold us.
        number = os.open(path, READ_FILE)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else "that can be no name of a file"
        raise unreadable(path.name, reason or str(error)) from error
    if not stat.S_ISREG(os.fstat(number).st_mode):
        os.close(number)
        raise unreadable(path.name, "it is no plain file")
    with os.fdopen(number, "rb") as file:
        yield file


def _read_whole(
    file: IO[bytes], size: int, stored: tuple[Stored, ...], limits: PackageLimits
) -> _Whole:
    bounds = {
        COURSE_TOML: MAX_COURSE_FILE_BYTES,
        CRATE: limits.max_document_bytes,
        SIGNATURE: limits.max_document_bytes,
    }
    whole, files, texts, place = hashlib.sha256(), [], {}, 0
    file.seek(0)
    for entry in stored:
        most = bounds.get(entry.name)
        if most is None and not entry.name.startswith(COURSE):
            raise differs(f"it holds {entry.name!a}, which belongs to no course package")
        if most is not None and entry.size > most:
            raise too_large(f"{entry.name!a} in the package", entry.size, most)
        whole.update(file.read(entry.start - place))
        one, crc, text = hashlib.sha256(), 0, bytearray()
        for data in _chunks(file, entry):
            whole.update(data)
            one.update(data)
            crc = zlib.crc32(data, crc)
            if most is not None:
                text += data
        if crc != entry.crc:
            raise damaged(entry.name, "CRC")
        if most is not None:
            texts[entry.name] = bytes(text)
        files.append(ArchivedFile(path=entry.name, sha256=one.hexdigest(), size=entry.size))
        place = entry.end
    whole.update(file.read(size - place))
    return _Whole(whole.hexdigest(), tuple(files), texts)


def _chunks(file: IO[bytes], entry: Stored) -> Iterator[bytes]:
    left = entry.size
    while left:
        data = file.read(min(left, MIB))
        if not data:
            raise misformed(f"it became shorter while {entry.name!a} was read")
        left -= len(data)
        yield data


def _course(data: bytes) -> Course:
    try:
        return parse_course(data.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise _refused_course(f"{COURSE_FILE} of the package is not UTF-8.") from error
    except CourseFileError as error:
        lines = "".join(f"\n  {problem}" for problem in error.problems)
        raise _refused_course(error.what + lines) from error


def _no_course() -> PackageRefused:
    return _refused_course(f"The package has no {COURSE_FILE}.")


def _refused_course(what: str) -> PackageRefused:
    return PackageRefused(
        what,
        why="A course that describes itself wrongly cannot be shown or graded.",
        todo="Ask the factory that published it to mend and to pack it again.",
        code=CourseFileError.code,
    )
