"""Checks of course.toml: whether it is right and tells learners what they want to know."""

from __future__ import annotations

from collections.abc import Iterator

from officina_courses import placeholders
from officina_courses.checks.codes import found
from officina_courses.checks.licences import is_known_licence
from officina_courses.checks.subject import Subject
from officina_courses.loader import COURSE_FILE
from officina_courses.model import Course, Finding
from officina_courses.skills import framework_of


def check_description(subject: Subject) -> Iterator[Finding]:
    """What is wrong or missing in course.toml."""
    error = subject.course_error
    if error is not None:
        for problem in error.problems:
            yield found("OFF001", f"{problem}.", path=COURSE_FILE, line=problem.line)
        if not error.problems:
            text = f"{error.what} {error.why} {error.todo}"
            yield found("OFF001", "-", path=COURSE_FILE).model_copy(update={"message": text})
    if subject.course is not None:
        yield from _gaps(subject.course)
        yield from _parts(subject.course, [file.path for file in subject.files])


def _gaps(course: Course) -> Iterator[Finding]:
    if not course.objectives:
        yield found("OFF002", "The course names no objectives.", path=COURSE_FILE)
    for place, text in _unwritten(course):
        yield found("OFF007", f'{place} still says "{text}".', path=COURSE_FILE)
    if not course.authors:
        yield found("OFF003", "The course names no authors.", path=COURSE_FILE)
    if not is_known_licence(course.licence):
        what = f'The licence "{course.licence}" is not a known SPDX identifier.'
        yield found("OFF004", what, path=COURSE_FILE)
    if not course.exercises:
        yield found("OFF006", "The course has no exercises.", path=COURSE_FILE)
    yield from _skills(course)
    together = sum(exercise.minutes for exercise in course.exercises)
    if course.exercises and not together * 0.5 <= course.minutes <= together * 3:
        what = (
            f"The course takes {course.minutes} minutes, its exercises {together} minutes together."
        )
        yield found("OFF005", what, path=COURSE_FILE)


def _parts(course: Course, paths: list[str]) -> Iterator[Finding]:
    for part in course.parts:
        if not is_known_licence(part.licence):
            what = f'The licence "{part.licence}" of {part.path} is not a known SPDX identifier.'
            yield found("OFF004", what, path=COURSE_FILE)
        if not any(part.fits(path) for path in paths):
            what = f"The licence {part.licence} is given for {part.path}, which is no file here."
            yield found("OFF080", what, path=COURSE_FILE)


def _skills(course: Course) -> Iterator[Finding]:
    seen: set[str] = set()
    for skill in course.skills:
        if framework_of(skill.id) is None:
            what = f'The skill "{skill.label}" has the id "{skill.id[:100]}".'
            yield found("OFF019", what, path=COURSE_FILE)
        elif skill.id in seen:
            what = f'The skill "{skill.label}" is there twice.'
            yield found("OFF019", what, path=COURSE_FILE)
        seen.add(skill.id)


def _unwritten(course: Course) -> Iterator[tuple[str, str]]:
    if course.summary.endswith(placeholders.SUMMARY):
        yield "The summary", placeholders.SUMMARY
    if course.description == placeholders.DESCRIPTION:
        yield "The description", placeholders.DESCRIPTION
    for what, texts, text in (
        ("An objective", course.objectives, placeholders.OBJECTIVE),
        ("A prerequisite", course.prerequisites, placeholders.PREREQUISITE),
        ("A keyword", course.keywords, placeholders.KEYWORD),
    ):
        if text in texts:
            yield what, text
