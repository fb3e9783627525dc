"""From an uploaded course package to the files of a course: looked at, stored, and not run.

Everything happens in a folder of its own that is gone afterwards. What is kept is the course
folder's files, as of any release; of the package itself its hash and who signed it.
"""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import IO, NamedTuple

from officina_courses.archive import Limits, bundle_sha256
from officina_courses.check import check_course
from officina_courses.course_files import pack_course
from officina_courses.errors import ArchiveError, CourseError
from officina_courses.model import CourseId
from officina_courses.packages import PackageFacts, PackageLimits, unpack_package
from officina_courses.renaming import rename_course
from officina_hub.portal.blobs import BlobStore
from officina_hub.portal.db.engine import is_disk_full
from officina_hub.portal.errors import STORAGE_FULL, Unacceptable
from officina_hub.portal.packing import refusal, unpack
from officina_hub.portal.release_checking import not_publishable
from officina_hub.portal.sketching import sketch_of_files
from officina_hub.portal.store.releases import Package
from officina_widgets.import_wire import ImportOrigin
from officina_widgets.wire import FileEntry

CHUNK = 1024 * 1024


class Offered(NamedTuple):
    """By whom a package is offered, where that is known."""

    peer: str | None = None
    peer_title: str | None = None
    address: str | None = None


class Door(NamedTuple):
    """Where packages are looked at, what they may hold, and where their files go."""

    incoming: Path
    limits: Limits
    blobs: BlobStore


def take_package(
    upload: IO[bytes], door: Door, *, course_id: CourseId | None, offered: Offered
) -> tuple[Package, ImportOrigin]:
    """The course of a package, under ``course_id`` where one is given; nothing of it is run.

    Raises
    ------
    Unacceptable, TooLarge
        Where the package is broken, hostile or too large, or its course has errors.

    """
    folder = Path(tempfile.mkdtemp(dir=door.incoming, prefix="import-"))
    try:
        return _take(upload, folder, door, course_id, offered)
    except ArchiveError as error:
        raise refusal(error) from error
    except CourseError as error:
        raise Unacceptable(error.code, str(error)) from error
    except OSError as error:
        if is_disk_full(error):
            raise STORAGE_FULL from error
        raise
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _take(
    upload: IO[bytes], folder: Path, door: Door, course_id: CourseId | None, offered: Offered
) -> tuple[Package, ImportOrigin]:
    file = folder / "package.zip"
    upload.seek(0)
    with file.open("wb") as copy:
        shutil.copyfileobj(upload, copy, CHUNK)
    course_folder = folder / "course"
    limits = PackageLimits.model_validate(door.limits.model_dump())
    facts = unpack_package(file, course_folder, limits)
    course = rename_course(course_folder, course_id or facts.course.id)
    report = check_course(course_folder)
    errors = [finding for finding in report.findings if finding.severity == "error"]
    if errors:
        raise not_publishable(course.id, errors)
    files = _stored(course_folder, door)
    sha256 = bundle_sha256((each.path, each.sha256) for each in files)
    package = Package(
        course=course,
        sha256=sha256,
        files=files,
        findings=report.findings,
        sketch=sketch_of_files(files, door.blobs),
    )
    return package, _origin(facts, offered)


def _stored(folder: Path, door: Door) -> tuple[FileEntry, ...]:
    with tempfile.TemporaryFile(dir=door.incoming) as tar:
        pack_course(folder, tar, limits=door.limits)
        return unpack(tar, door.blobs, door.limits)


def _origin(facts: PackageFacts, offered: Offered) -> ImportOrigin:
    return ImportOrigin(
        package_sha256=facts.sha256,
        package_bytes=facts.bytes,
        course_id=facts.course.id,
        signed_by=facts.signed_by,
        claimed_by=facts.claimed_by,
        peer=offered.peer,
        peer_title=offered.peer_title,
        address=offered.address,
        forked_from=facts.origin,
    )
