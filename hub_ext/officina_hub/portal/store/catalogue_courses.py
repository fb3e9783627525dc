"""Own courses of this hub in the catalogue, brought there by the release that publishes them."""

from __future__ import annotations

import logging
from collections.abc import Iterator

from pydantic import ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from officina_courses.model import Course
from officina_hub.catalogue.arriving import Arriving
from officina_hub.catalogue.own_courses import OWN_COURSES, training_of
from officina_hub.portal.db import tables as t
from officina_hub.portal.store.act import Act
from officina_hub.portal.store.catalogue_load import open_source, take_batch
from officina_hub.portal.store.courses import course_of_release
from officina_hub.portal.store.exercise_languages import descriptions

log = logging.getLogger("officina.portal")


def list_course(session: Session, course: Course, act: Act) -> None:
    """Have a course in the catalogue as it is now published."""
    publication = session.get_one(t.Publication, course.id)
    open_source(session, OWN_COURSES, act)
    take_batch(
        session, OWN_COURSES, tuple(_arriving(session, course, publication)), act, "published"
    )


def listed_courses(session: Session) -> Iterator[Arriving]:
    """All published courses as they arrive in the catalogue."""
    for publication in session.scalars(select(t.Publication)):
        course = course_of_release(session, publication.release_id)
        yield from _arriving(session, course, publication)


def _arriving(session: Session, course: Course, publication: t.Publication) -> Iterator[Arriving]:
    """The course as a record; a course that cannot be one is still a course."""
    try:
        translated = descriptions(session, publication.release_id)
        yield training_of(course, publication.published_at, translated)
    except ValidationError as error:
        log.warning("course %s is not in the catalogue: %s", course.id, error)
