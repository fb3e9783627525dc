"""Courses as they are told to one reader: in the language that the address or the reader chose."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy.orm import Session

from officina_courses.model import Course, Frozen
from officina_hub.portal.blobs import BlobStore
from officina_hub.portal.store.chosen_language import chosen_language, languages_there
from officina_hub.portal.store.courses import course_detail, published
from officina_hub.portal.store.exercise_languages import described, descriptions
from officina_hub.portal.store.progress import ExerciseProgress
from officina_widgets.wire import CourseDetail, CourseSummary, ExerciseOut


class CourseTold(Frozen):
    """A course in one of its languages."""

    detail: CourseDetail
    own_language: str
    languages: tuple[str, ...]
    usual: str  # in which its pages are for this reader where the address asks for none
    language: str  # in which they are now, as far as it was translated

    def asks_for(self, language: str) -> str:
        """What a link has to ask for, so that its page is in that language for this reader."""
        return "" if language == self.usual else language

    @property
    def goes_on_in(self) -> str:
        """What links have to ask for, so that one goes on in the language of the page."""
        return self.asks_for(self.language)

    def exercise(self, own: ExerciseOut) -> ExerciseOut:
        """The exercise as it is told here."""
        return next((each for each in self.detail.exercises if each.id == own.id), own)

    def progress(self, own: tuple[ExerciseProgress, ...]) -> tuple[ExerciseProgress, ...]:
        """Somebody's way through the course, with its exercises as they are told here."""
        return tuple(
            each.model_copy(update={"exercise": self.exercise(each.exercise)}) for each in own
        )


def told_course(
    session: Session, blobs: BlobStore, course_id: str, *, user: str, asked: str = ""
) -> CourseTold:
    """The course in the language asked for, else in the one its member chose, else in its own.

    Raises
    ------
    NotFound
        For a course that is not published.

    """
    own = course_detail(session, course_id, user=user)
    languages = languages_there(session, course_id)
    chosen = chosen_language(session, course_id, user)
    usual = chosen if chosen in languages else languages[0]
    wanted = asked or usual
    language = wanted if wanted in languages else languages[0]
    told = _description(session, blobs, own.release_id, language)
    return CourseTold(
        detail=own if told is None else described(own, told),
        own_language=languages[0],
        languages=languages,
        usual=usual,
        language=language,
    )


def told_summaries(
    session: Session, blobs: BlobStore, items: Iterable[CourseSummary], *, user: str, asked: str
) -> tuple[CourseSummary, ...]:
    """Courses of a list, in the language asked for, else in the one that the reader takes it in."""
    return tuple(
        _summary(session, blobs, item, asked or chosen_language(session, item.id, user))
        for item in items
    )


def _summary(session: Session, blobs: BlobStore, item: CourseSummary, chosen: str) -> CourseSummary:
    if chosen in {"", item.language}:
        return item
    told = _description(session, blobs, published(session, item.id).release_id, chosen)
    if told is None:
        return item
    words = {"title": told.title, "summary": told.summary, "language": told.language}
    return item.model_copy(update=words)


def _description(
    session: Session, blobs: BlobStore, release_id: int, language: str
) -> Course | None:
    file = descriptions(session, release_id).get(language)
    return None if file is None else Course.model_validate_json(blobs.read(file.sha256))
