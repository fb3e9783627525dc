"""Which courses need a Python of their own that nobody has built here yet: their work waits.

Publishing never builds one, so trainers and learners are told, and the queue passes such work
over. It goes on by itself when an operator has built it.
"""

from __future__ import annotations

import time
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from officina_courses.environments.folder import EnvironmentsFolder
from officina_courses.model import Course
from officina_courses.saying import say
from officina_hub.portal.db import tables as t
from officina_hub.portal.errors import Conflict
from officina_hub.portal.store.courses import course_of_release

LOOK_SECONDS: Final = 5.0
NO_CHECK = say(
    "This course needs software that this hub does not have yet, so nothing was checked. You can "
    "hand in all the same: that waits until the software is installed, and loses nothing."
)


class Unbuilt:
    """Looks into the folder, and at the releases when it is asked for all courses."""

    def __init__(self, folder: Path) -> None:
        self._folder = EnvironmentsFolder(folder)
        self._own: dict[int, Course] = {}  # by their releases, which never change
        self._seen: frozenset[int] = frozenset()
        self._found: frozenset[str] = frozenset()
        self._next_look = 0.0

    def lacks(self, course: Course) -> bool:
        """Whether this course cannot be worked on for want of its Python."""
        return self._folder.is_missing_for(course)

    def refuse_check(self, session: Session, course_id: str) -> None:
        """Raise ``Conflict`` where a check would wait for its Python: somebody looks at it now."""
        if course_id in self.courses(session):
            raise Conflict("no-software", NO_CHECK)

    def courses(self, session: Session) -> frozenset[str]:
        """The ids of all published courses that lack theirs, as they were a moment ago.

        A release that came since then is looked at, or its work would be taken too early.
        """
        published = frozenset(session.scalars(select(t.Publication.release_id)))
        if time.monotonic() >= self._next_look or published != self._seen:
            for release in published - self._seen:
                course = course_of_release(session, release)
                if course.environment.packages:
                    self._own[release] = course
            own = (self._own[release] for release in published if release in self._own)
            self._found = frozenset(course.id for course in own if self.lacks(course))
            self._seen = published
            self._next_look = time.monotonic() + LOOK_SECONDS
        return self._found
