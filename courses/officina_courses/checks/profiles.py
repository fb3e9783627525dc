"""Checks that each profile of ``course.toml`` fits the notebooks."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from officina_courses.checks.codes import found
from officina_courses.checks.subject import Subject
from officina_courses.errors import CourseError, DeclaredWrongly, NotebookError
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
    told = []
    for name in course.profiles:
        try:
            plan_runs(subject.folder, RunRequest(profile=name))
        except NotebookError:
            return  # told as a notebook that cannot be read
        except CourseError as error:
            told.append(misfit(name, error))
    yield from dict.fromkeys(told)


def misfit(profile: str | None, error: CourseError) -> Finding:
    """Why runs with that profile are refused; for all profiles the same where none could run."""
    if isinstance(error, DeclaredWrongly):
        what = f"The parameters cell, line {error.line}, {error.reason}."
        return found("OFF200", what, path=error.path, cell=error.cell, line=error.line)
    whose = f"The profile {profile}: " if profile else ""
    return found("OFF200", f"{whose}{error.what}", path=COURSE_FILE)
