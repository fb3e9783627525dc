"""In which language somebody takes a course: their choice, kept with their membership.

It decides in which language notebooks come to their server. What they have begun stays theirs,
whatever they choose later: a file that its learner has changed is never overwritten.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from officina_courses.translations.places import FOLDER
from officina_hub.portal.db import tables as t
from officina_hub.portal.errors import BadRequest, NotFound
from officina_hub.portal.store.act import Act, note
from officina_hub.portal.store.courses import course_of_release, published
from officina_hub.portal.store.exercise_languages import files_in
from officina_widgets.wire import ExerciseFiles

NO_SUCH_LANGUAGE = (
    "The course {course_id!r} is not there in {language!r}, so nothing was changed. Its languages "
    "are: {languages}."
)
NO_MEMBER = (
    "{user} does not belong to the course {course_id!r}, so no language was kept. Enrol first."
)


def chosen_language(session: Session, course_id: str, user: str) -> str:
    """The language that this member chose; empty where they chose none, or are no member."""
    membership = session.get(t.Membership, (course_id, user))
    return "" if membership is None else membership.language


def languages_there(session: Session, course_id: str) -> tuple[str, ...]:
    """The languages in which something of the published course is there, its own first."""
    release_id = published(session, course_id).release_id
    own = course_of_release(session, release_id).language
    paths = session.scalars(
        select(t.ReleaseFile.path).where(
            t.ReleaseFile.release_id == release_id,
            t.ReleaseFile.kind == "student",
            t.ReleaseFile.path.startswith(FOLDER),
        )
    )
    others = {path.removeprefix(FOLDER).partition("/")[0] for path in paths}
    return (own, *sorted(others - {own}))


def choose_language(session: Session, course_id: str, language: str, act: Act) -> None:
    """Keep the acting member's choice.

    Raises
    ------
    BadRequest
        For a language that the course is not there in.
    NotFound
        For somebody who is no member.

    """
    there = languages_there(session, course_id)
    if language not in there:
        told = {"course_id": course_id, "language": language, "languages": ", ".join(there)}
        raise BadRequest("no-such-language", NO_SUCH_LANGUAGE.format(**told))
    membership = session.get(t.Membership, (course_id, act.user))
    if membership is None:
        message = NO_MEMBER.format(user=act.user, course_id=course_id)
        raise NotFound("no-member", message)
    if membership.language != language:
        membership.language = language
        note(session, act, "language chosen", course_id=course_id, detail=language)


def files_for(
    session: Session, course_id: str, exercise_id: str, *, user: str, language: str
) -> ExerciseFiles:
    """The files in that language; where none is asked for, in the one that the user chose."""
    wanted = language or chosen_language(session, course_id, user)
    return files_in(session, course_id, exercise_id, wanted)
