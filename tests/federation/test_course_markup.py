"""The pages of all shipped courses have what Bioschemas' profiles make mandatory and recommend.

The properties are those of the profiles' own definitions, BioSchemas/specifications as of 28 March
2025: ``Course/jsonld/Course_v1.0-RELEASE.json`` and
``CourseInstance/jsonld/CourseInstance_v1.0-RELEASE.json`` (``required`` and ``recommended``).
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from officina_courses.loader import load_course
from officina_courses.model import Course
from officina_hub.catalogue.own_courses import training_of
from officina_hub.factory.service_levels import ServiceLevels
from officina_hub.federation.feed.course_markup import course_markup
from officina_hub.federation.feed.offers import Offering
from officina_widgets.catalogue.records import Training

COURSES = sorted(
    path.parent.name for path in (Path(__file__).parents[2] / "courses").glob("*/course.toml")
)
PROFILE = "https://bioschemas.org/profiles/{}/1.0-RELEASE"
ALL = {"@type", "@id", "dct:conformsTo"}
MANDATORY = {
    "Course": {"description", "keywords", "name"},
    "CourseInstance": {"courseMode", "location"},
}
RECOMMENDED = {
    "Course": {
        "about",
        "abstract",
        "aggregateRating",
        "citation",
        "coursePrerequisites",
        "educationalLevel",
        "hasCourseInstance",
        "license",
        "mentions",
        "provider",
        "teaches",
        "timeRequired",
        "url",
    },
    "CourseInstance": {"endDate", "inLanguage", "instructor", "offers", "startDate", "url"},
}
# What no page has, because nothing is known that could stand there.
ABSENT = {
    "Course": {"aggregateRating": "nobody rates courses here"},
    "CourseInstance": {
        "startDate": "a course of a hub begins when its learner does",
        "endDate": "and ends then, too",
        "offers": "a hub knows no prices but what its operator says",
    },
}  # fmt: skip
# What is there, and is not what the profile wants.
UNLIKE = {"instructor": "nobody asked those who teach whether they would be named"}
OFFERING = Offering(
    factory="lumi",
    name="LUMI AI Factory",
    contact="help@lumi.example",
    address="https://lumi.example/federation/",
    home="https://lumi.example/",
    find="https://lumi.example/find/",
)


@lru_cache
def page_of(name: str, offering: Offering = OFFERING) -> dict[str, Any]:
    """What the page of a shipped course says of it."""
    course: Course = load_course(Path(__file__).parents[2] / "courses" / name)
    record = training_of(course, datetime(2026, 11, 23, tzinfo=UTC)).record
    assert isinstance(record, Training)
    address = OFFERING.course_address(course.id)
    told = record.model_copy(update={"iri": address, "landing_page": address, "course_id": None})
    return course_markup(told, course, offering)


def lacking(thing: dict[str, Any], profile: str) -> set[str]:
    """What it does not say, or says nothing with."""
    said = {name for name, value in thing.items() if value not in (None, "", [], {})}
    wanted = ALL | MANDATORY[profile] | RECOMMENDED[profile]
    return wanted - said


@pytest.mark.parametrize("name", COURSES)
def test_each_page_has_what_the_profiles_make_mandatory_and_recommend(name: str) -> None:
    course = page_of(name)
    assert lacking(course, "Course") == set(ABSENT["Course"])
    assert course["@type"] == "Course"
    assert course["dct:conformsTo"]["@id"] == PROFILE.format("Course")
    (instance,) = course["hasCourseInstance"]
    assert lacking(instance, "CourseInstance") == set(ABSENT["CourseInstance"])
    assert instance["@type"] == "CourseInstance"
    assert instance["dct:conformsTo"]["@id"] == PROFILE.format("CourseInstance")


def test_an_offer_is_told_where_the_operator_says_for_whom_courses_are_free() -> None:
    levels = ServiceLevels(courses_free_for="Staff of companies in the EU")
    (instance,) = page_of(COURSES[0], OFFERING._replace(levels=levels))["hasCourseInstance"]
    assert lacking(instance, "CourseInstance") == set(ABSENT["CourseInstance"]) - {"offers"}
    offer = instance["offers"]
    assert (offer["@type"], offer["price"], offer["priceCurrency"]) == ("Offer", 0, "EUR")
    assert offer["description"] == "Staff of companies in the EU"


def test_a_person_as_instructor_is_not_made_up() -> None:
    (instance,) = page_of(COURSES[0])["hasCourseInstance"]
    assert instance["instructor"]["@type"] == "Organization"


def test_what_lacks_something_is_seen() -> None:
    """Else a page that has all would show nothing."""
    course = page_of(COURSES[0])
    for name in ("name", "teaches", "citation"):
        assert name in lacking(course | {name: []}, "Course")
        assert name in lacking({k: v for k, v in course.items() if k != name}, "Course")


def test_the_reference_says_what_is_not_there_and_why() -> None:
    page = (Path(__file__).parents[2] / "docs/reference/federation.md").read_text(encoding="utf-8")
    section = page.partition("## Bioschemas")[2].partition("\n## ")[0]
    for names in (*ABSENT.values(), UNLIKE):
        for name, why in names.items():
            assert f"`{name}`" in section, name
            assert why in " ".join(section.split()), name
