"""Which files of a trainer's folder are the course, and which must never leave it.

A trainer's folder is often nbgrader's own: beside ``source`` lie learners' submissions and marks.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final, Literal, NamedTuple

from officina_courses.archive import COURSE_LIMITS, ArchivedFile, Entry, Limits, write_tar
from officina_courses.archive.writing import IGNORED_NAMES
from officina_courses.environments.lock import LOCK_FILE
from officina_courses.loader import COURSE_FILE
from officina_courses.sources.reading import is_source

SOURCE: Final = "source"
WRONG: Final = "wrong"
TRANSLATIONS: Final = "translations"
OUTPUTS_FILE: Final = "outputs.json"
# Beside course.toml, source, translations and the wrong answers, by which whoever takes the course
# over tries its tests, only these are published, whatever else lies in the folder: nbgrader keeps
# submissions, marks and an executable configuration there.
PUBLISHED_PREFIXES: Final = ("readme", "license", "licence", "copying", "citation", "changelog")
MAX_LISTED: Final = 20_000

Kind = Literal["file", "link", "other"]


class CourseFile(NamedTuple):
    """One thing of the course that is not a folder; ``path`` is below the course folder."""

    path: str
    kind: Kind
    size: int


def course_files(folder: Path) -> Iterator[CourseFile]:
    """Everything that publishing the folder would take, links and specials included."""
    for count, file in enumerate(_walk(folder, "")):
        if count == MAX_LISTED:
            return
        yield file


def pack_course(
    folder: Path, fileobj: IO[bytes], *, limits: Limits = COURSE_LIMITS
) -> tuple[ArchivedFile, ...]:
    """Write the course's package and tell what is in it.

    Raises
    ------
    ArchiveError
        For a link, a special file, an unsafe name, or too much of anything.

    """
    entries = (Entry(file.path, folder / file.path) for file in course_files(folder))
    return write_tar(entries, fileobj, limits=limits)


def _walk(folder: Path, below: str) -> Iterator[CourseFile]:
    with os.scandir(folder) as found:
        children = sorted(found, key=lambda child: child.name)
    for child in children:
        if child.name in IGNORED_NAMES or (not below and not _is_published(child.name)):
            continue
        path = f"{below}/{child.name}" if below else child.name
        if child.is_symlink():
            yield CourseFile(path, "link", 0)
        elif child.is_dir(follow_symlinks=False):
            yield from _walk(Path(child.path), path)
        elif _is_notebooks_source(path, Path(child.path)):
            continue
        elif child.is_file(follow_symlinks=False):
            yield CourseFile(path, "file", child.stat(follow_symlinks=False).st_size)
        else:
            yield CourseFile(path, "other", 0)


def _is_published(name: str) -> bool:
    known = {COURSE_FILE, LOCK_FILE, OUTPUTS_FILE, SOURCE, WRONG, TRANSLATIONS}
    return name in known or name.lower().startswith(PUBLISHED_PREFIXES)


def _is_notebooks_source(path: str, file: Path) -> bool:
    """Whether it is the text of a notebook, with solutions and hidden tests; that never leaves."""
    top, _, rest = path.partition("/")
    is_in_place = top == SOURCE and rest.count("/") == 1 and path.endswith(".py")
    return is_in_place and is_source(file)
