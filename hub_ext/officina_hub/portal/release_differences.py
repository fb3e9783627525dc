"""What is otherwise in one release than in another, from the files in the portal's store."""

from __future__ import annotations

from sqlalchemy.orm import Session

from officina_courses.archive import ArchivedFile
from officina_courses.model import Course, Frozen
from officina_courses.packages import Compared, compare_sides
from officina_courses.packages.difference import PackageDifference
from officina_hub.portal.blobs import BlobStore
from officina_hub.portal.store.courses import course_of_release
from officina_hub.portal.store.releases import package_files
from officina_widgets.wire import FileEntry


class StoredRelease(Frozen):
    """A release's description and the list of its files."""

    course: Course
    files: tuple[FileEntry, ...]


def stored_release(session: Session, release_id: int) -> StoredRelease:
    """What the database knows of it; raises ``NotFound``."""
    files = package_files(session, release_id)
    return StoredRelease(course=course_of_release(session, release_id), files=files)


def difference(old: StoredRelease, new: StoredRelease, blobs: BlobStore) -> PackageDifference:
    """Cell by cell; reads the files that differ. Raises ``BlobDamaged`` where one is lost."""
    return compare_sides(_side(old, blobs), _side(new, blobs))


def _side(release: StoredRelease, blobs: BlobStore) -> Compared:
    files = {
        file.path: ArchivedFile(path=file.path, sha256=file.sha256, size=file.size)
        for file in release.files
    }

    def content(path: str) -> bytes:
        with blobs.open(files[path].sha256) as stream:
            return stream.read()

    return Compared(release.course, None, files, content)
