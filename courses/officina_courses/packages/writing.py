"""From a course's folder to its package."""

from __future__ import annotations

import io
import os
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from officina_courses.archive import ArchivedFile, ArchiveError, Entry
from officina_courses.archive.writing import opened_entry
from officina_courses.loader import COURSE_FILE, load_course, parse_course
from officina_courses.model import Origin
from officina_courses.packages.archive_writing import ArchiveWriter
from officina_courses.packages.crate import crate_text
from officina_courses.packages.facts import PackageFacts
from officina_courses.packages.folder_files import packed_files
from officina_courses.packages.keys import PrivateKey
from officina_courses.packages.layout import COURSE, CRATE, SIGNATURE
from officina_courses.packages.limits import PACKAGE_LIMITS, PackageLimits
from officina_courses.packages.reading import read_facts
from officina_courses.packages.signature import signature_text


def write_package(
    folder: Path,
    target: Path,
    *,
    keys: Sequence[PrivateKey] = (),
    forked_from: Origin | None = None,
    limits: PackageLimits = PACKAGE_LIMITS,
) -> PackageFacts:
    """Write the course of ``folder`` to the file ``target``, and tell what it is.

    The same files give the same bytes. What was at ``target`` is replaced when all is done.

    Raises
    ------
    CourseFileError
        Where ``course.toml`` is missing or wrong.
    ArchiveError
        For a link, a special file, an unsafe name, or too much of anything.

    """
    load_course(folder)
    paths = sorted(file.path for file in packed_files(folder, limits))
    with _draft(target) as draft:
        with draft.open("w+b") as file:
            _write(folder, paths, file, keys=keys, forked_from=forked_from)
            file.flush()
            os.fsync(file.fileno())
        # Read back by the door that everybody else has, so that nobody is given what is refused.
        facts = read_facts(draft, limits)
        draft.replace(target)
    return facts


def _write(
    folder: Path,
    paths: Sequence[str],
    target: IO[bytes],
    *,
    keys: Sequence[PrivateKey],
    forked_from: Origin | None,
) -> None:
    writer = ArchiveWriter(target)
    text = ""
    for path in paths:
        with opened_entry(Entry(path, folder / path)) as content:
            if path == COURSE_FILE:  # described and packed is the same text
                data = content.read()
                text = data.decode("utf-8-sig", errors="replace")
                writer.add(COURSE + path, io.BytesIO(data))
            else:
                writer.add(COURSE + path, content)
    files = [file.model_copy(update={"path": inside(file)}) for file in writer.written]
    course = parse_course(text)
    # Who packs may know better, such as the address at which the origin is published.
    crate = crate_text(course, files, forked_from or course.forked_from)
    writer.add(CRATE, io.BytesIO(crate))
    if keys:
        signed = signature_text(writer.written, keys)
        writer.add(SIGNATURE, io.BytesIO(signed))
    writer.close()


def inside(file: ArchivedFile) -> str:
    """The path of a package's file in the course's folder."""
    return file.path.removeprefix(COURSE)


@contextmanager
def _draft(target: Path) -> Iterator[Path]:
    if not target.parent.is_dir():
        raise ArchiveError(
            f"There is no folder {target.parent}.",
            why="The package has no place to lie in.",
            todo="Make it, or choose another place.",
            code="package-place",
        )
    draft = target.with_name(f".{target.name}.{secrets.token_hex(8)}")
    try:
        yield draft
    finally:
        draft.unlink(missing_ok=True)
