"""The one door for a course from outside, whichever way it comes in: looked at, then kept.

It is looked at in a process of its own (``looking``). What is kept of an accepted course are its
files and what was found; nothing of it is run here, nor read.
"""

from __future__ import annotations

from typing import IO

from officina_courses.archive import bundle_sha256
from officina_courses.looking.answers import Looked, LookOrder
from officina_courses.model import CourseId
from officina_hub.portal.context import Portal
from officina_hub.portal.packing import unpack
from officina_hub.portal.release_checking import not_publishable
from officina_hub.portal.store.releases import Package


async def accepted_folder(portal: Portal, upload: IO[bytes], person: str) -> Package:
    """The course of a folder that came as a tar, with its files stored.

    Raises
    ------
    Unacceptable, TooLarge, TooMany, StorageFull
        As looking does, and where the course has errors that learners would meet.

    """
    order = LookOrder(form="folder", limits=portal.settings.course_limits)
    looked = await portal.looks.look(order, upload, person)
    return await _kept(portal, looked, upload)


async def accepted_package(
    portal: Portal,
    upload: IO[bytes],
    person: str,
    files: IO[bytes],
    *,
    course_id: CourseId | None,
) -> tuple[Package, Looked]:
    """The same of a course package, which goes through the empty file ``files``."""
    order = LookOrder(form="package", limits=portal.settings.course_limits, course_id=course_id)
    looked = await portal.looks.look(order, upload, person, files_to=files)
    return await _kept(portal, looked, files), looked


async def _kept(portal: Portal, looked: Looked, tar: IO[bytes]) -> Package:
    errors = [finding for finding in looked.findings if finding.severity == "error"]
    if errors:
        raise not_publishable(looked.course.id, errors)
    files = await portal.work(unpack, tar, portal.blobs, portal.settings.course_limits)
    return Package(
        course=looked.course,
        sha256=bundle_sha256((file.path, file.sha256) for file in files),
        files=files,
        findings=looked.findings,
        sketch=looked.sketch,
    )
