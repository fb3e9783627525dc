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
                give_to_owner(current, home)
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
    give_to_owner(file, home)
    return file


def give_to_owner(descriptor: int, home: Path) -> None:
    """Give what is opened to the course folder's owner, where root has made it."""
    if os.geteuid() == 0:
        owner = home.stat()
        os.fchown(descriptor, owner.st_uid, owner.st_gid)


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


def _open(name: str, flags: int, folder: int, shown: str) -> int:
    if name in ("", ".", "..") or "/" in name:
        raise _refused(shown, "leads elsewhere")
    try:
        return os.open(name, flags, dir_fd=folder)
    except FileNotFoundError:
        raise
    except OSError as error:  # ELOOP, ENOTDIR: a link; ENXIO: a socket
        raise _refused(shown, "is a link, or not what stands there in a course") from error


def _refused(shown: str, fault: str) -> PlaceRefused:
    return PlaceRefused(
        f"In the course's folder {shown[:200]!a} {fault}.",
        why="It could lead to files of others, so nothing was read or written through it.",
        todo="Put an ordinary file or folder there, or take it away, then publish or grade again.",
    )
