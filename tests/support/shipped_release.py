"""A course in a data folder's portal with all files of its folder, so that it can be packed."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from package_samples import write_course

from officina_courses.course_files import course_files
from officina_courses.loader import load_course
from officina_courses.marks import ExerciseBuilt
from officina_hub.data_folder import DataFolder
from officina_hub.portal.blobs import BlobStore
from officina_hub.portal.db import Database
from officina_hub.portal.sketching import sketch_of_files
from officina_hub.portal.store.act import Act
from officina_hub.portal.store.catalogue_courses import list_course
from officina_hub.portal.store.publishing import publish
from officina_hub.portal.store.releases import Package, receive
from officina_widgets.wire import FileEntry, PrepareResult


def publish_folder(data: DataFolder, at: datetime | None = None) -> str:
    """Publish the course of ``package_samples``; gives its id."""
    with tempfile.TemporaryDirectory() as scratch:
        return publish_course_of(data, write_course(Path(scratch, "course")), at)


def publish_course_of(data: DataFolder, folder: Path, at: datetime | None = None) -> str:
    """Publish that course, as if a grader had prepared it; gives its id."""
    act = Act(user="tina", at=at or datetime.now(UTC))
    blobs = BlobStore(data.portal / "blobs")
    database = Database(f"sqlite:///{data.portal_database}")
    course = load_course(folder)
    files = []
    for file in course_files(folder):
        with (folder / file.path).open("rb") as content:
            blob = blobs.put(content)
        files.append(FileEntry(path=file.path, sha256=blob.sha256, size=blob.size))
    built = tuple(
        ExerciseBuilt(id=one.id, max_score=10, has_manual=False, notebooks=(one.id,))
        for one in course.exercises
    )
    with database.writing() as session:
        sketch = sketch_of_files(files, blobs)
        package = Package(course=course, sha256="0a" * 32, files=files, sketch=sketch)
        release = receive(session, package, act)
        publish(session, release.id, PrepareResult(exercises=built), act)
        list_course(session, course, act)
    database.close()
    return course.id
