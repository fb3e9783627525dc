"""``/teach`` and ``/courses/<c>/teach``: a trainer's courses, and one class with its marks."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from officina_hub.portal.errors import NotFound
from officina_hub.portal.pages.base import PageHandler
from officina_hub.portal.pages.board import make_board
from officina_hub.portal.pages.site import Reader
from officina_hub.portal.pages.states import late_chip, release_chip
from officina_hub.portal.store.courses import (
    course_detail,
    course_of_release,
    my_courses,
    published,
)
from officina_hub.portal.store.enrolment import members
from officina_hub.portal.store.feedback import failed_feedback
from officina_hub.portal.store.gradebook import as_csv, gradebook
from officina_hub.portal.store.regrade_view import newest_regrades
from officina_hub.portal.store.regrades import marked_earlier
from officina_hub.portal.store.releases import list_releases
from officina_hub.scopes import PRESTART, PUBLISH
from officina_widgets.wire import CourseDetail


def class_page(session: Session, reader: Reader, course_id: str, search: str) -> dict[str, Any]:
    """What ``teach.html`` shows; a course whose first release failed has only releases."""
    t = reader.translations
    detail = _detail(session, reader, course_id)
    book = gradebook(session, course_id) if detail else None
    return {
        "course_id": course_id,
        "course_title": detail.course.title if detail else course_id,
        "detail": detail,
        "book": book,
        "board": make_board(t, book, search=search) if book else None,
        "search": search,
        "trainers": members(session, course_id, "trainer"),
        "learners": members(session, course_id, "learner"),
        "failed_feedback": failed_feedback(session, course_id),
        "marked_earlier": marked_earlier(session, course_id),
        "regrades": newest_regrades(session, course_id),
        "releases": list_releases(session, course_id),
        "late_chip": late_chip(t),
        "release_chip": lambda release: release_chip(t, release.state),
    }


class TeachIndexHandler(PageHandler):
    """The courses the reader is a trainer of, and how to publish one more."""

    door = "teach"

    async def get(self) -> None:
        mine = await self.portal.read(my_courses, self.person)
        courses = [course for course in mine if course.role == "trainer"]
        may_import = self.has_scope(PUBLISH)
        self.render_page("teach_index.html", courses=courses, may_import=may_import)


class TrainerHandler(PageHandler):
    """The base of pages that only the trainers of a course may open."""

    right = "exercises.edit"
    door = "teach"


class TeachHandler(TrainerHandler):
    """One class: where it stands, marks, exercises, people, releases."""

    async def get(self, course_id: str) -> None:
        search = self.get_argument("search", "")[:200]
        shown = await self.portal.read(class_page, self.reader, course_id, search)
        may_prestart = self.portal.settings.may_prestart and self.has_scope(PRESTART)
        base = self.address(f"courses/{course_id}/teach")
        self.render_page("teach.html", base=base, may_prestart=may_prestart, **shown)


class GradebookCsvHandler(TrainerHandler):
    """The marks for a spreadsheet."""

    right = "gradebook.read"

    async def get(self, course_id: str) -> None:
        book = await self.portal.read(gradebook, course_id)
        self.set_header("Content-Type", "text/csv; charset=utf-8")
        self.set_header("Content-Disposition", f'attachment; filename="{course_id}-marks.csv"')
        self.finish(as_csv(book))


def title_of(session: Session, course_id: str) -> str:
    """The course's title, or its id where nothing of it is published yet."""
    try:
        return course_of_release(session, published(session, course_id).release_id).title
    except NotFound:
        return course_id


def _detail(session: Session, reader: Reader, course_id: str) -> CourseDetail | None:
    try:
        return course_detail(session, course_id, user=reader.person)
    except NotFound:
        return None
