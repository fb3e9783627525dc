"""Gives a course folder another id, so that two factories' courses of one name stand side by side.

Notebooks and tests know nothing of the id. A kernel of the course's own is named after it unless
``course.toml`` says otherwise, and notebooks are written for that kernel: the name is kept.
"""

from __future__ import annotations

from pathlib import Path

import tomlkit
from tomlkit.items import Table

from officina_courses.loader import COURSE_FILE, load_course
from officina_courses.model import Course


def rename_course(folder: Path, course_id: str) -> Course:
    """The same course under that id; comments and order of ``course.toml`` stay.

    Raises
    ------
    CourseError
        Where the folder has no course that can be loaded, before or under that id.

    """
    course = load_course(folder)
    if course.id == course_id:
        return course
    path = folder / COURSE_FILE
    document = tomlkit.parse(path.read_text(encoding="utf-8-sig"))
    document["id"] = course_id
    environment = document.get("environment")
    if course.environment.packages and isinstance(environment, Table):
        environment["kernel"] = course.environment.kernel
    path.write_text(tomlkit.dumps(document), encoding="utf-8")
    return load_course(folder)
