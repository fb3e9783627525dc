"""The words by which feedback and checks are told in the language that somebody takes a course in.

They are those of the release that learners have now, and are looked up by what they translate. So
feedback on an earlier release is told as far as the course still says the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from officina_courses.translations.places import folder_of, words_file
from officina_courses.translations.words import NO_WORDS, Words
from officina_hub.portal.blobs import BlobStore
from officina_hub.portal.db import tables as t
from officina_hub.portal.errors import NotFound
from officina_hub.portal.store.chosen_language import chosen_language
from officina_hub.portal.store.courses import published
from officina_hub.portal.store.submissions import find_submission


def words_in(
    session: Session, blobs: BlobStore, course_id: str, path: str, *, language: str
) -> Words:
    """Those of one notebook, by its exercise and its name without an ending; none in most cases."""
    try:
        release_id = published(session, course_id).release_id
    except NotFound:  # it was withdrawn, and its feedback is there still
        return NO_WORDS
    file = select(t.ReleaseFile.sha256).where(
        t.ReleaseFile.release_id == release_id,
        t.ReleaseFile.kind == "student",
        t.ReleaseFile.path == f"{folder_of(language)}/{words_file(path)}",
    )
    sha256 = session.scalar(file)
    if sha256 is None:
        return NO_WORDS
    try:
        return Words.model_validate_json(blobs.read(sha256))
    except ValidationError:  # of a later format
        return NO_WORDS


def words_of_submission(
    session: Session,
    blobs: BlobStore,
    submission_id: str,
    notebook: str,
    *,
    user: str,
    asked: str = "",
) -> Words:
    """Those for one notebook of it: in the language asked for, else in the one that they chose."""
    submission = find_submission(session, submission_id)
    course_id = submission.course_id
    language = asked or chosen_language(session, course_id, user)
    path = f"{submission.exercise_id}/{notebook}"
    return words_in(session, blobs, course_id, path, language=language)


def words_of_exercise(
    session: Session,
    blobs: BlobStore,
    course_id: str,
    exercise_id: str,
    notebooks: Iterable[str],
    *,
    user: str,
) -> Mapping[str, Words]:
    """Those of its notebooks by their names, in the language that the user chose."""
    language = chosen_language(session, course_id, user)
    return {
        name: words_in(session, blobs, course_id, f"{exercise_id}/{name}", language=language)
        for name in notebooks
    }
