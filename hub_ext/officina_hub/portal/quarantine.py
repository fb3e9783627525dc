"""A folder of its own in which a course from outside is looked at, whichever way it came in.

What is wrong with a package becomes a refusal; the folder is gone afterwards. What is kept of an
accepted course are its files, and they are not run here.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, NamedTuple

from officina_courses.archive import Limits, bundle_sha256
from officina_courses.check import check_course
from officina_courses.errors import ArchiveError, CourseError
from officina_courses.model import Course
from officina_hub.portal.blobs import BlobStore
from officina_hub.portal.db.engine import is_disk_full
from officina_hub.portal.errors import STORAGE_FULL, Unacceptable
from officina_hub.portal.packing import refusal, unpack
from officina_hub.portal.release_checking import not_publishable
from officina_hub.portal.sketching import sketch_of_files
from officina_hub.portal.store.releases import Package


class Door(NamedTuple):
    """Where packages are looked at, what they may hold, and where their files go."""

    incoming: Path
    limits: Limits
    blobs: BlobStore


@contextmanager
def quarantine(door: Door) -> Iterator[Path]:
    """The folder, for as long as a package is looked at.

    Raises
    ------
    Unacceptable, TooLarge
        Where what is done in it finds the package broken, hostile or too large.
    StorageFull
        Where the disk has no place for it.

    """
    folder = Path(tempfile.mkdtemp(dir=door.incoming, prefix="package-"))
    try:
        yield folder
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


def accepted(course: Course, folder: Path, tar: IO[bytes], door: Door) -> Package:
    """The course in ``folder``, checked, with the files of its ``tar`` stored.

    Raises
    ------
    Unacceptable
        Where the course has errors that learners would meet.

    """
    report = check_course(folder)
    errors = [finding for finding in report.findings if finding.severity == "error"]
    if errors:
        raise not_publishable(course.id, errors)
    files = unpack(tar, door.blobs, door.limits)
    return Package(
        course=course,
        sha256=bundle_sha256((file.path, file.sha256) for file in files),
        files=files,
        findings=report.findings,
        sketch=sketch_of_files(files, door.blobs),
    )
