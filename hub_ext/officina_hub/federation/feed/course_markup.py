"""A course in the terms of Bioschemas' profile Course 1.0 (13 September 2022).

All that the profile makes mandatory, and what it recommends but for ``aggregateRating``: nobody
rates courses here, and a rating that nobody gave is worse than none.
"""

from __future__ import annotations

import re
from typing import Any, Final

from officina_courses.model import Course
from officina_courses.skills import framework_of
from officina_hub.catalogue.writers.schema_org import as_schema_org
from officina_hub.catalogue.writers.tree import Tree, pruned
from officina_hub.federation.feed.offers import Offering
from officina_widgets.catalogue.records import Training
from officina_widgets.finding.citation import citation_of

INSTANCE_PROFILE: Final = "https://bioschemas.org/profiles/CourseInstance/1.0-RELEASE"
COURSE_PROFILE: Final = "https://bioschemas.org/profiles/Course/1.0-RELEASE"
JUPYTER: Final[Tree] = {
    "@type": "SoftwareApplication",
    "name": "JupyterLab",
    "url": "https://jupyter.org/",
}
NAME: Final = re.compile(r"[A-Za-z0-9._-]+")


def course_markup(record: Training, course: Course, offering: Offering) -> Tree:
    """The JSON-LD of the course's page, which is the record's address."""
    language = course.language.partition("-")[0].lower()
    about = [*_sectors(record), *_skills(course)]
    keywords = record.keywords or tuple(one["name"] for one in about) or (course.title,)
    provider = {"@type": "Organization", "name": offering.name, "url": offering.find}
    return as_schema_org(record, url=record.iri) | pruned(
        {
            "name": course.title,
            "description": record.description.get(language) or course.summary,
            "abstract": course.summary,
            "keywords": ", ".join(keywords),
            "about": about,
            "citation": citation_of(record),
            "isBasedOn": _origin(course),
            "coursePrerequisites": list(course.prerequisites) or "None",
            "mentions": [JUPYTER, *_packages(course)],
            "provider": provider,
            "url": record.iri,
            "dct:conformsTo": {"@id": COURSE_PROFILE},
            # A course of a hub is taken whenever a learner likes.
            "hasCourseInstance": [
                {
                    "@type": "CourseInstance",
                    "@id": f"{record.iri}#hub",
                    "dct:conformsTo": {"@id": INSTANCE_PROFILE},
                    "name": course.title,
                    "description": course.summary,
                    "courseMode": ["online", "asynchronous"],
                    "location": {"@type": "VirtualLocation", "url": offering.home},
                    "inLanguage": language,
                    # The profile wants a person; nobody asked those who teach to be named.
                    "instructor": provider,
                    "offers": _free(offering),
                    "url": offering.home,
                }
            ],
        }
    )


def _free(offering: Offering) -> Tree | None:
    """What it costs where the operator says that it costs nothing, and whom."""
    whom = offering.levels.courses_free_for
    if not whom:
        return None
    told = {"@type": "Offer", "price": 0, "priceCurrency": "EUR", "category": "free"}
    return told | {"description": whom, "url": offering.home}


def _origin(course: Course) -> Tree | None:
    origin = course.forked_from
    if origin is None:
        return None
    return {"@type": "Course", "name": origin.title, "version": origin.version, "url": origin.iri}


def _sectors(record: Training) -> list[dict[str, Any]]:
    return [{"@type": "DefinedTerm", "name": one.replace("-", " ")} for one in record.sectors]


def _skills(course: Course) -> list[dict[str, Any]]:
    return [
        {"@type": "DefinedTerm", "@id": one.id, "name": one.label}
        for one in course.skills
        if one.use == "teaches" and framework_of(one.id)
    ]


def _packages(course: Course) -> list[Tree]:
    names = (NAME.match(one) for one in course.environment.packages)
    return [{"@type": "SoftwareApplication", "name": one[0]} for one in names if one]
