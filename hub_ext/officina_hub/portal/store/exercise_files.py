"""What learners of an exercise get: read, released anew from the course's server, taken back."""

from __future__ import annotations

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from officina_courses.marks import ExerciseBuilt
from officina_hub.portal.db import tables as t
from officina_hub.portal.errors import Conflict
from officina_hub.portal.store.act import Act, note
from officina_hub.portal.store.courses import find_exercise, no_such_exercise, published
from officina_widgets.wire import ExerciseFiles, FileEntry

ALREADY_RELEASED = (
    "The exercise {exercise_id!r} of {course_id!r} is released already with other files, and "
    "learners may have begun with those. Release it with force (--force) if they should get the "
    "new ones; what a learner has written is never overwritten."
)


def exercise_files(session: Session, course_id: str, exercise_id: str) -> ExerciseFiles:
    """The files a learner gets; raises ``NotFound`` for an exercise that is not released."""
    exercise = find_exercise(session, course_id, exercise_id)
    if not exercise.is_released:
        raise no_such_exercise(course_id, exercise_id)
    return _out(session, exercise)


def release_exercise(
    session: Session,
    course_id: str,
    built: ExerciseBuilt,
    files: tuple[FileEntry, ...],
    act: Act,
    *,
    force: bool,
) -> ExerciseFiles:
    """Give learners these files from now on; an exercise that the course did not have is added.

    Raises
    ------
    Conflict
        When it is released already with other files and ``force`` is not set.

    """
    release_id = published(session, course_id).release_id
    exercise = session.get(t.Exercise, (course_id, built.id))
    if exercise is None:
        exercise = _new(session, course_id, release_id, built)
    elif exercise.is_released:
        if set(_entries(session, exercise)) == set(files):
            return _out(session, exercise)
        if not force:
            message = ALREADY_RELEASED.format(exercise_id=built.id, course_id=course_id)
            raise Conflict("already-released", message)
    exercise.max_score = built.max_score
    exercise.has_manual = built.has_manual
    exercise.notebooks = list(built.notebooks)
    exercise.is_released = True
    _replace(session, exercise, files)
    note(session, act, "exercise released", course_id=course_id, exercise_id=built.id)
    return _out(session, exercise)


def unrelease_exercise(session: Session, course_id: str, exercise_id: str, act: Act) -> None:
    """Take an exercise back; learners keep what they fetched and handed in."""
    exercise = find_exercise(session, course_id, exercise_id)
    exercise.is_released = False
    _replace(session, exercise, ())
    note(session, act, "exercise unreleased", course_id=course_id, exercise_id=exercise_id)


def _new(session: Session, course_id: str, release_id: int, built: ExerciseBuilt) -> t.Exercise:
    count = select(func.count()).where(t.Exercise.course_id == course_id)
    exercise = t.Exercise(
        course_id=course_id,
        id=built.id,
        release_id=release_id,
        position=session.scalar(count) or 0,
        title=built.id,
        summary="",
        minutes=15,
        deadline=None,
        has_own_deadline=False,
        max_score=built.max_score,
        has_manual=built.has_manual,
        notebooks=list(built.notebooks),
        is_released=True,
    )
    session.add(exercise)
    session.flush()
    return exercise


def _replace(session: Session, exercise: t.Exercise, files: tuple[FileEntry, ...]) -> None:
    place = {"course_id": exercise.course_id, "exercise_id": exercise.id}
    session.execute(delete(t.ExerciseFile).filter_by(**place))
    session.add_all(
        t.ExerciseFile(**place, path=file.path, sha256=file.sha256, size=file.size)
        for file in files
    )
    session.flush()


def _entries(session: Session, exercise: t.Exercise) -> tuple[FileEntry, ...]:
    rows = select(t.ExerciseFile).filter_by(course_id=exercise.course_id, exercise_id=exercise.id)
    return tuple(
        FileEntry(path=row.path, sha256=row.sha256, size=row.size)
        for row in session.scalars(rows.order_by(t.ExerciseFile.path))
    )


def _out(session: Session, exercise: t.Exercise) -> ExerciseFiles:
    release = session.get_one(t.Release, exercise.release_id)
    return ExerciseFiles(
        course_id=exercise.course_id,
        exercise_id=exercise.id,
        release_id=release.id,
        version=release.version,
        files=_entries(session, exercise),
    )
