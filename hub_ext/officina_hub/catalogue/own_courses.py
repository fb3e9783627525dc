"""The courses of this hub as training records, so that whoever searches finds what is here."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from officina_courses.model import Course
from officina_courses.skills import framework_of
from officina_hub.catalogue.arriving import Arriving, Source
from officina_widgets.catalogue.records import Agent, SkillTerm, Training
from officina_widgets.catalogue.words import LONGEST_TEXT, seen_only

OWN_COURSES: Final = Source(id="courses", title="Courses of this hub")


def training_of(course: Course, published_at: datetime, translated: Iterable[str] = ()) -> Arriving:
    """A published course as Bioschemas' Course; raises ``ValidationError`` where it cannot be.

    ``translated``: the further languages that it is there in.
    """
    language = _base(course.language)
    further = dict.fromkeys(map(_base, translated))
    record = Training(
        iri=f"urn:officina:course:{course.id}",
        title={language: course.title},
        description={language: _description(course)},
        keywords=course.keywords,
        sectors=course.sectors,
        steps=course.steps,
        languages=(language, *(each for each in further if each != language)),
        licence=course.licence or None,
        version=course.version,
        modified=published_at.date(),
        type="course",
        authors=tuple(Agent(name=each.name, iri=_orcid(each.orcid)) for each in course.authors),
        educational_level=course.level,
        teaches=course.objectives,
        competency_required=course.prerequisites,
        skills=tuple(
            SkillTerm(id=one.id, label=one.label, use=one.use)
            for one in course.skills
            if framework_of(one.id)
        ),
        time_required_minutes=course.minutes,
        course_id=course.id,
    )
    return Arriving(record=record, where=course.id, retrieved_at=published_at)


def _base(tag: str) -> str:
    return tag.partition("-")[0].lower()


def _description(course: Course) -> str:
    return seen_only(f"{course.summary}\n\n{course.description}")[:LONGEST_TEXT].strip()


def _orcid(orcid: str | None) -> str | None:
    return f"https://orcid.org/{orcid}" if orcid else None
