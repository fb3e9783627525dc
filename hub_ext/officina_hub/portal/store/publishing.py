"""The end of preparing: a release becomes what learners get, at once and whole, or fails."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from officina_courses.marks import ExerciseBuilt
from officina_courses.model import Course, Exercise, Finding
from officina_hub.portal.db import tables as t
from officina_hub.portal.store.act import Act, note
from officina_hub.portal.store.catalogue_courses import list_course
from officina_hub.portal.store.courses import course_of_release, search_text
from officina_hub.portal.store.releases import find_release, student_files
from officina_widgets.wire import FileEntry, PrepareResult

PREPARING_FAILED = "OFF900"
MISSING = (
    "Preparing gave no student version of {names}, so the release was not published and learners "
    "keep the one before. Publish it again."
)


def publish(session: Session, release_id: int, result: PrepareResult, act: Act) -> None:
    """Make the release current, with the points that preparing counted.

    What preparing found wrong, or left out, fails the release instead.
    """
    release = find_release(session, release_id)
    course = course_of_release(session, release_id)
    errors = [finding for finding in result.findings if finding.severity == "error"]
    built = {exercise.id: exercise for exercise in result.exercises}
    missing = [exercise.id for exercise in course.exercises if exercise.id not in built]
    _add_findings(release, result.findings)
    if missing and not errors:
        errors = [_failure(MISSING.format(names=", ".join(missing)))]
        _add_findings(release, tuple(errors))
    if errors:
        release.state = "failed"
        note(session, act, "release failed", course_id=course.id, detail=course.version)
        return
    release.state = "published"
    _make_current(session, release, course, act)
    _set_exercises(session, release, course, built)
    list_course(session, course, act)
    note(session, act, "release published", course_id=course.id, detail=course.version)


def fail(session: Session, release_id: int, message: str, act: Act) -> None:
    """Say why a release could not be prepared; what learners have stays as it is."""
    release = find_release(session, release_id)
    release.state = "failed"
    _add_findings(release, (_failure(message),))
    note(session, act, "release failed", course_id=release.course_id, detail=release.version)


def _failure(message: str) -> Finding:
    return Finding(severity="error", code=PREPARING_FAILED, message=message)


def _add_findings(release: t.Release, findings: tuple[Finding, ...]) -> None:
    told = [finding.model_dump(mode="json") for finding in findings]
    new = [finding for finding in told if finding not in release.findings]
    release.findings = [*release.findings, *new]


def _make_current(session: Session, release: t.Release, course: Course, act: Act) -> None:
    publication = session.get(t.Publication, course.id)
    if publication is None:
        publication = t.Publication(course_id=course.id)
        session.add(publication)
    publication.release_id = release.id
    publication.published_at = act.at
    publication.title = course.title
    publication.summary = course.summary
    publication.language = course.language
    publication.level = course.level
    publication.minutes = course.minutes
    publication.licence = course.licence
    publication.version = course.version
    publication.exercise_count = len(course.exercises)
    publication.search_text = search_text(course)
    session.flush()


def _set_exercises(
    session: Session, release: t.Release, course: Course, built: dict[str, ExerciseBuilt]
) -> None:
    """Bring the exercises to the new release; one that it no longer has is kept, unreleased."""
    ours = t.Exercise.course_id == course.id
    session.execute(update(t.Exercise).where(ours).values(is_released=False))
    session.execute(delete(t.ExerciseFile).where(t.ExerciseFile.course_id == course.id))
    session.expire_all()
    known = {exercise.id: exercise for exercise in session.scalars(select(t.Exercise).where(ours))}
    files = _by_exercise(student_files(session, release.id))
    for position, exercise in enumerate(course.exercises):
        row = known.get(exercise.id)
        if row is None:
            row = t.Exercise(course_id=course.id, id=exercise.id, has_own_deadline=False)
            session.add(row)
        row.position = position
        row.release_id = release.id
        _describe(row, exercise, built[exercise.id])
        session.flush()
        for file in files[exercise.id]:
            session.add(t.ExerciseFile(course_id=course.id, exercise_id=exercise.id, **file))


def _describe(row: t.Exercise, exercise: Exercise, built: ExerciseBuilt) -> None:
    row.title = exercise.title
    row.summary = exercise.summary
    row.minutes = exercise.minutes
    row.max_score = built.max_score
    row.has_manual = built.has_manual
    row.notebooks = list(built.notebooks)
    row.tests = built.tests
    row.is_released = True
    if not row.has_own_deadline:
        row.deadline = exercise.deadline


def _by_exercise(files: tuple[FileEntry, ...]) -> dict[str, list[dict[str, str | int]]]:
    grouped: dict[str, list[dict[str, str | int]]] = defaultdict(list)
    for file in files:
        exercise_id, _, path = file.path.partition("/")
        grouped[exercise_id].append({"path": path, "sha256": file.sha256, "size": file.size})
    return grouped
