"""Checks that each profile of ``course.toml`` fits the notebooks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from officina_courses.checks.codes import found
from officina_courses.checks.subject import Subject
from officina_courses.errors import CourseError
from officina_courses.loader import COURSE_FILE
from officina_courses.model import Finding

FEWEST: Final = 2


def check_profiles(subject: Subject) -> Iterator[Finding]:
    """Profiles whose values no notebook takes, and too few of them."""
    from officina_courses.runs.plan import RunRequest, plan_runs

    course = subject.course
    if course is None:
        return
    if len(course.profiles) < FEWEST:
        names = ", ".join(course.profiles) or "none"
        yield found("OFF201", f"The course's profiles are: {names}.", path=COURSE_FILE)
    for name in course.profiles:
        try:
            plan_runs(subject.folder, RunRequest(profile=name))
        except CourseError as error:
            yield found("OFF200", f"The profile {name}: {error.what}", path=COURSE_FILE)
