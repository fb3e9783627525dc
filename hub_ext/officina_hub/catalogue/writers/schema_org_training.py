"""Training in schema.org's terms, and by Bioschemas' profiles where it has what they demand."""

from __future__ import annotations

from typing import Final

from officina_courses.skills import framework_of
from officina_hub.catalogue.writers.schema_org_words import agent
from officina_hub.catalogue.writers.tree import Tree, link, pruned, text
from officina_widgets.catalogue.records import Instance, PackageLink, Training

PACKAGE_TYPE: Final = "application/vnd.officina.package+zip"
"""By which a course package is told from other files of a training."""
PACKAGE_KINDS: Final = "urn:officina:package:"
"""How the additional types of packages begin, as in the packages themselves."""
PROFILES: Final = "https://bioschemas.org/profiles/"
TYPES: Final = {
    "material": ("LearningResource", "TrainingMaterial"),
    "course": ("Course", "Course"),
    "course-instance": ("CourseInstance", "CourseInstance"),
}


def training(record: Training) -> Tree:
    """What a training has beyond what every record has."""
    schema_type, profile = TYPES[record.type]
    minutes = record.time_required_minutes
    own: Tree = {
        "@type": schema_type,
        "author": [agent(one) for one in record.authors],
        "educationalLevel": record.educational_level,
        "audience": [{"@type": "Audience", "audienceType": one} for one in record.audience],
        "teaches": [*record.teaches, *_terms(record, "teaches")],
        "competencyRequired": [*record.competency_required, *_terms(record, "requires")],
        "learningResourceType": list(record.learning_resource_type),
        "timeRequired": f"PT{minutes}M" if minutes else None,
        "encoding": _package(record.package),
    }
    if record.type == "course-instance" and _is_itself(record):
        own |= _when(record.instances[0])
    elif record.instances:
        # An event that is held several times is a course, whatever else it is.
        own["@type"] = "Course" if record.type == "course" else ["Course", schema_type]
        own["hasCourseInstance"] = [
            {"@type": "CourseInstance"} | _when(one) for one in record.instances
        ]
    if _conforms(record):
        own["dct:conformsTo"] = {"@id": f"{PROFILES}{profile}/1.0-RELEASE"}
    return own


def _package(told: PackageLink | None) -> Tree | None:
    if told is None:
        return None
    return {
        "@type": "MediaObject",
        "contentUrl": told.address,
        "encodingFormat": PACKAGE_TYPE,
        "contentSize": f"{told.bytes} B",
        "sha256": told.sha256,
        "version": told.version,
        "additionalType": f"{PACKAGE_KINDS}{told.kind}",
    }


def _terms(record: Training, use: str) -> list[Tree]:
    return [
        pruned(
            {
                "@type": "DefinedTerm",
                "@id": skill.id,
                "name": text(skill.label),
                "inDefinedTermSet": link(framework.iri) if framework else None,
            }
        )
        for skill in record.skills
        if skill.use == use
        for framework in (framework_of(skill.id),)
    ]


def _is_itself(record: Training) -> bool:
    is_one = len(record.instances) == 1 and record.instances[0].starts_at is not None
    return is_one and record.instances[0].url in (None, record.landing_page)


def _conforms(record: Training) -> bool:
    """Whether it has what is minimal in the profile of its type."""
    if record.type == "course-instance":
        return _is_itself(record) and bool(
            record.instances[0].course_mode and record.instances[0].location
        )
    return bool(record.description and record.keywords)


def _when(one: Instance) -> Tree:
    return pruned(
        {
            "startDate": one.starts_at.isoformat() if one.starts_at else None,
            "endDate": one.ends_at.isoformat() if one.ends_at else None,
            "courseMode": list(one.course_mode),
            "location": {"@type": "Place", "name": one.location} if one.location else None,
            "url": one.url,
            "maximumAttendeeCapacity": one.seats,
        }
    )
