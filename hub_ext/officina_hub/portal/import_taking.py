"""From an uploaded course package to the files of a course: looked at, stored, and not run.

Everything happens in a folder of its own that is gone afterwards. What is kept is the course
folder's files, as of any release; of the package itself its hash and who signed it.
"""

from __future__ import annotations

import shutil
import tempfile
from typing import IO, NamedTuple

from officina_courses.course_files import pack_course
from officina_courses.model import CourseId
from officina_courses.packages import PackageFacts, PackageLimits, unpack_package
from officina_courses.renaming import rename_course
from officina_hub.portal.quarantine import Door, accepted, quarantine
from officina_hub.portal.store.releases import Package
from officina_widgets.import_wire import ImportOrigin

CHUNK = 1024 * 1024


class Offered(NamedTuple):
    """By whom a package is offered, where that is known."""

    peer: str | None = None
    peer_title: str | None = None
    address: str | None = None


def take_package(
    upload: IO[bytes], door: Door, *, course_id: CourseId | None, offered: Offered
) -> tuple[Package, ImportOrigin]:
    """The course of a package, under ``course_id`` where one is given; nothing of it is run.

    Raises
    ------
    Unacceptable, TooLarge
        Where the package is broken, hostile or too large, or its course has errors.

    """
    with quarantine(door) as place:
        file = place / "package.zip"
        upload.seek(0)
        with file.open("wb") as copy:
            shutil.copyfileobj(upload, copy, CHUNK)
        folder = place / "course"
        limits = PackageLimits.model_validate(door.limits.model_dump())
        facts = unpack_package(file, folder, limits)
        course = rename_course(folder, course_id or facts.course.id)
        with tempfile.TemporaryFile(dir=place) as tar:
            pack_course(folder, tar, limits=door.limits)
            return accepted(course, folder, tar, door), _origin(facts, offered)


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
