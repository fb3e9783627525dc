"""Releases: a course folder comes in, is checked, and goes to the grader to be prepared."""

from __future__ import annotations

from sqlalchemy.orm import Session

from officina_hub.portal.api.base import ApiHandler
from officina_hub.portal.api.files import TarHandler
from officina_hub.portal.errors import Unacceptable
from officina_hub.portal.openapi import operation
from officina_hub.portal.quarantine import accepted_folder
from officina_hub.portal.store.near_advice import with_advice
from officina_hub.portal.store.releases import (
    find_release,
    list_releases,
    package_files,
    put_student_files,
    receive,
    release_out,
)
from officina_widgets.wire import ReleaseOut


class Releases(TarHandler):
    """The releases of a course, and the door for new ones."""

    @operation(
        "releases.create",
        "Publish a course folder as a new release",
        response=ReleaseOut,
        body="package",
        status=202,
        errors=(409, 413, 507),
    )
    async def post(self, course_id: str) -> None:
        """Check the package and queue its preparing; learners get it once that has gone well."""
        with self.incoming.taken() as upload:
            package = await accepted_folder(self.portal, upload, self.caller.name)
        if package.course.id != course_id:
            raise Unacceptable(
                "other-course",
                f"The package is of the course {package.course.id!r} and was sent to "
                f"{course_id!r}, so it was not taken. Send it to its own address, or change the id "
                "in course.toml.",
            )
        package = await self.portal.read(with_advice, package)
        release = await self.portal.write(receive, package, self.act())
        self.portal.work_bell.ring()
        self.answer(release, status=202)

    @operation("releases.list", "List the releases of a course", response=tuple[ReleaseOut, ...])
    async def get(self, course_id: str) -> None:
        """Newest first."""
        self.answer_all(await self.portal.read(list_releases, course_id))


class Release(ApiHandler):
    """One release."""

    @operation("releases.read", "One release with what was found about it", response=ReleaseOut)
    async def get(self, release_id: str) -> None:
        """Its state and findings."""
        self.answer(await self.portal.read(_one, int(release_id)))


class ReleasePackage(TarHandler):
    """The course folder of a release."""

    @operation("releases.package", "Download the course folder", media="tar")
    async def get(self, release_id: str) -> None:
        """As a tar, with solutions and hidden tests: for the grader only."""
        files = await self.portal.read(package_files, int(release_id))
        await self.send_tar(files, self.portal.settings.course_limits)


class ReleaseFiles(TarHandler):
    """The student versions of a release that is being prepared."""

    @operation(
        "releases.prepare",
        "Put the student versions, as <exercise>/<path>",
        media="none",
        body="package",
        status=204,
        errors=(409, 413, 507),
    )
    async def put(self, release_id: str) -> None:
        """Replace them all."""
        files = await self.take_tar(self.portal.settings.course_limits)
        await self.portal.write(put_student_files, int(release_id), files)
        self.answer_nothing()


def _one(session: Session, release_id: int) -> ReleaseOut:
    return release_out(find_release(session, release_id))
