"""Checks of what the course needs beside its own files: packages and their pins."""

from __future__ import annotations

from collections.abc import Iterator

from officina_courses.checks.codes import found
from officina_courses.checks.subject import Subject
from officina_courses.environments.folder import EnvironmentsFolder
from officina_courses.environments.lock import LOCK_FILE, Lock, read_lock
from officina_courses.errors import EnvironmentRefused
from officina_courses.loader import COURSE_FILE
from officina_courses.model import Course, Finding


def check_environment(subject: Subject) -> Iterator[Finding]:
    """Whether every package is pinned, and nothing is pinned for nothing."""
    if subject.course is None:
        return
    packages = subject.course.environment.packages
    try:
        lock = read_lock(subject.folder)
    except EnvironmentRefused as error:
        yield found("OFF008", error.what, path=LOCK_FILE)
        return
    if packages and lock is None:
        yield found("OFF008", f"There is no {LOCK_FILE}.", path=COURSE_FILE)
    elif lock is not None and not packages:
        yield found("OFF009", f"There is a {LOCK_FILE}.", path=LOCK_FILE)
    for missed in lock.misses(packages) if lock else ():
        yield found("OFF008", f"In {LOCK_FILE}, {missed}.", path=LOCK_FILE)


def check_built(
    course: Course, lock: Lock | None, environments: EnvironmentsFolder
) -> Iterator[Finding]:
    """That a hub cannot run its notebooks yet, or with other versions; it is published anyway."""
    kernel = course.environment.kernel
    if environments.is_missing_for(course):
        what = f'The kernel "{kernel}" is not built on this hub with all that the course asks for.'
        yield found("OFF063", what, path=COURSE_FILE)
    elif lock is not None and environments.is_of_another_lock(course, lock):
        what = f'The kernel "{kernel}" is built on this hub, of another lock than this release has.'
        yield found("OFF064", what, path=LOCK_FILE)
