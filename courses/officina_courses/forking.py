"""Makes a course of one's own out of another's package, and says in it where it came from."""

from __future__ import annotations

from pathlib import Path

import tomlkit

from officina_courses.loader import COURSE_FILE, load_course
from officina_courses.model import Course, Origin
from officina_courses.renaming import rename_course


def fork_course(folder: Path, course_id: str, origin: Origin) -> Course:
    """The unpacked course as another one; what its own origin was is said by its origin.

    Raises
    ------
    CourseError
        Where the folder has no course that can be loaded, before or under that id.

    """
    rename_course(folder, course_id)
    path = folder / COURSE_FILE
    document = tomlkit.parse(path.read_text(encoding="utf-8-sig"))
    table = tomlkit.table()
    table.update(origin.model_dump())
    document.pop("forked_from", None)
    document["forked_from"] = table
    path.write_text(tomlkit.dumps(document), encoding="utf-8")
    return load_course(folder)
