"""The notebooks of a course as lessons to read: which there are, and what one of them shows.

Only what learners get now is here: the students' versions of released exercises, never the package
with its solutions and hidden tests.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from officina_courses.model import Frozen
from officina_hub.portal.db import tables as t
from officina_hub.portal.errors import NotFound
from officina_hub.portal.lessons.places import is_picture
from officina_hub.portal.store.exercise_files import exercise_files
from officina_hub.portal.store.exercise_languages import languages_of
from officina_hub.portal.store.told_courses import CourseTold
from officina_widgets.wire import CourseDetail, ExerciseOut, FileEntry

ENDING = ".ipynb"
NO_SUCH_LESSON = (
    "The exercise {exercise_id!r} has no notebook {notebook!r} to read. Open the course page to "
    "see what there is."
)
NO_SUCH_PICTURE = "There is no such picture in the exercise {exercise_id!r}."


class LessonEntry(Frozen):
    """One notebook in the order of the course."""

    exercise: ExerciseOut
    notebook: str
    is_handed_in: bool

    @property
    def title(self) -> str:
        """The exercise's title, with the notebook's name where there are several."""
        is_alone = len(self.exercise.notebooks) < 2
        return self.exercise.title if is_alone else f"{self.exercise.title}: {self.notebook}"


class LessonFound(Frozen):
    """One notebook among the others of its course, with the files that its page may show."""

    detail: CourseDetail
    entries: tuple[LessonEntry, ...]
    place: int
    file: FileEntry
    language: str
    languages: tuple[str, ...]
    pictures: tuple[FileEntry, ...]

    @property
    def entry(self) -> LessonEntry:
        """The notebook itself."""
        return self.entries[self.place]

    @property
    def previous(self) -> LessonEntry | None:
        """The notebook before it, also of another exercise."""
        return self.entries[self.place - 1] if self.place else None

    @property
    def following(self) -> LessonEntry | None:
        """The notebook after it, also of another exercise."""
        return self.entries[self.place + 1] if self.place + 1 < len(self.entries) else None


def find_lesson(
    session: Session, told: CourseTold, exercise_id: str, notebook: str, *, user: str
) -> LessonFound:
    """The notebook that learners get; raises ``NotFound`` where it is not released.

    It is in the language that its course is told in where there is such a translation, else in
    the course's own language.
    """
    detail, language, own = told.detail, told.language, told.own_language
    released = exercise_files(session, detail.course.id, exercise_id)
    files = released.files
    entries = tuple(_entries(session, detail, user))
    wanted = (exercise_id, notebook)
    names = [(one.exercise.id, one.notebook) for one in entries]
    file = next((one for one in files if one.path == notebook + ENDING), None)
    if file is None or wanted not in names:
        message = NO_SUCH_LESSON.format(exercise_id=exercise_id, notebook=notebook)
        raise NotFound("no-such-lesson", message)
    translated = languages_of(session, released, file.path)
    return LessonFound(
        detail=detail,
        entries=entries,
        place=names.index(wanted),
        file=translated.get(language, file),
        language=language if language in translated else own,
        languages=(own, *(each for each in translated if each != own)),
        pictures=tuple(one for one in files if is_picture(one.path)),
    )


def find_picture(
    session: Session, course_id: str, exercise_id: str, sha256: str, ending: str
) -> FileEntry:
    """A picture among the files of a released exercise; raises ``NotFound``."""
    for file in exercise_files(session, course_id, exercise_id).files:
        is_so_called = posixpath.splitext(file.path)[1].lower() == ending
        if file.sha256 == sha256 and is_so_called and is_picture(file.path):
            return file
    message = NO_SUCH_PICTURE.format(exercise_id=exercise_id)
    raise NotFound("no-such-picture", message)


def _entries(session: Session, detail: CourseDetail, user: str) -> Iterator[LessonEntry]:
    mine = select(t.Submission.exercise_id).where(
        t.Submission.course_id == detail.course.id, t.Submission.user == user
    )
    handed_in = set(session.scalars(mine.distinct()))
    for exercise in detail.exercises:
        for notebook in exercise.notebooks:
            yield LessonEntry(
                exercise=exercise, notebook=notebook, is_handed_in=exercise.id in handed_in
            )
