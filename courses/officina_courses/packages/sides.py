"""A course to be compared, be it a folder or a package."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from officina_courses.archive import ArchivedFile, Entry
from officina_courses.archive.limits import MIB
from officina_courses.archive.writing import opened_entry
from officina_courses.loader import load_course
from officina_courses.model import Course
from officina_courses.packages.difference import Side
from officina_courses.packages.folder_files import packed_files
from officina_courses.packages.limits import PackageLimits
from officina_courses.packages.reading import open_package


class Compared(NamedTuple):
    """Its description, its files, and how to read one of them."""

    course: Course
    sha256: str | None
    files: Mapping[str, ArchivedFile]
    content: Callable[[str], bytes]

    @property
    def side(self) -> Side:
        """How the difference names it."""
        course = self.course
        return Side(
            course_id=course.id, version=course.version, title=course.title, sha256=self.sha256
        )


@contextmanager
def opened_side(path: Path, limits: PackageLimits) -> Iterator[Compared]:
    """The course of a folder or a package; raises as reading either does."""
    if path.is_dir():
        files = {file.path: file for file in _files_of(path, limits)}
        yield Compared(load_course(path), None, files, lambda name: (path / name).read_bytes())
        return
    with open_package(path, limits) as package:
        facts = package.facts
        files = {file.path: file for file in facts.files}
        yield Compared(facts.course, facts.sha256, files, package.content)


def _files_of(folder: Path, limits: PackageLimits) -> Iterator[ArchivedFile]:
    for file in packed_files(folder, limits):
        sha256 = hashlib.sha256()
        with opened_entry(Entry(file.path, folder / file.path)) as content:
            while data := content.read(MIB):
                sha256.update(data)
        yield ArchivedFile(path=file.path, sha256=sha256.hexdigest(), size=file.size)
