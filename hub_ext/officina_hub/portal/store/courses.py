"""Published courses: the list with its search, and one course whole."""

from __future__ import annotations

from pydantic import Field
from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from officina_courses.model import Course, Frozen, Level
from officina_courses.translations.places import DESCRIPTION, FOLDER, folder_of
from officina_hub.portal.db import tables as t
from officina_hub.portal.errors import NotFound
from officina_hub.portal.store.enrolment import role_of
from officina_hub.portal.store.stored_courses import (
    read_course,
    seen_line,
    seen_markdown,
    within_reach,
)
from officina_widgets.wire import (
    CourseDetail,
    CoursePage,
    CourseSummary,
    ExerciseOut,
)

NO_SUCH_COURSE = (
    "There is no published course {course_id!r} here. Look for it in the list of courses, or ask "
    "whoever gave you the link."
)
NO_SUCH_EXERCISE = (
    "The course {course_id!r} has no released exercise {exercise_id!r}. Open the course page to "
    "see which ones there are."
)
ESCAPE = "\\"


class CourseQuery(Frozen):
    """What a list of courses is asked for."""

    search: str = Field(default="", max_length=200, description="Words that must all be found")
    language: str = Field(default="", max_length=32, description="Language tag, such as en")
    level: Level | None = None
    limit: int = Field(default=50, ge=1, le=200)
    offset: int = Field(default=0, ge=0, le=1_000_000)


def list_courses(session: Session, query: CourseQuery, *, user: str) -> CoursePage:
    """The published courses that match, by title; ``role`` says what ``user`` is in each."""
    matches = _matches(query)
    total = session.scalar(select(func.count()).select_from(t.Publication).where(matches)) or 0
    rows = session.execute(
        select(t.Publication, t.Membership.role)
        .outerjoin(t.Membership, _mine(user))
        .where(matches)
        .order_by(func.lower(t.Publication.title), t.Publication.course_id)
        .limit(query.limit)
        .offset(query.offset)
    )
    items = tuple(_summary(row[0], row[1]) for row in rows)
    return CoursePage(items=items, total=total, limit=query.limit, offset=query.offset)


def my_courses(session: Session, user: str) -> tuple[CourseSummary, ...]:
    """The published courses that ``user`` is a learner or trainer of, newest membership first."""
    rows = session.execute(
        select(t.Publication, t.Membership.role)
        .join(t.Membership, _mine(user))
        .order_by(t.Membership.enrolled_at.desc(), t.Publication.course_id)
    )
    return tuple(_summary(row[0], row[1]) for row in rows)


def course_languages(session: Session) -> tuple[str, ...]:
    """The languages that published courses are there in, for the filter of the list."""
    own = session.scalars(select(t.Publication.language).distinct())
    told = session.scalars(
        select(t.ReleaseFile.path)
        .distinct()
        .join(t.Publication, t.Publication.release_id == t.ReleaseFile.release_id)
        .where(t.ReleaseFile.kind == "student", t.ReleaseFile.path.like(f"{FOLDER}%/{DESCRIPTION}"))
    )
    further = (path.removeprefix(FOLDER).removesuffix(f"/{DESCRIPTION}") for path in told)
    return tuple(sorted({*own, *further}))


def course_detail(session: Session, course_id: str, *, user: str) -> CourseDetail:
    """Everything a course page shows.

    Raises
    ------
    NotFound
        When no release of such a course is published.

    """
    publication = published(session, course_id)
    exercises = session.scalars(
        select(t.Exercise)
        .where(t.Exercise.course_id == course_id, t.Exercise.is_released)
        .order_by(t.Exercise.position, t.Exercise.id)
    )
    return CourseDetail(
        course=course_of_release(session, publication.release_id),
        release_id=publication.release_id,
        published_at=publication.published_at,
        role=role_of(session, course_id, user),
        exercises=tuple(exercise_out(exercise) for exercise in exercises),
    )


def published(session: Session, course_id: str) -> t.Publication:
    """The line of a course in the list; raises ``NotFound`` where there is none."""
    publication = session.get(t.Publication, course_id)
    if publication is None:
        raise NotFound("no-such-course", NO_SUCH_COURSE.format(course_id=course_id))
    return publication


def course_of_release(session: Session, release_id: int) -> Course:
    """The ``course.toml`` of that release."""
    return read_course(session.get_one(t.Release, release_id).document)


def find_exercise(session: Session, course_id: str, exercise_id: str) -> t.Exercise:
    """The exercise, released or not; raises ``NotFound`` where there is none."""
    exercise = session.get(t.Exercise, (course_id, exercise_id))
    if exercise is None:
        raise no_such_exercise(course_id, exercise_id)
    return exercise


def no_such_exercise(course_id: str, exercise_id: str) -> NotFound:
    """The error that says so."""
    message = NO_SUCH_EXERCISE.format(course_id=course_id, exercise_id=exercise_id)
    return NotFound("no-such-exercise", message)


def exercise_out(exercise: t.Exercise) -> ExerciseOut:
    """An exercise as it travels."""
    return ExerciseOut(
        id=exercise.id,
        title=seen_line(exercise.title),
        summary=seen_markdown(exercise.summary),
        minutes=exercise.minutes,
        deadline=within_reach(exercise.deadline),
        max_score=exercise.max_score,
        has_manual=exercise.has_manual,
        notebooks=tuple(exercise.notebooks),
    )


def search_text(course: Course) -> str:
    """What a search looks through, folded so that case does not matter in any language."""
    parts = (course.id, course.title, course.summary, *course.keywords, course.description)
    return "\n".join(parts).casefold()


def _matches(query: CourseQuery) -> ColumnElement[bool]:
    conditions: list[ColumnElement[bool]] = [
        t.Publication.search_text.like(f"%{_escaped(word)}%", escape=ESCAPE)
        for word in query.search.casefold().split()
    ]
    if query.language:
        own = t.Publication.language == query.language
        conditions.append(or_(own, _translated(query.language)))
    if query.level:
        conditions.append(t.Publication.level == query.level)
    return and_(True, *conditions)  # noqa: FBT003 - SQLAlchemy's neutral element


def _translated(language: str) -> ColumnElement[bool]:
    """That the published release is told in that language, too."""
    return exists().where(
        t.ReleaseFile.release_id == t.Publication.release_id,
        t.ReleaseFile.kind == "student",
        t.ReleaseFile.path == f"{folder_of(language)}/{DESCRIPTION}",
    )


def _escaped(word: str) -> str:
    for char in (ESCAPE, "%", "_"):
        word = word.replace(char, ESCAPE + char)
    return word


def _mine(user: str) -> ColumnElement[bool]:
    return and_(t.Membership.course_id == t.Publication.course_id, t.Membership.user == user)


def _summary(publication: t.Publication, role: str | None) -> CourseSummary:
    return CourseSummary.model_validate(
        {
            "id": publication.course_id,
            "title": seen_line(publication.title),
            "summary": seen_line(publication.summary),
            "language": publication.language,
            "level": publication.level,
            "minutes": publication.minutes,
            "licence": seen_line(publication.licence),
            "version": publication.version,
            "exercise_count": publication.exercise_count,
            "role": role,
        }
    )
