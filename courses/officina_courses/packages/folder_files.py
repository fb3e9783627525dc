"""The files of a course's folder that its package would have, within the limits of packages."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from officina_courses.archive.refusals import check_size, too_many
from officina_courses.archive.writing import not_a_file
from officina_courses.course_files import CourseFile, course_files
from officina_courses.packages.limits import PackageLimits

KIND_WORDS: Final = {"link": "a symbolic link", "other": "neither a file nor a folder"}


def packed_files(folder: Path, limits: PackageLimits) -> Iterator[CourseFile]:
    """Those files, as they are found; nothing of them is read.

    Raises
    ------
    ArchiveError
        For a link, a special file, or too much of anything.

    """
    total = 0
    for count, file in enumerate(course_files(folder)):
        if count == limits.max_files:
            raise too_many(limits)
        if file.kind != "file":
            raise not_a_file(file.path, KIND_WORDS[file.kind])
        total += file.size
        check_size(file.path, file.size, total, limits)
        yield file
