"""A course as schema.org JSON-LD, so that search engines and catalogues understand its page."""

from __future__ import annotations

import json
from typing import Any

from markupsafe import Markup

from officina_courses.model import Course
from officina_courses.skills import framework_of
from officina_widgets.wire import CourseDetail

# What HTML would read as the end of the script element, as JSON may write it too.
ESCAPES = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})


def course_json_ld(detail: CourseDetail, *, url: str, provider: str) -> Markup:
    """The data block of a course page."""
    course = detail.course
    document: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Course",
        "url": url,
        "courseCode": course.id,
        "name": course.title,
        "description": course.summary,
        "version": course.version,
        "inLanguage": course.language,
        "educationalLevel": course.level,
        "timeRequired": f"PT{course.minutes}M",
        "teaches": [*course.objectives, *_terms(course, "teaches")],
        "competencyRequired": _terms(course, "requires"),
        "coursePrerequisites": list(course.prerequisites),
        "keywords": list(course.keywords),
        "license": f"https://spdx.org/licenses/{course.licence}",
        "isAccessibleForFree": True,
        "datePublished": detail.published_at.isoformat(),
        "provider": {"@type": "Organization", "name": provider},
        "author": [_person(a.name, a.affiliation, a.orcid) for a in course.authors],
        "hasPart": [
            {"@type": "LearningResource", "name": e.title, "timeRequired": f"PT{e.minutes}M"}
            for e in detail.exercises
        ],
    }
    full = {key: value for key, value in document.items() if value not in ([], "", None)}
    text = json.dumps(full, ensure_ascii=False).translate(ESCAPES)
    return Markup(text)  # noqa: S704 - the three characters that HTML minds are escaped above


def _terms(course: Course, use: str) -> list[dict[str, Any]]:
    """The skills of that use; an id of no known framework is not told as one."""
    known = ((skill, framework_of(skill.id)) for skill in course.skills if skill.use == use)
    return [
        {
            "@type": "DefinedTerm",
            "@id": skill.id,
            "name": skill.label,
            "termCode": skill.id.rpartition("/")[2],
            "inDefinedTermSet": framework.iri,
        }
        for skill, framework in known
        if framework is not None
    ]


def _person(name: str, affiliation: str | None, orcid: str | None) -> dict[str, Any]:
    person: dict[str, Any] = {"@type": "Person", "name": name}
    if affiliation:
        person["affiliation"] = {"@type": "Organization", "name": affiliation}
    if orcid:
        person["@id"] = f"https://orcid.org/{orcid}"
    return person
