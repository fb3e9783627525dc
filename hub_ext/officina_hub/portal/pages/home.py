"""``/`` and ``/record``: where a person stands in all courses, and where to go on."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from babel.support import NullTranslations
from markupsafe import Markup
from sqlalchemy.orm import Session

from officina_hub.portal.blobs import BlobStore
from officina_hub.portal.pages.base import PageHandler
from officina_hub.portal.pages.mine import bar_of
from officina_hub.portal.pages.prepared import PreparedHandler
from officina_hub.portal.pages.saved import news_for
from officina_hub.portal.store.courses import CourseQuery, list_courses, my_courses
from officina_hub.portal.store.progress import ExerciseProgress, learner_progress
from officina_hub.portal.store.requests import my_news
from officina_hub.portal.store.tally import Tally
from officina_hub.portal.store.told_courses import CourseTold, told_course
from officina_widgets.catalogue.words import in_language


class Entry(NamedTuple):
    """One course of the reader's own, in a line."""

    course_id: str
    title: str
    language: str
    handed_in: int
    exercise_count: int
    score: float
    max_score: float
    bar: Markup
    last_submitted_at: datetime | None
    next_id: str
    next_title: str


class Resume(NamedTuple):
    """Where the reader left off."""

    course_id: str
    course_title: str
    language: str
    exercise_id: str
    exercise_title: str


def own_courses(
    session: Session, blobs: BlobStore, t: NullTranslations, person: str
) -> tuple[Entry, ...]:
    """The courses that the reader is a learner of, newest enrolment first."""
    return tuple(
        _entry(
            t,
            told_course(session, blobs, course.id, user=person),
            learner_progress(session, course.id, person),
        )
        for course in my_courses(session, person)
        if course.role == "learner"
    )


def resume(entries: tuple[Entry, ...]) -> Resume | None:
    """The next exercise of the course last worked on; of the newest one where none was."""
    going = [entry for entry in entries if entry.next_id]
    if not going:
        return None
    worked = [entry for entry in going if entry.last_submitted_at]
    last = max(worked, key=lambda e: e.last_submitted_at or datetime.min) if worked else going[0]
    return Resume(last.course_id, last.title, last.language, last.next_id, last.next_title)


class HomeHandler(PreparedHandler):
    """The three doors, and the way back to what was begun."""

    async def get(self) -> None:
        mine = await self.portal.read(own_courses, self.portal.blobs, self.t, self.person)
        one = CourseQuery(limit=1)
        found = await self.portal.read(list_courses, one, user=self.person)
        self.render_page(
            "home.html",
            mine=mine,
            resume=resume(mine),
            course_total=found.total,
            searches=await news_for(self.portal, self.person),
            request_news=await self.portal.read(my_news, self.person),
            words=lambda texts: in_language(texts, (self.reader.language,)),
            **await self.prepared(),
        )


class RecordHandler(PageHandler):
    """The reader's own marks over all courses."""

    async def get(self) -> None:
        mine = await self.portal.read(own_courses, self.portal.blobs, self.t, self.person)
        self.render_page("record.html", mine=mine)


def _entry(t: NullTranslations, told: CourseTold, own: tuple[ExerciseProgress, ...]) -> Entry:
    where = Tally(told.progress(own))
    course = told.detail.course
    upcoming = where.next_exercise
    return Entry(
        course_id=course.id,
        title=course.title,
        language=course.language,
        handed_in=where.handed_in,
        exercise_count=len(where.exercises),
        score=where.score,
        max_score=where.max_score,
        bar=bar_of(t, where.score, where.max_score),
        last_submitted_at=where.last_submitted_at,
        next_id=upcoming.id if upcoming else "",
        next_title=upcoming.title if upcoming else "",
    )
