"""The courses that come with Officina."""

from __future__ import annotations

import sys
from pathlib import Path

from officina_courses.loader import COURSE_FILE

FIRST = "first-steps"  # what all others build on, so it is prepared before them


def shipped_courses() -> tuple[Path, ...]:
    """The folders of the shipped courses: the first one, then the others sorted by id.

    An installed Officina has them below ``share/officina/courses``; a checkout that is installed in
    place has them beside this package, and there they win, because they are being worked on.
    """
    places = (Path(sys.prefix, "share", "officina", "courses"), Path(__file__).parents[1])
    found = {
        manifest.parent.name: manifest.parent
        for place in places
        for manifest in place.glob(f"*/{COURSE_FILE}")
    }
    return tuple(found[name] for name in sorted(found, key=lambda name: (name != FIRST, name)))
