"""A private copy of a folder of a course, which no trainer changes meanwhile.

It is bounded in files, depth and bytes, as ``course_door`` says why. A file's size is looked at
before its first byte is read, and a hole of a file stays a hole: it takes a trainer no disk to make
one of many gigabytes, and must not take the grader any.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from officina_courses.archive import COURSE_LIMITS
from officina_courses.grading.course_door import is_plain, opened_folder
from officina_courses.grading.errors import PlaceRefused

MAX_DEPTH = 32
MAX_FILES = 50_000
CHUNK_BYTES = 1 << 20
# Without O_NONBLOCK the opening of a pipe waits for somebody who writes.
_ENTRY = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


def copy_tree(
    home: Path, *parts: str, to: Path, max_bytes: int = COURSE_LIMITS.max_total_bytes
) -> tuple[str, ...]:
    """Copy a folder's plain files into the private folder ``to``; returns what was passed over.

    A folder that is missing has no files. ``PlaceRefused`` where it is no folder, or has more
    files, bytes or folders in folders than any exercise needs.
    """
    to.mkdir(parents=True, exist_ok=True)
    copying = _Copying(home, "/".join(parts), max_bytes)
    try:
        with opened_folder(home, *parts) as folder:
            copying.copy(folder, to, "", 0)
    except FileNotFoundError:
        return ()
    return tuple(copying.passed_over)


class _Copying:
    """One tree on its way out, with what is left of its allowance."""

    def __init__(self, home: Path, shown: str, max_bytes: int) -> None:
        self.passed_over: list[str] = []
        self._owner = home.stat()
        self._shown = shown
        self._files = MAX_FILES
        self._max_bytes = self._bytes = max_bytes

    def copy(self, folder: int, to: Path, below: str, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise _too_much(self._shown, f"has folders in folders, more than {MAX_DEPTH} deep")
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in self._counted(entries))
        for name in names:
            place = f"{below}{name}"
            try:
                entry = os.open(name, _ENTRY, dir_fd=folder)
            except FileNotFoundError:  # taken away meanwhile
                continue
            except OSError:  # a link, a socket, a device without a driver
                self.passed_over.append(place)
                continue
            try:
                self._copy_entry(entry, to / name, place, depth)
            finally:
                os.close(entry)

    def _counted(self, entries: Iterator[os.DirEntry[str]]) -> Iterator[os.DirEntry[str]]:
        for entry in entries:
            self._files -= 1
            if self._files < 0:
                raise _too_much(self._shown, f"has more than {MAX_FILES} files")
            yield entry

    def _copy_entry(self, entry: int, to: Path, place: str, depth: int) -> None:
        found = os.fstat(entry)
        if stat.S_ISDIR(found.st_mode):
            to.mkdir(mode=0o700)
            self.copy(entry, to, f"{place}/", depth + 1)
        elif is_plain(found, self._owner):
            self._allow(found.st_size)
            _copy_content(entry, to, found.st_size)
        else:
            self.passed_over.append(place)

    def _allow(self, size: int) -> None:
        """Count a file as large as it says it is, holes included: others will read them all."""
        self._bytes -= size
        if self._bytes < 0:
            allowed = f"{self._max_bytes / (1 << 20):.0f} MiB"
            raise _too_much(self._shown, f"has more than the {allowed} that a course may have")


def _copy_content(entry: int, to: Path, size: int) -> None:
    """Copy what the file had when its size was looked at, whatever is written to it meanwhile."""
    with to.open("xb") as stream:
        stream.truncate(size)
        for begin, end in _data(entry, size):
            while begin < end and (chunk := os.pread(entry, min(CHUNK_BYTES, end - begin), begin)):
                os.pwrite(stream.fileno(), chunk, begin)
                begin += len(chunk)


def _data(entry: int, size: int) -> Iterator[tuple[int, int]]:
    """From where to where the file has content: the parts between its holes."""
    end = 0
    while end < size:
        try:
            begin = os.lseek(entry, end, os.SEEK_DATA)
        except OSError as error:
            if error.errno == errno.ENXIO:  # nothing but a hole from here
                return
            raise
        end = min(os.lseek(entry, begin, os.SEEK_HOLE), size)
        yield begin, end


def _too_much(shown: str, fault: str) -> PlaceRefused:
    return PlaceRefused(
        f"The course's folder {shown[:200]!a} {fault}.",
        why="Copies of it could fill the grader's disk, so nothing was made of it.",
        todo="Take out what learners do not need, then publish or grade again. On a platform the "
        "operator can raise max_course_mib in factory.toml.",
    )
