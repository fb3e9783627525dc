"""Prepare a release: from the trainer's package to student versions and gradebook rows."""

from __future__ import annotations

import logging
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from officina_courses.archive import Limits, extract_tar, folder_entries, write_tar
from officina_courses.check import check_course
from officina_courses.checks.environment import check_built
from officina_courses.environments.folder import EnvironmentsFolder
from officina_courses.environments.lock import read_lock
from officina_courses.grading.course_copy import copy_tree
from officina_courses.loader import load_course
from officina_courses.release import prepare_exercise
from officina_courses.translations.places import folder_of
from officina_courses.translations.release import release_descriptions, release_languages
from officina_hub.grader.course_home import course_home, place_sources
from officina_hub.grader.errors import CourseRefused, JobError
from officina_widgets.client import PortalClient
from officina_widgets.wire import Job, PrepareResult

log = logging.getLogger(__name__)


def prepare(
    job: Job,
    *,
    client: PortalClient,
    courses_dir: Path,
    limits: Limits,
    environments: Path | None = None,
) -> PrepareResult:
    """Check the package, build what learners get, hand it in.

    Nothing of the package is executed here.

    Raises
    ------
    CourseRefused
        With the findings, where the check found an error.

    """
    if job.release_id is None:
        raise JobError("This piece of work names no release, so there is nothing to prepare.")
    with tempfile.TemporaryDirectory(prefix="officina-release-") as scratch:
        package = Path(scratch, "package")
        with client.package_tar(job.release_id) as tar:
            extract_tar(tar, package, limits)
        report = check_course(package)
        if not report.is_publishable:
            raise CourseRefused(report.findings)
        course = load_course(package)
        home = course_home(courses_dir, course.id)
        place_sources(home, course, package, now=datetime.now(UTC))
        largest = limits.max_total_bytes
        built = tuple(
            prepare_exercise(home, exercise.id, max_bytes=largest) for exercise in course.exercises
        )
        released = Path(scratch, "release")
        for exercise in built:
            to = released / exercise.id
            copy_tree(home, "release", exercise.id, to=to, max_bytes=largest)
        languages = {
            language
            for exercise in built
            for language in release_languages(package, released, exercise.id)
        }
        languages.update(release_descriptions(package, released, course))
        folders = [exercise.id for exercise in built] + sorted(map(folder_of, languages))
        _hand_in(client, job.release_id, released, folders, limits)
        lock = read_lock(package)
    unbuilt = check_built(course, lock, EnvironmentsFolder(environments))
    findings = (*report.findings, *unbuilt)
    return PrepareResult(exercises=built, findings=findings)


def _hand_in(
    client: PortalClient, release_id: int, released: Path, folders: list[str], limits: Limits
) -> None:
    entries = (
        entry for folder in folders for entry in folder_entries(released / folder, below=folder)
    )
    with tempfile.TemporaryFile() as tar:
        write_tar(entries, tar, limits=limits)
        tar.seek(0)
        client.put_release_files(release_id, tar)
