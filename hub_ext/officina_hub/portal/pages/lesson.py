"""``/courses/<c>/exercises/<e>/read/<notebook>``: a notebook to read, without a server.

Whoever may see the course's page may read its lessons. The page may be kept by the browser, which
asks each time whether it is still the same: who looks at a lesson again gets an empty answer.
"""

from __future__ import annotations

from officina_hub.portal.lessons import Lesson, Places, Unreadable, read_lesson
from officina_hub.portal.lessons.places import LANGUAGE, PICTURES, lesson_address
from officina_hub.portal.pages.base import PageHandler
from officina_hub.portal.store.lessons import LessonEntry, LessonFound, find_lesson, find_picture
from officina_hub.portal.store.told_courses import CourseTold
from officina_widgets.wire import FileEntry

ASK_EACH_TIME = "private, no-cache"
FOR_GOOD = "private, max-age=31536000, immutable"
# A drawing that somebody opens by itself runs no script and loads nothing, whatever is in it.
STILL = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; sandbox"


class LessonHandler(PageHandler):
    """The page of one notebook."""

    right = "courses.read"
    door = "learn"
    keeping = ASK_EACH_TIME

    async def get(self, course_id: str, exercise_id: str, notebook: str) -> None:
        told = await self.told(course_id, self.get_query_argument(LANGUAGE, ""))
        place = (exercise_id, notebook)
        found = await self.portal.read(find_lesson, told, *place, user=self.person)
        lesson, trouble = await self.portal.work(self._lesson, found)
        self.render_page(
            "lesson.html",
            detail=found.detail,
            told=told,
            found=found,
            lesson=lesson,
            trouble=trouble,
            href=lambda entry, language=told.language: self._address_of(told, entry, language),
        )

    def _lesson(self, found: LessonFound) -> tuple[Lesson | None, str]:
        course = self.address(f"courses/{found.detail.course.id}")
        places = Places(
            course=course,
            exercise_id=found.entry.exercise.id,
            notebook=found.entry.notebook,
            files=tuple((file.path, file.sha256) for file in found.pictures),
            lessons=frozenset((one.exercise.id, one.notebook) for one in found.entries),
        )
        content = self.portal.blobs.read(found.file.sha256)
        try:
            return read_lesson(content, found.file.sha256, places), ""
        except Unreadable as error:
            return None, str(error)

    def _address_of(self, told: CourseTold, entry: LessonEntry, language: str) -> str:
        """Whoever reads in another language goes on in it."""
        page = self.address(f"courses/{told.detail.course.id}")
        address = lesson_address(page, entry.exercise.id, entry.notebook)
        asked = told.asks_for(language)
        return f"{address}?{LANGUAGE}={asked}" if asked else address


class PictureHandler(PageHandler):
    """A picture of an exercise, by its content."""

    right = "courses.read"

    async def get(self, course_id: str, exercise_id: str, sha256: str, ending: str) -> None:
        file: FileEntry = await self.portal.read(
            find_picture, course_id, exercise_id, sha256, f".{ending}"
        )
        content = await self.portal.work(self.portal.blobs.read, file.sha256)
        self.set_header("Content-Type", PICTURES[f".{ending}"])
        self.set_header("Content-Security-Policy", STILL)
        self.set_header("Cache-Control", FOR_GOOD)
        self.finish(content)
