"""Publish the courses that come with Officina, on the hub node itself, before the portal opens.

It goes the same way as an upload: the package is checked, its files go to the blob store, and the
release with its job for the grader are written in one transaction. Each start may do it again.
"""

from __future__ import annotations

import logging
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from officina_courses.archive import bundle_sha256
from officina_courses.check import check_course
from officina_courses.course_files import pack_course
from officina_courses.errors import CourseError
from officina_courses.loader import load_course
from officina_courses.model import Course
from officina_hub.chosen_courses import Chosen, chosen_courses
from officina_hub.portal.blobs import BlobStore
from officina_hub.portal.db import Database
from officina_hub.portal.errors import PortalError
from officina_hub.portal.packing import unpack
from officina_hub.portal.settings import PortalSettings
from officina_hub.portal.store.act import Act
from officina_hub.portal.store.releases import Package, list_releases, receive

log = logging.getLogger("officina.shipped")


def publish_shipped_courses(settings: PortalSettings, user: str, chosen: Chosen = "all") -> None:
    """Publish what is ``chosen`` and not there yet, as ``user``, the trainer of new courses.

    One that cannot be published is a line in the log: it must not keep the portal shut.
    """
    settings.incoming.mkdir(parents=True, exist_ok=True, mode=0o700)
    database = Database(settings.database)
    try:
        for folder in chosen_courses(chosen):
            _publish_or_tell(folder, settings, database, user)
    finally:
        database.close()


def _publish_or_tell(folder: Path, settings: PortalSettings, database: Database, user: str) -> None:
    try:
        _publish(folder, settings, database, user)
    except (CourseError, PortalError) as error:
        log.warning("the shipped course %s was not published: %s", folder.name, error)


def _publish(folder: Path, settings: PortalSettings, database: Database, user: str) -> None:
    course = load_course(folder)
    if _is_there(course, database):
        return
    report = check_course(folder)
    if not report.is_publishable:
        errors = [finding.message for finding in report.findings if finding.severity == "error"]
        log.warning("the shipped course %s has errors: %s", course.id, errors[0])
        return
    with tempfile.TemporaryFile(dir=settings.incoming) as tar:
        pack_course(folder, tar)
        files = unpack(tar, BlobStore(settings.blobs), settings.course_limits)
    package = Package(
        course=course,
        sha256=bundle_sha256((file.path, file.sha256) for file in files),
        files=files,
        findings=report.findings,
    )
    act = Act(user=user, at=datetime.now(UTC), correlation_id=uuid4().hex)
    with database.writing() as session:
        release = receive(session, package, act)
    log.info("the shipped course %s %s is release %s", course.id, course.version, release.id)


def _is_there(course: Course, database: Database) -> bool:
    """Whether that version was taken in before; looking spares reading all notebooks again."""
    with database.reading() as session:
        known = list_releases(session, course.id)
    return any(one.version == course.version and one.state != "failed" for one in known)
