"""The one door to what lies below a course's folder, for reading and for writing.

The folder belongs to the course's own server, so its trainers can put there what they like, at any
moment: links to another course's secrets, pipes that never answer, hard links of foreign files. The
grader is often root and would follow. So every step down is an opened descriptor that follows no
link, and only a *plain file* is read: regular, and not a second name of somebody else's file.
The course's folder itself is ours to name and is trusted.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from officina_courses.grading.errors import PlaceRefused

MAX_DEPTH = 32
MAX_FILES = 50_000
MAX_BYTES = 8 << 30
CHUNK_BYTES = 1 << 20
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
# Without O_NONBLOCK the opening of a pipe waits for somebody who writes.
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


@contextmanager
def opened_folder(home: Path, *parts: str, make: bool = False) -> Iterator[int]:
    """A descriptor of the folder ``parts`` below ``home``, reached through no link.

    Raises ``FileNotFoundError`` where a folder is missing and shall not be made, and
    ``PlaceRefused`` where something else stands in its place.
    """
    owner = home.stat()
    current = os.open(home, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for number, part in enumerate(parts, 1):
            if make:
                with contextlib.suppress(FileExistsError):
                    os.mkdir(part, 0o700, dir_fd=current)
            below = _open(part, _FOLDER, current, "/".join(parts[:number]))
            os.close(current)
            current = below
            if make:
                _give(current, owner)
        yield current
    finally:
        os.close(current)


def read_file(home: Path, *parts: str, max_bytes: int) -> bytes:
    """The content of a plain file; ``FileNotFoundError`` where there is none."""
    shown = "/".join(parts)
    with opened_folder(home, *parts[:-1]) as folder, opened_file(folder, parts[-1], home) as file:
        with open(file, "rb", closefd=False) as stream:
            content = stream.read(max_bytes + 1)
        if len(content) > max_bytes:
            raise _refused(shown, f"is larger than {max_bytes} bytes")
        return content


def write_file(home: Path, *parts: str, content: bytes) -> None:
    """Put a file there as a whole, in the place of whatever had the name."""
    with opened_folder(home, *parts[:-1], make=True) as folder:
        temporary = f".officina-{secrets.token_hex(8)}"
        try:
            with open(new_file(folder, temporary, home), "wb") as stream:
                stream.write(content)
            try:
                os.rename(temporary, parts[-1], src_dir_fd=folder, dst_dir_fd=folder)
            except OSError as error:
                raise _refused("/".join(parts), "is not a file") from error
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(temporary, dir_fd=folder)
            raise


def new_file(folder: int, name: str, home: Path) -> int:
    """A descriptor of a file that was not there before, given to the course folder's owner."""
    file = os.open(name, _NEW, 0o600, dir_fd=folder)
    _give(file, home.stat())
    return file


@contextmanager
def opened_file(folder: int, name: str, home: Path) -> Iterator[int]:
    """A descriptor for reading a plain file of an opened folder."""
    file = _open(name, _FILE, folder, name)
    try:
        if not is_plain(os.fstat(file), home.stat()):
            raise _refused(name, "is not a plain file of the course")
        yield file
    finally:
        os.close(file)


def is_plain(found: os.stat_result, owner: os.stat_result) -> bool:
    """Whether it is a regular file, and no second name of a file of somebody else's."""
    return stat.S_ISREG(found.st_mode) and (found.st_nlink == 1 or found.st_uid == owner.st_uid)


def move(home: Path, old: tuple[str, ...], new: tuple[str, ...]) -> None:
    """Move whatever has a name in the course to another one there; a link goes as a link."""
    with (
        opened_folder(home, *old[:-1]) as source,
        opened_folder(home, *new[:-1], make=True) as target,
    ):
        os.rename(old[-1], new[-1], src_dir_fd=source, dst_dir_fd=target)


def copy_tree(home: Path, *parts: str, to: Path) -> tuple[str, ...]:
    """Copy a folder's plain files into the private folder ``to``; returns what was passed over.

    A folder that is missing has no files. ``PlaceRefused`` where it is no folder, or has more
    files, bytes or folders in folders than any exercise needs.
    """
    to.mkdir(parents=True, exist_ok=True)
    copying = _Copying(home, "/".join(parts))
    try:
        with opened_folder(home, *parts) as folder:
            copying.copy(folder, to, "", 0)
    except FileNotFoundError:
        return ()
    return tuple(copying.passed_over)


class _Copying:
    """One tree on its way out, with what is left of its allowance."""

    def __init__(self, home: Path, shown: str) -> None:
        self.passed_over: list[str] = []
        self._owner = home.stat()
        self._shown = shown
        self._files = MAX_FILES
        self._bytes = MAX_BYTES

    def copy(self, folder: int, to: Path, below: str, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise _refused(self._shown, f"has folders in folders, more than {MAX_DEPTH} deep")
        with os.scandir(folder) as entries:
            names = sorted(entry.name for entry in self._counted(entries))
        for name in names:
            place = f"{below}{name}"
            try:
                entry = os.open(name, _FILE, dir_fd=folder)
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
                raise _refused(self._shown, f"has more than {MAX_FILES} files")
            yield entry

    def _copy_entry(self, entry: int, to: Path, place: str, depth: int) -> None:
        found = os.fstat(entry)
        if stat.S_ISDIR(found.st_mode):
            to.mkdir(mode=0o700)
            self.copy(entry, to, f"{place}/", depth + 1)
        elif is_plain(found, self._owner):
            self._copy_content(entry, to)
        else:
            self.passed_over.append(place)

    def _copy_content(self, entry: int, to: Path) -> None:
        with to.open("xb") as stream:
            while chunk := os.read(entry, CHUNK_BYTES):
                self._bytes -= len(chunk)
                if self._bytes < 0:
                    raise _refused(self._shown, f"has more than {MAX_BYTES} bytes")
                stream.write(chunk)


def _open(name: str, flags: int, folder: int, shown: str) -> int:
    if name in ("", ".", "..") or "/" in name:
        raise _refused(shown, "leads elsewhere")
    try:
        return os.open(name, flags, dir_fd=folder)
    except FileNotFoundError:
        raise
    except OSError as error:  # ELOOP, ENOTDIR: a link; ENXIO: a socket
        raise _refused(shown, "is a link, or not what stands there in a course") from error


def _give(descriptor: int, owner: os.stat_result) -> None:
    if os.geteuid() == 0:
        os.fchown(descriptor, owner.st_uid, owner.st_gid)


def _refused(shown: str, fault: str) -> PlaceRefused:
    return PlaceRefused(
        f"In the course's folder {shown[:200]!a} {fault}.",
        why="It could lead to files of others, so nothing was read or written through it.",
        todo="Put an ordinary file or folder there, or take it away and publish again.",
    )
