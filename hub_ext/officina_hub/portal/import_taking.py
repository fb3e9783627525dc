"""From an uploaded course package to the files of a course: looked at, stored, and not run.

What is kept is the course folder's files, as of any release; of the package itself its hash and who
signed it.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from typing import IO, NamedTuple

from officina_courses.archive.limits import MIB
from officina_courses.looking.answers import Claims
from officina_courses.model import CourseId
from officina_hub.portal.context import Portal
from officina_hub.portal.quarantine import accepted_package
from officina_hub.portal.store.releases import Package
from officina_widgets.import_wire import ImportOrigin


class Offered(NamedTuple):
    """By whom a package is offered, where that is known."""

    peer: str | None = None
    peer_title: str | None = None
    address: str | None = None


async def take_package(
    portal: Portal,
    upload: IO[bytes],
    person: str,
    *,
    course_id: CourseId | None,
    offered: Offered,
) -> tuple[Package, ImportOrigin]:
    """The course of a package, under ``course_id`` where one is given; nothing of it is run.

    Raises
    ------
    Unacceptable, TooLarge, TooMany, StorageFull
        As ``accepted_package`` does.

    """
    with tempfile.TemporaryFile(dir=portal.settings.incoming) as files:
        package, looked = await accepted_package(portal, upload, person, files, course_id=course_id)
    assert looked.claims is not None  # noqa: S101 - a package makes some
    return package, await portal.work(_origin, upload, looked.claims, offered)


def _origin(upload: IO[bytes], claims: Claims, offered: Offered) -> ImportOrigin:
    """Its hash is made here: whoever looked at it is not asked for what can be known."""
    upload.seek(0)
    sha256 = hashlib.sha256()
    while data := upload.read(MIB):
        sha256.update(data)
    return ImportOrigin(
        package_sha256=sha256.hexdigest(),
        package_bytes=os.fstat(upload.fileno()).st_size,
        course_id=claims.course_id,
        claimed_by=claims.claimed_by,
        peer=offered.peer,
        peer_title=offered.peer_title,
        address=offered.address,
        forked_from=claims.forked_from,
    )
