"""Releases: versions of a course that never change, and which of them learners get.

A package is received, then the grader prepares it (student versions, points), then it is published
at once and whole. Whatever goes wrong before, the release that learners have stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from pydantic import Field
from sqlalchemy import select
from sqlalchemy.orm import Session

from officina_courses.model import Course, Finding, Frozen
from officina_courses.similarity.material import CourseSketch
from officina_hub.portal.db import tables as t
from officina_hub.portal.errors import Conflict, NotFound
from officina_hub.portal.store.act import Act, note
from officina_hub.portal.store.enrolment import make_trainer
from officina_hub.portal.store.jobs import queue_prepare
from officina_hub.portal.store.near_copies import keep_sketch
from officina_widgets.wire import FileEntry, ReleaseOut, ReleaseState

VERSION_TAKEN = (
    "Version {version} of {course_id} was published before with other content, and a published "
    "version never changes, because learners' work refers to it. Raise the version in course.toml "
    "and publish again."
)
CAME_TO_NOTHING: Final = ("failed", "unproved", "discarded")
NO_SUCH_RELEASE = "There is no release {release_id} that you may see."
NOT_PREPARING = (
    "Release {release_id} is {state} and no longer being prepared, so its files cannot change."
)


class Package(Frozen):
    """A course folder that arrived whole, was checked, and whose files are in the blob store."""

    course: Course
    sha256: str
    files: tuple[FileEntry, ...]
    findings: tuple[Finding, ...] = ()
    sketch: CourseSketch | None = Field(
        default=None, description="None where nothing was looked at"
    )


def receive(session: Session, package: Package, act: Act) -> ReleaseOut:
    """Take in a package and queue its preparing; the same content again is the same release.

    Raises
    ------
    Conflict
        When that version has other content already.

    """
    known = same_content(session, package)
    if known is not None:
        return release_out(known)
    release = add_release(session, package, "preparing", act)
    queue_prepare(session, release, act)
    course = package.course
    note(session, act, "release received", course_id=course.id, detail=course.version)
    return release_out(release)


def same_content(session: Session, package: Package) -> t.Release | None:
    """The standing release that has this very content; raises ``Conflict`` as ``receive`` does.

    Until the transaction ends nobody else adds a release to the course.
    """
    course = package.course
    hold_course(session, course.id)
    known = standing(session, course.id, course.version)
    if known is not None and known.sha256 != package.sha256:
        message = VERSION_TAKEN.format(version=course.version, course_id=course.id)
        raise Conflict("version-taken", message)
    return known


def hold_course(session: Session, course_id: str) -> t.Course | None:
    """The course, if it is there; others who would hold it wait. SQLite has one writer anyway."""
    return session.get(t.Course, course_id, with_for_update={"key_share": True})


def add_release(session: Session, package: Package, state: ReleaseState, act: Act) -> t.Release:
    """Keep a package as a release in that state; of a new course the actor becomes the trainer."""
    course_id = package.course.id
    if session.get(t.Course, course_id) is None:
        session.add(t.Course(id=course_id, created_by=act.user, created_at=act.at))
        session.flush()
        make_trainer(session, course_id, act)
    return _add(session, package, state, act)


def find_release(session: Session, release_id: int) -> t.Release:
    """The release; raises ``NotFound``."""
    release = session.get(t.Release, release_id)
    if release is None:
        raise no_such_release(release_id)
    return release


def no_such_release(release_id: int) -> NotFound:
    """The error that says so, also to those who may not see it."""
    return NotFound("no-such-release", NO_SUCH_RELEASE.format(release_id=release_id))


def list_releases(session: Session, course_id: str) -> tuple[ReleaseOut, ...]:
    """All releases of a course, newest first."""
    rows = select(t.Release).where(t.Release.course_id == course_id).order_by(t.Release.id.desc())
    return tuple(release_out(release) for release in session.scalars(rows))


def package_files(session: Session, release_id: int) -> tuple[FileEntry, ...]:
    """The files of the course folder as it was uploaded."""
    return _files(session, release_id, "package")


def student_files(session: Session, release_id: int) -> tuple[FileEntry, ...]:
    """The prepared student versions, as ``<exercise>/<path>``."""
    return _files(session, release_id, "student")


def put_student_files(session: Session, release_id: int, files: Iterable[FileEntry]) -> None:
    """Replace the student versions of a release that is still being prepared.

    Raises
    ------
    Conflict
        When it is not being prepared any more.

    """
    release = find_release(session, release_id)
    if release.state != "preparing":
        message = NOT_PREPARING.format(release_id=release_id, state=release.state)
        raise Conflict("not-preparing", message)
    chosen = (t.ReleaseFile.release_id == release_id, t.ReleaseFile.kind == "student")
    for row in session.scalars(select(t.ReleaseFile).where(*chosen)):
        session.delete(row)
    session.flush()
    session.add_all(_rows(release_id, "student", files))


def release_out(release: t.Release) -> ReleaseOut:
    """A release as it travels."""
    return ReleaseOut.model_validate(
        {
            "id": release.id,
            "course_id": release.course_id,
            "version": release.version,
            "sha256": release.sha256,
            "state": release.state,
            "findings": release.findings,
            "created_by": release.created_by,
            "created_at": release.created_at,
        }
    )


def standing(session: Session, course_id: str, version: str) -> t.Release | None:
    """The release of that version, unless it came to nothing: then the version is free again."""
    return session.scalars(
        select(t.Release).where(
            t.Release.course_id == course_id,
            t.Release.version == version,
            t.Release.state.not_in(CAME_TO_NOTHING),
        )
    ).first()


def _add(session: Session, package: Package, state: ReleaseState, act: Act) -> t.Release:
    release = t.Release(
        course_id=package.course.id,
        version=package.course.version,
        sha256=package.sha256,
        state=state,
        document=package.course.model_dump(mode="json"),
        findings=[finding.model_dump(mode="json") for finding in package.findings],
        created_by=act.user,
        created_at=act.at,
    )
    session.add(release)
    session.flush()
    session.add_all(_rows(release.id, "package", package.files))
    if package.sketch:
        keep_sketch(session, release.id, package.sketch)
    return release


def _rows(release_id: int, kind: str, files: Iterable[FileEntry]) -> list[t.ReleaseFile]:
    return [
        t.ReleaseFile(
            release_id=release_id, kind=kind, path=file.path, sha256=file.sha256, size=file.size
        )
        for file in files
    ]


def _files(session: Session, release_id: int, kind: str) -> tuple[FileEntry, ...]:
    find_release(session, release_id)
    rows = select(t.ReleaseFile).where(
        t.ReleaseFile.release_id == release_id, t.ReleaseFile.kind == kind
    )
    return tuple(
        FileEntry(path=row.path, sha256=row.sha256, size=row.size)
        for row in session.scalars(rows.order_by(t.ReleaseFile.path))
    )
