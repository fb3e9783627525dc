"""The further languages in which the notebooks of a released exercise are there.

The grader hands them in beside the learners' versions, as ``@<language>/<exercise>/<notebook>``.
They belong to the notebook that they were made from: where a trainer has released another one
since, from the course's server, there are none.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from officina_courses.model import Course
from officina_courses.translations.places import DESCRIPTION, FOLDER
from officina_hub.portal.db import tables as t
from officina_hub.portal.store.courses import course_of_release, published
from officina_hub.portal.store.exercise_files import exercise_files
from officina_widgets.wire import CourseDetail, ExerciseFiles, FileEntry


def languages_of(session: Session, found: ExerciseFiles, path: str) -> dict[str, FileEntry]:
    """The notebook of that path in each further language, by the languages' tags."""
    place = f"{found.exercise_id}/{path}"
    rows = select(t.ReleaseFile).where(
        t.ReleaseFile.release_id == found.release_id,
        t.ReleaseFile.kind == "student",
        t.ReleaseFile.path.endswith(place, autoescape=True),
    )
    released = {row.path: row for row in session.scalars(rows.order_by(t.ReleaseFile.path))}
    own = released.pop(place, None)
    if own is None or own.sha256 not in {one.sha256 for one in found.files if one.path == path}:
        return {}
    return {
        language: FileEntry(path=path, sha256=row.sha256, size=row.size)
        for name, row in released.items()
        if (language := _language(name, place))
    }


def files_in(session: Session, course_id: str, exercise_id: str, language: str) -> ExerciseFiles:
    """The files a learner gets, with each notebook in that language where there is such a one.

    Raises
    ------
    NotFound
        For an exercise that is not released.

    """
    found = exercise_files(session, course_id, exercise_id)
    files = tuple(
        languages_of(session, found, file.path).get(language, file)
        if language and file.path.endswith(".ipynb")
        else file
        for file in found.files
    )
    own = course_of_release(session, published(session, course_id).release_id).language
    spoken = own if files == found.files else language
    return found.model_copy(update={"files": files, "language": spoken})


def descriptions(session: Session, release_id: int) -> dict[str, FileEntry]:
    """The course's description in each further language, by the languages' tags."""
    rows = select(t.ReleaseFile).where(
        t.ReleaseFile.release_id == release_id,
        t.ReleaseFile.kind == "student",
        t.ReleaseFile.path.startswith(FOLDER),
    )
    return {
        language: FileEntry(path=row.path, sha256=row.sha256, size=row.size)
        for row in session.scalars(rows.order_by(t.ReleaseFile.path))
        if (language := _language(row.path, DESCRIPTION))
    }


def described(detail: CourseDetail, told: Course) -> CourseDetail:
    """The course as told in another language; titles that the trainers changed since stay."""
    own = {each.id: each for each in detail.course.exercises}
    other = {each.id: each for each in told.exercises}
    exercises = tuple(
        each.model_copy(update={"title": other[each.id].title, "summary": other[each.id].summary})
        if each.id in own and each.id in other and each.title == own[each.id].title
        else each
        for each in detail.exercises
    )
    return detail.model_copy(update={"course": told, "exercises": exercises})


def _language(name: str, place: str) -> str:
    folder = name.removesuffix(f"/{place}")
    is_ours = folder != name and folder.startswith(FOLDER) and "/" not in folder
    return folder.removeprefix(FOLDER) if is_ours else ""
