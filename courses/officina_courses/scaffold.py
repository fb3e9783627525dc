"""``officina course new``: a small course that works, to be written over."""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from officina_courses import placeholders
from officina_courses.course_files import SOURCE
from officina_courses.errors import ScaffoldRefused
from officina_courses.loader import COURSE_FILE
from officina_courses.manifest import course_toml
from officina_courses.model import Author, Course, Exercise, Profile
from officina_courses.new_folder import check_course_id, told
from officina_courses.scaffold_notebook import write_first_exercise
from officina_courses.sources.folder import build_course

FIRST_EXERCISE: Final = "01-first-steps"


def new_course(
    dest: Path,
    *,
    course_id: str,
    title: str,
    licence: str = "CC-BY-4.0",
    authors: Sequence[str] = (),
    language: str = "en",
) -> Course:
    """Make a course folder at ``dest`` with one exercise that passes all gates.

    Raises
    ------
    ScaffoldRefused
        Where ``dest`` exists or cannot be made, or a text cannot stand in ``course.toml``.
    JupytextMissing
        Where notebooks cannot be built from sources.

    """
    with told(ScaffoldRefused, dest):
        _check_free(dest)
        check_course_id(course_id, ScaffoldRefused)
        course = Course(
            id=course_id,
            title=title,
            version="0.1.0",
            summary=f"{title}: {placeholders.SUMMARY}"[:300],
            description=placeholders.DESCRIPTION,
            language=language,
            minutes=20,
            objectives=(placeholders.OBJECTIVE,),
            prerequisites=(placeholders.PREREQUISITE,),
            keywords=(placeholders.KEYWORD,),
            licence=licence,
            authors=tuple(Author(name=name) for name in authors),
            exercises=(Exercise(id=FIRST_EXERCISE, title="First steps", minutes=20),),
            profiles={
                "smoke": Profile(summary="As short as it can be", parameters={"days": 5}),
                "cpu": Profile(summary="On a laptop", parameters={"days": 30}),
            },
        )
        _write(dest, course)
    return course


def _check_free(dest: Path) -> None:
    if dest.exists() or dest.is_symlink():
        raise ScaffoldRefused(
            f"{dest} exists already.",
            why="A new course never overwrites anything.",
            todo="Choose a name that is free.",
        )


def _write(dest: Path, course: Course) -> None:
    staging = dest.with_name(f".{dest.name}.{secrets.token_hex(8)}")
    try:
        folder = staging / SOURCE / FIRST_EXERCISE
        folder.mkdir(parents=True)
        (staging / COURSE_FILE).write_text(course_toml(course), encoding="utf-8")
        write_first_exercise(staging, folder)
        build_course(staging)
        staging.rename(dest)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        raise
