"""What the published courses are about: for the ways between the catalogue and the courses."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from officina_courses.model import Frozen
from officina_courses.subjects import SECTORS, STEPS, Sector, Step
from officina_hub.portal.db import tables as t
from officina_hub.portal.store.stored_courses import seen_line
from officina_widgets.catalogue.records import DataTheme, Record

# Themes that are one sector, and nothing else.
SECTOR_OF_THEME: dict[DataTheme, Sector] = {
    "ENER": "energy",
    "ENVI": "climate-environment",
    "GOVE": "public-administration",
    "HEAL": "health",
}


class Taught(Frozen):
    """A published course with its subjects."""

    course_id: str
    title: str
    summary: str
    language: str
    sectors: tuple[Sector, ...] = ()
    steps: tuple[Step, ...] = ()


def taught_courses(session: Session) -> tuple[Taught, ...]:
    """The published courses by title, as far as they have a subject."""
    rows = session.execute(
        select(t.Publication, t.Release.document)
        .join(t.Release, t.Release.id == t.Publication.release_id)
        .order_by(func.lower(t.Publication.title), t.Publication.course_id)
    )
    found = (_taught(publication, document) for publication, document in rows)
    return tuple(one for one in found if one.sectors or one.steps)


def sectors_of(record: Record) -> tuple[Sector, ...]:
    """The sectors of a record, also those that a theme of it says."""
    themes = (SECTOR_OF_THEME[theme] for theme in record.themes if theme in SECTOR_OF_THEME)
    return tuple(dict.fromkeys([*record.sectors, *themes]))


def courses_about(
    courses: Iterable[Taught], sectors: tuple[Sector, ...], steps: tuple[Step, ...]
) -> tuple[Taught, ...]:
    """The courses that share a subject, those that share most first."""
    shared = {
        one: len({*one.sectors} & {*sectors}) + len({*one.steps} & {*steps}) for one in courses
    }
    chosen = (one for one, count in shared.items() if count)
    return tuple(sorted(chosen, key=lambda one: -shared[one]))


def _taught(publication: t.Publication, document: dict[str, Any]) -> Taught:
    """As the release tells; an earlier version of Officina may have stored one without subjects."""
    return Taught(
        course_id=publication.course_id,
        title=seen_line(publication.title),
        summary=seen_line(publication.summary),
        language=publication.language,
        sectors=tuple(one for one in SECTORS if one in document.get("sectors", ())),
        steps=tuple(one for one in STEPS if one in document.get("steps", ())),
    )
