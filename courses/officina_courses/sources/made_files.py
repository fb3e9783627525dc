"""Files that are made of others in a course folder: compared with what lies there, then written."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal, NamedTuple

from officina_courses.errors import CourseError
from officina_courses.model import Frozen


class BuiltFile(Frozen):
    """What became of one file; paths are below the course folder."""

    path: str
    made_from: str
    state: Literal["written", "unchanged", "differs"]


class MadeFile(NamedTuple):
    """A text that belongs into a file, and what it was made from."""

    folder: Path
    path: str
    made_from: str
    text: str

    @property
    def place(self) -> Path:
        """The file itself."""
        return self.folder / self.path

    @property
    def is_there(self) -> bool:
        """Whether the file says this already."""
        return self.place.is_file() and self.place.read_bytes() == self.text.encode()


def compared(files: Iterable[MadeFile]) -> tuple[BuiltFile, ...]:
    """What writing them would change; nothing is written."""
    return tuple(_told(file, "unchanged" if file.is_there else "differs") for file in files)


def written(files: Iterable[MadeFile]) -> tuple[BuiltFile, ...]:
    """Write those that differ.

    Raises
    ------
    CourseError
        Where one cannot be written there, or would be written through a link.

    """
    differing = [(file, not file.is_there) for file in files]
    for file, _ in differing:
        _refuse_other(file)
    return tuple(_put(file) if differs else _told(file, "unchanged") for file, differs in differing)


def _put(file: MadeFile) -> BuiltFile:
    try:
        file.place.write_bytes(file.text.encode())
    except OSError as error:
        raise CourseError(
            f"{file.place} cannot be written: {error.strerror}.",
            why=f"It is to be made from {file.made_from}.",
            todo="Look at the permissions of the file and its folder, and at the room on the disk.",
            code="course-source",
        ) from error
    return _told(file, "written")


def _refuse_other(file: MadeFile) -> None:
    if file.place.is_symlink():
        raise CourseError(
            f"{file.place} is a link to {file.place.readlink()}, so nothing was written.",
            why="A link may come with a course, and what it leads to would be overwritten.",
            todo="Remove the link and run the command again.",
            code="link-in-the-way",
        )
    if file.place.exists() and not file.place.is_file():  # a pipe would be waited for
        raise CourseError(
            f"{file.place} is no file, so nothing was written.",
            why=f"What is made from {file.made_from} belongs there.",
            todo="Remove or rename it and run the command again.",
            code="course-source",
        )


def _told(file: MadeFile, state: Literal["written", "unchanged", "differs"]) -> BuiltFile:
    return BuiltFile(path=file.path, made_from=file.made_from, state=state)
