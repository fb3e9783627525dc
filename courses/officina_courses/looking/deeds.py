"""Looking at a course that somebody else made: read, unpacked, checked and sketched; never run."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from officina_courses.archive import extract_tar
from officina_courses.archive.limits import MIB
from officina_courses.check import check_course
from officina_courses.course_files import course_files, pack_course
from officina_courses.errors import CourseError
from officina_courses.loader import load_packed_course
from officina_courses.looking.answers import (
    LONGEST_TEXT,
    MOST_FINDINGS,
    MOST_KEYS,
    Claims,
    Looked,
    LookOrder,
    Named,
)
from officina_courses.model import Course, Finding
from officina_courses.notebooks import Notebook, parse_notebook
from officina_courses.packages import PackageLimits, unpack_package
from officina_courses.renaming import rename_course
from officina_courses.similarity.material import is_material, sketch_of

Tell = Callable[[Named], None]


def look(
    order: LookOrder, upload: IO[bytes], files_to: IO[bytes] | None, place: Path, tell: Tell
) -> Looked:
    """What is found of it, working below ``place``; ``tell`` hears early which course it is.

    Raises
    ------
    CourseError
        Where it is broken, hostile or too large.

    """
    folder = place / "course"
    if order.form == "folder":
        extract_tar(upload, folder, order.limits)
        return _found(load_packed_course(folder), folder, None, tell)
    package = place / "package.zip"
    with package.open("wb") as copy:
        shutil.copyfileobj(upload, copy, MIB)
    facts = unpack_package(package, folder, PackageLimits(**order.limits.model_dump()))
    course = rename_course(folder, order.course_id or facts.course.id)
    claims = Claims(
        course_id=facts.course.id,
        claimed_by=facts.claimed_by[:MOST_KEYS],
        forked_from=facts.origin,
    )
    if files_to is not None:
        pack_course(folder, files_to, limits=order.limits)
        files_to.flush()
    return _found(course, folder, claims, tell)


def _found(course: Course, folder: Path, claims: Claims | None, tell: Tell) -> Looked:
    tell(Named(course_id=course.id, version=course.version))
    findings = check_course(folder).findings[:MOST_FINDINGS]
    return Looked(
        course=course,
        findings=tuple(map(_readable, findings)),
        sketch=sketch_of(_notebooks(folder)),
        claims=claims,
    )


def _readable(finding: Finding) -> Finding:
    """The same, no longer than people read."""
    if len(finding.message) <= LONGEST_TEXT:
        return finding
    return finding.model_copy(update={"message": f"{finding.message[: LONGEST_TEXT - 1]}…"})


def _notebooks(folder: Path) -> Iterator[tuple[str, Notebook]]:
    """Those that learners read; what cannot be read is told by the check."""
    for file in course_files(folder):
        if file.kind != "file" or not is_material(file.path, file.size):
            continue
        try:
            yield file.path, parse_notebook((folder / file.path).read_bytes(), name=file.path)
        except CourseError:
            continue
