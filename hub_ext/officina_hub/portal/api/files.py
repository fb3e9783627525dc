"""Files on their way out, as tars; and an exercise's files on their way in."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from typing import IO

from pydantic import Field
from tornado.iostream import StreamClosedError

from officina_courses.archive import Limits
from officina_courses.model import Frozen
from officina_hub.portal.api.base import ApiHandler
from officina_hub.portal.openapi import operation
from officina_hub.portal.packing import pack, unpack
from officina_hub.portal.points import built_from
from officina_hub.portal.store.chosen_language import files_for
from officina_hub.portal.store.exercise_files import release_exercise, unrelease_exercise
from officina_widgets.wire import ExerciseFiles, FileEntry

log = logging.getLogger("officina.portal")

CHUNK = 256 * 1024


class TarHandler(ApiHandler):
    """A handler that sends or takes packages."""

    async def send_tar(self, files: Iterable[FileEntry], limits: Limits) -> None:
        """Send stored files as a tar."""
        portal = self.portal
        await self.send_whole(
            await portal.work(pack, files, portal.blobs, portal.settings.incoming, limits)
        )

    async def send_whole(self, tar: IO[bytes]) -> None:
        """Send a package as it is, and close it."""
        portal = self.portal
        try:
            self.set_header("Content-Type", "application/x-tar")
            self.set_header("Content-Length", str(tar.seek(0, 2)))
            self.set_header("Cache-Control", "no-store")
            tar.seek(0)
            while chunk := await portal.work(tar.read, CHUNK):
                self.write(chunk)
                await self.flush()
        except StreamClosedError:
            log.info("whoever downloaded %s went away", self.request.path)
        finally:
            tar.close()

    async def take_tar(self, limits: Limits) -> tuple[FileEntry, ...]:
        """Store the files of the package that was sent."""
        with self.incoming.taken() as upload:
            return await self.portal.work(unpack, upload, self.portal.blobs, limits)


class ReleaseQuery(Frozen):
    """How an exercise is to be released."""

    force: bool = Field(default=False, description="Replace files that are released already")


class LanguageQuery(Frozen):
    """In which language the notebooks are wanted."""

    language: str = Field(
        default="",
        max_length=64,
        description="A language that the course was translated into; without it, the one that the "
        "asker chose for the course. What is not there in it comes in the course's own",
    )


class ExerciseFileList(ApiHandler):
    """Which files an exercise has."""

    @operation(
        "files.read", "List an exercise's files", query=LanguageQuery, response=ExerciseFiles
    )
    async def get(self, course_id: str, exercise_id: str) -> None:
        """Paths, hashes and sizes."""
        wanted = {"user": self.caller.name, "language": self.query_as(LanguageQuery).language}
        self.answer(await self.portal.read(files_for, course_id, exercise_id, **wanted))

    @operation("files.release", "Take an exercise back", media="none", status=204)
    async def delete(self, course_id: str, exercise_id: str) -> None:
        """Unrelease; learners keep what they have."""
        await self.portal.write(unrelease_exercise, course_id, exercise_id, self.act())
        self.answer_nothing()


class ExerciseTar(TarHandler):
    """An exercise's files, whole."""

    @operation("files.read", "Download an exercise's files", query=LanguageQuery, media="tar")
    async def get(self, course_id: str, exercise_id: str) -> None:
        """As a tar."""
        wanted = {"user": self.caller.name, "language": self.query_as(LanguageQuery).language}
        found = await self.portal.read(files_for, course_id, exercise_id, **wanted)
        await self.send_tar(found.files, self.portal.settings.course_limits)

    @operation(
        "files.release",
        "Release an exercise (nbgrader's release_assignment)",
        query=ReleaseQuery,
        response=ExerciseFiles,
        body="package",
        errors=(409, 413, 507),
    )
    async def put(self, course_id: str, exercise_id: str) -> None:
        """Give learners these files from now on."""
        force = self.query_as(ReleaseQuery).force
        files = await self.take_tar(self.portal.settings.course_limits)
        built = await self.portal.work(built_from, exercise_id, files, self.portal.blobs)
        released = await self.portal.write(
            release_exercise, course_id, built, files, self.act(), force=force
        )
        self.answer(released)
